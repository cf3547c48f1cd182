#include "tests/app/support/TestStudio.h"

#include "core/base/Files.h"

using namespace segue;
using test::TestStudio;
using Which = widgets::Anchor;

class TestAnchorController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void aMidiFileBecomesAnAnchorThatIsHeard() {
        TestStudio segue;
        QVERIFY(segue.start());
        open(segue, Which::A, "first.mid");
        QCOMPARE(segue.scene().a->title, std::string("first"));
        QCOMPARE(segue.scene().a->bar, 0);
        QVERIFY(segue.scene().mode == session::Mode::Morph);
        const auto heard = segue.reconstruction(segue.scene().a->pattern);
        QVERIFY(segue.eventually([&] { return segue.pattern() == heard; }));
    }

    void everyBarCanBeChosen() {
        TestStudio segue;
        QVERIFY(segue.start());
        open(segue, Which::A, "first.mid");
        const auto bars = segue.studio().anchors().bars(Which::A);
        QVERIFY(bars.size() >= 3);
        const auto before = segue.scene().a->pattern;
        segue.studio().anchors().chooseBar(Which::A, bars[2]);
        QCOMPARE(segue.scene().a->bar, bars[2]);
        QVERIFY(segue.scene().a->pattern != before);
        QVERIFY(segue.eventually([&] { return segue.studio().anchors().latentVector(Which::A) != nullptr; }));
        const auto heard = segue.reconstruction(segue.scene().a->pattern);
        QVERIFY(segue.eventually([&] { return segue.pattern() == heard; }));
        segue.studio().anchors().chooseBar(Which::A, 4711); // there is no such bar
        QCOMPARE(segue.scene().a->bar, bars[2]);
    }

    void theEndsOfTheMorphAreTheReconstructions() {
        TestStudio segue;
        QVERIFY(segue.start());
        open(segue, Which::A, "first.mid");
        open(segue, Which::B, "second.mid");
        for (const double t : {0.0, 1.0}) {
            Q_EMIT segue.window().morph().morphMoveRequested(t);
            const auto expected = segue.reconstruction((t < 0.5 ? segue.scene().a : segue.scene().b)->pattern);
            QVERIFY(segue.eventually([&] { return segue.pattern() == expected; }));
        }
    }

    void undoTakesAnAnchorBack() {
        TestStudio segue;
        QVERIFY(segue.start());
        open(segue, Which::A, "first.mid");
        segue.studio().document().undoStack().undo();
        QVERIFY(!segue.scene().a);
        QVERIFY(!segue.studio().anchors().latentVector(Which::A));
        segue.studio().document().undoStack().redo();
        QVERIFY(segue.studio().anchors().latentVector(Which::A) != nullptr);
    }

    void aPlaceOfTheMapBecomesAnAnchor() {
        TestStudio segue;
        QVERIFY(segue.start());
        Q_EMIT segue.window().map().anchorRequested(Which::B, segue.placeOf(3));
        QVERIFY(segue.eventually([&] { return segue.studio().anchors().latentVector(Which::B) != nullptr; }));
        const auto mean = segue.studio().instruments().layout()->map->mean(3);
        const auto z = segue.studio().anchors().latentVector(Which::B);
        QVERIFY(std::ranges::equal(*z, mean, [](float a, float b) { return std::abs(a - b) < 1e-3F; }));
        QVERIFY(segue.scene().mode == session::Mode::Map);
        QVERIFY(segue.studio().anchors().bars(Which::B).empty());
    }

    void whatCannotBeReadIsSaidAndChangesNothing_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no MIDI") << QByteArray("hello");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut short") << QByteArray("MThd\0\0\0\6\0\0\0\1\1\340MTrk\0\0\1\0\0\220", 24);
        QTest::newRow("no drums") << QByteArray("MThd\0\0\0\6\0\0\0\1\1\340MTrk\0\0\0\4\0\377\57\0", 26);
    }
    void whatCannotBeReadIsSaidAndChangesNothing() {
        QFETCH(QByteArray, bytes);
        TestStudio segue;
        QVERIFY(segue.start());
        const auto path = segue.assets().folder() / "bad.mid";
        QVERIFY(writeFileAtomically(path, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
        QSignalSpy failures(&segue.studio().anchors(), &studio::AnchorController::failed);
        segue.studio().anchors().open(Which::A, QString::fromStdString(path.string()));
        QVERIFY(segue.eventually([&] { return !failures.isEmpty(); }));
        QVERIFY(failures.front().front().toString().contains(QStringLiteral("bad.mid")));
        QVERIFY(!segue.scene().a);
        QCOMPARE(segue.window().status().message(), failures.front().front().toString());
    }

    void whatWasMendedIsSaid() {
        TestStudio segue;
        QVERIFY(segue.start());
        auto bytes = readFile(segue.assets().example("first.mid"), 1U << 20U);
        QVERIFY(bytes);
        bytes->resize(bytes->size() - 3); // the end of the track
        const auto path = segue.assets().folder() / "cut.mid";
        QVERIFY(writeFileAtomically(path, std::span<const std::byte>(*bytes)));
        QSignalSpy noted(&segue.studio().anchors(), &studio::AnchorController::noted);
        segue.studio().anchors().open(Which::A, QString::fromStdString(path.string()));
        QVERIFY(segue.eventually([&] { return segue.scene().a.has_value(); }));
        QCOMPARE(noted.count(), 1);
        const QString message = noted.front().front().toString();
        QVERIFY2(message.startsWith(QStringLiteral("cut: ")) && message.contains(QStringLiteral("cut short")),
                 qPrintable(message));
        QCOMPARE(segue.window().status().message(), message);
    }

    void aFileThatIsGoneKeepsItsPattern() {
        auto user = std::make_shared<QTemporaryDir>();
        music::Pattern pattern;
        {
            TestStudio first(user, {});
            QVERIFY(first.start());
            open(first, Which::A, "first.mid");
            pattern = first.scene().a->pattern;
        } // its assets are gone with it
        TestStudio second(user, {});
        QVERIFY(second.start());
        QVERIFY(second.eventually([&] { return second.studio().anchors().latentVector(Which::A) != nullptr; }));
        QVERIFY(second.scene().a->pattern == pattern);
        QVERIFY(second.studio().anchors().bars(Which::A).empty());
    }

private:
    static void open(TestStudio& segue, Which which, const char* name) {
        segue.studio().anchors().open(which, QString::fromStdString(segue.assets().example(name).string()));
        QVERIFY(segue.eventually([&] { return segue.studio().anchors().latentVector(which) != nullptr; }));
    }
};

QTEST_MAIN(TestAnchorController)
#include "tst_AnchorController.moc"
