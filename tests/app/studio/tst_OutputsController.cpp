#include "tests/app/support/TestStudio.h"

using namespace segue;
using test::TestStudio;

class TestOutputsController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void theDefaultsAreOpenedAtAFirstStart() {
        TestStudio segue;
        QVERIFY(segue.start());
        QCOMPARE(segue.studio().outputsController().openCount(), 1);
        QVERIFY(!segue.studio().document().session().outputsChosen);
    }

    void severalCanBeOpenAndAreRemembered() {
        auto user = std::make_shared<QTemporaryDir>();
        {
            TestStudio first(user, {});
            QVERIFY(first.start());
            Q_EMIT first.window().transport().outputToggled(QStringLiteral("port"), true);
            QVERIFY(first.eventually([&] { return first.studio().outputsController().openCount() == 2; }));
        }
        TestStudio second(user, {});
        QVERIFY(second.start());
        QVERIFY(second.eventually([&] { return second.studio().outputsController().openCount() == 2; }));
    }

    void closingAnOutputEndsItsNotes() {
        TestStudio segue;
        QVERIFY(segue.start());
        segue.studio().playback().play();
        QVERIFY(segue.eventually([&] { return segue.studio().player().status().noteOns > 2; }));
        Q_EMIT segue.window().transport().outputToggled(QStringLiteral("speaker"), false);
        QCOMPARE(segue.studio().outputsController().openCount(), 0);
        QVERIFY(segue.studio().document().session().outputsChosen);
        QVERIFY(segue.eventually([&] { return balance(segue) == 0; }));
        QVERIFY(segue.studio().playback().isPlaying());
    }

    void anOutputThatDiesIsSaidAndPlayingGoesOn() {
        TestStudio segue;
        QVERIFY(segue.start());
        segue.studio().playback().play();
        segue.world().isLost = true;
        QVERIFY(segue.eventually([&] { return segue.studio().outputsController().openCount() == 0; }));
        QVERIFY(segue.window().status().message().contains(QStringLiteral("someone pulled the cable")));
        QVERIFY(segue.window().status().message().contains(QStringLiteral("Playing goes on")));
        QVERIFY(segue.studio().playback().isPlaying());
        segue.world().isLost = false;
        segue.studio().outputsController().lookAgain();
        QVERIFY(segue.eventually([&] { return segue.studio().outputsController().openCount() == 1; }));
    }

    void whatTheCommandLineNamesIsOpenedAlone() {
        studio::Options options;
        options.outputs = QStringList{QStringLiteral("port")};
        TestStudio segue(options);
        QVERIFY(segue.start());
        QCOMPARE(segue.studio().outputsController().openCount(), 1);
        QVERIFY(!segue.studio().document().session().outputsChosen); // only for this once
    }

    void anUnknownOutputIsSaid() {
        studio::Options options;
        options.outputs = QStringList{QStringLiteral("gone")};
        TestStudio segue(options);
        segue.studio().start();
        QVERIFY(segue.eventually(
            [&] { return segue.window().status().message().contains(QStringLiteral("gone is not there")); }));
    }

private:
    /// Note-ons without their note-offs.
    static int balance(TestStudio& segue) {
        int sounding = 0;
        for (const auto& message : segue.world().recording->messages())
            sounding += message.isNoteOn() ? 1 : message.isNoteOff() ? -1 : 0;
        return sounding;
    }
};

QTEST_MAIN(TestOutputsController)
#include "tst_OutputsController.moc"
