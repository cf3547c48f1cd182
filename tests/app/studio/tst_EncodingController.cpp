#include "app/studio/EncodingController.h"

#include "tests/app/support/TestStudio.h"

#include <QAction>

using namespace segue;
using instrument::Rework;
using test::TestAssets;
using test::TestStudio;

class TestEncodingController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void humanizingPlaysTheHitsAsTheModelWouldAndUndoGoesBack() {
        TestStudio segue;
        QVERIFY(segue.start());
        const auto before = segue.pattern();
        const auto expected = segue.reconstruction(instrument::heardFor(Rework::Humanize, before));
        QVERIFY(segue.decodesAfter([&] {
            segue.studio().encoding().rework(Rework::Humanize);
            QVERIFY(segue.eventually([&] { return !segue.scene().z.empty(); }));
        }));
        QVERIFY(segue.pattern() == expected);
        QVERIFY(segue.decodesAfter([&] { segue.studio().document().undoStack().undo(); }));
        QVERIFY(segue.pattern() == before);
    }

    void whatTheModelWasNotTaughtIsGreyAndSaysWhy() {
        TestStudio segue;
        QVERIFY(segue.start());
        const auto action = [&](const QString& text) {
            for (auto* known : segue.window().findChildren<QAction*>())
                if (known->text().remove(u'&') == text)
                    return known;
            return static_cast<QAction*>(nullptr);
        };
        QVERIFY(action(QStringLiteral("Humanize"))->isEnabled());
        QVERIFY(!action(QStringLiteral("Tap to drums"))->isEnabled());
        QVERIFY(!action(QStringLiteral("Tap to drums"))->toolTip().isEmpty());
        QSignalSpy failures(&segue.studio().encoding(), &studio::EncodingController::failed);
        segue.studio().encoding().rework(Rework::TapToDrums);
        QCOMPARE(failures.size(), 1);
    }

    void aTapModelPlaysAKit() {
        TestStudio segue;
        QVERIFY(segue.start());
        auto architecture = test::smallArchitecture();
        std::get<architecture::GrooveCodecConfig>(architecture.codec).tapify = true;
        const auto path = segue.assets().folder() / "tap.safetensors";
        TestAssets::writeModel(path, architecture);
        QSignalSpy stage(&segue.studio().instruments(), &studio::InstrumentController::stageChanged);
        segue.studio().instruments().open({path.string(), {}}, segue.pattern());
        QVERIFY(segue.eventually([&] { return !stage.isEmpty() && segue.studio().patterns().isUpToDate(); }));
        const auto expected = segue.reconstruction(segue.pattern());
        segue.studio().encoding().rework(Rework::TapToDrums);
        QVERIFY(segue.eventually([&] { return segue.pattern() == expected; }));
    }
};

QTEST_MAIN(TestEncodingController)
#include "tst_EncodingController.moc"
