#include "app/library/MusicModel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace segue;
using library::FoundPiece;
using library::MusicModel;
using widgets::MusicOrder;
using widgets::MusicShown;
namespace role = widgets::music_role;

namespace {

library::StoredPattern patternOf(int hits) {
    music::DrumPattern pattern(32);
    for (int step = 0; step < hits; ++step)
        pattern.at(step, 2) = {true, 1.0F, 0.5F, 0.0F};
    return library::StoredPattern(pattern);
}

FoundPiece piece(const std::string& name, const std::string& style, double bpm, std::initializer_list<int> hits) {
    FoundPiece found;
    found.file = "/music/" + name;
    found.name = name;
    found.style = style;
    found.bpm = bpm;
    int bar = 0;
    for (const int count : hits)
        found.windows.push_back({patternOf(count), bar++, false});
    return found;
}

FoundPiece refused(const std::string& name) {
    FoundPiece found;
    found.name = name;
    found.refusal = name + " has no drum notes";
    found.unmappedPitches = {{23, 17}};
    return found;
}

std::vector<FoundPiece> somePieces() {
    auto repaired = piece("set/Bossa.mid", "latin", 140, {9});
    repaired.track = "Kit";
    repaired.remarks = {"Track 3 is cut short", "2 notes of pitch 23 belong to no drum"};
    repaired.unmappedPitches = {{23, 2}};
    return {piece("zulu.mid", "funk", 100, {5, 12}), std::move(repaired), refused("broken.mid"),
            piece("alpha.mid", "funk", 90, {7, 3})};
}

QStringList rows(const MusicModel& model) {
    QStringList names;
    for (int i = 0; i < model.rowCount(); ++i)
        names << model.index(i).data().toString() + u' ' + model.index(i).data(role::kPlace).toString();
    return names;
}

} // namespace

class TestMusicModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_model = std::make_unique<MusicModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(),
                                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
    }
    void cleanup() {
        m_tester.reset();
        m_model.reset();
    }

    void windowsAreListedAsTheyAreFound() {
        m_model->append(somePieces());
        QCOMPARE(rows(*m_model), (QStringList{QStringLiteral("zulu.mid bar 1"), QStringLiteral("zulu.mid bar 2"),
                                              QStringLiteral("Bossa.mid bar 1"), QStringLiteral("alpha.mid bar 1"),
                                              QStringLiteral("alpha.mid bar 2")}));
        QCOMPARE(m_model->count(MusicShown::Windows), 5);
        QCOMPARE(m_model->count(MusicShown::Remarks), 1);
        QCOMPARE(m_model->count(MusicShown::Refused), 1);
        const QModelIndex bossa = m_model->index(2);
        QCOMPARE(bossa.data(role::kDetail).toString(), QStringLiteral("latin · 140 bpm · 9 hits · Kit · set"));
        QCOMPARE(music::onsets(bossa.data(role::kThumbnail).value<music::Pattern>()), 9);
        QVERIFY(bossa.data(Qt::ToolTipRole).toString().contains(QStringLiteral("cut short")));
        QVERIFY(!m_model->index(0).data(Qt::ToolTipRole).isValid()); // its row says it all
        QVERIFY(bossa.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("bar 1")));
    }

    void filesSayWhatWasMendedAndWhyTheyWereRefused() {
        m_model->append(somePieces());
        m_model->setFilter({.shown = MusicShown::Remarks});
        QCOMPARE(m_model->rowCount(), 1);
        QVERIFY(m_model->index(0).data(role::kDetail).toString().startsWith(QStringLiteral("Track 3 is cut short. 2")));
        QVERIFY(!widgets::isUsable(m_model->index(0)));
        m_model->setFilter({.shown = MusicShown::Refused});
        QCOMPARE(m_model->rowCount(), 1);
        QVERIFY(m_model->index(0).data(role::kRefused).toBool());
        QVERIFY(m_model->index(0).data(role::kDetail).toString().contains(QStringLiteral("has no drum notes")));
        QVERIFY(!m_model->window(m_model->index(0).data(role::kToken).toLongLong()));
    }

    void searchFindsEveryWordWhateverTheCase() {
        m_model->append(somePieces());
        const auto found = [&](const char* search) {
            m_model->setFilter({.search = QString::fromLatin1(search)});
            return m_model->rowCount();
        };
        QCOMPARE(found("FUNK"), 4);
        QCOMPARE(found("funk  alpha"), 2);
        QCOMPARE(found("kit"), 1);
        QCOMPARE(found("funk bossa"), 0);
        QCOMPARE(found(""), 5);
        m_model->setFilter({.style = "latin"});
        QCOMPARE(m_model->rowCount(), 1);
    }

    void ordersHold_data() {
        QTest::addColumn<int>("order");
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("last");
        const auto row = [](const char* tag, MusicOrder order, const char* first, const char* last) {
            QTest::newRow(tag) << static_cast<int>(order) << QString::fromLatin1(first) << QString::fromLatin1(last);
        };
        row("name", MusicOrder::Name, "alpha.mid bar 1", "zulu.mid bar 2");
        row("style", MusicOrder::Style, "zulu.mid bar 1", "Bossa.mid bar 1");
        row("tempo", MusicOrder::Tempo, "alpha.mid bar 1", "Bossa.mid bar 1");
        row("hits", MusicOrder::Hits, "zulu.mid bar 2", "alpha.mid bar 2");
    }
    void ordersHold() {
        QFETCH(int, order);
        QFETCH(QString, first);
        QFETCH(QString, last);
        const MusicModel::Filter filter{.order = static_cast<MusicOrder>(order)};
        m_model->append(somePieces());
        m_model->setFilter(filter);
        QCOMPARE(rows(*m_model).front(), first);
        QCOMPARE(rows(*m_model).back(), last);
        const QStringList atOnce = rows(*m_model);
        m_model->clear();
        for (FoundPiece& one : somePieces()) // what comes later takes its place among what is there
            m_model->append({one});
        QCOMPARE(rows(*m_model), atOnce);
    }

    void aRowIsFollowedWhileOthersArrive() {
        m_model->setFilter({.order = MusicOrder::Name});
        m_model->append({piece("m.mid", "", 0, {4})});
        const QPersistentModelIndex kept = m_model->index(0);
        m_model->append({piece("a.mid", "", 0, {4}), piece("z.mid", "", 0, {4})});
        QCOMPARE(kept.row(), 1);
        QCOMPARE(kept.data().toString(), QStringLiteral("m.mid"));
    }

    void tokensOutliveOrderAndSearch() {
        m_model->append(somePieces());
        const qint64 token = m_model->index(1).data(role::kToken).toLongLong();
        m_model->setFilter({.search = QStringLiteral("bossa"), .order = MusicOrder::Hits});
        QCOMPARE(m_model->piece(token)->name, std::string("zulu.mid"));
        QCOMPARE(m_model->window(token)->bar, 1);
        QCOMPARE(m_model->tokenOf("/music/zulu.mid", 1), std::optional(token));
        QVERIFY(!m_model->tokenOf("/music/zulu.mid", 4711));
        QVERIFY(!m_model->tokenOf("/music/other.mid", 0));
        for (const qint64 wrong : {qint64{-1}, qint64{99} << 32, qint64{99}})
            QVERIFY(!m_model->window(wrong));
    }

    void marksAreSeen() {
        m_model->append(somePieces());
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        const qint64 token = m_model->index(1).data(role::kToken).toLongLong();
        m_model->setMarks({.sounding = token, .a = std::nullopt, .b = token});
        QCOMPARE(changed.count(), 1);
        QVERIFY(m_model->index(1).data(role::kSounding).toBool());
        QVERIFY(!m_model->index(1).data(role::kIsA).toBool());
        QVERIFY(m_model->index(1).data(role::kIsB).toBool());
        QVERIFY(!m_model->index(0).data(role::kIsB).toBool());
    }

    void whatIsKnownOfAllIsAddedUp() {
        m_model->append(somePieces());
        QCOMPARE(m_model->unmappedPitches().at(23), 19);
        QCOMPARE(m_model->styles().at("funk"), 4);
        QCOMPARE(m_model->pieces(), 4);
        m_model->clear();
        QCOMPARE(m_model->rowCount(), 0);
        QVERIFY(m_model->styles().empty() && m_model->unmappedPitches().empty());
        QCOMPARE(m_model->count(MusicShown::Windows), 0);
    }

private:
    std::unique_ptr<MusicModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_GUILESS_MAIN(TestMusicModel)
#include "tst_MusicModel.moc"
