#include "tests/app/support/TestStudio.h"

#include <QAction>

using namespace segue;
using test::TestStudio;

class TestPlaybackController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void spacePlaysAndStopsWhereverTheFocusIs() {
        TestStudio segue;
        QVERIFY(segue.start());
        segue.window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&segue.window()));
        segue.window().map().setFocus();
        QTest::keyClick(&segue.window().map(), Qt::Key_Space);
        QVERIFY(segue.studio().playback().isPlaying());
        auto* play = segue.window().transport().findChild<QWidget*>(QStringLiteral("play"));
        play->setFocus();
        QTest::keyClick(play, Qt::Key_Space);
        QVERIFY(!segue.studio().playback().isPlaying());
    }

    void escapeSilencesEverything() {
        TestStudio segue;
        QVERIFY(segue.start());
        segue.window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&segue.window()));
        segue.studio().playback().play();
        QVERIFY(segue.eventually([&] { return segue.studio().player().status().playing; }));
        QTest::keyClick(&segue.window().map(), Qt::Key_Escape);
        QVERIFY(!segue.studio().playback().isPlaying());
        QVERIFY(segue.eventually([&] {
            const auto& status = segue.studio().player().status();
            return !status.playing && status.soundingNotes == 0;
        }));
    }

    void tempoReachesThePlayerAndCanBeUndone() {
        TestStudio segue;
        QVERIFY(segue.start());
        const double before = segue.scene().tempo;
        Q_EMIT segue.window().transport().tempoChangeRequested(Bpm(171));
        QVERIFY(segue.eventually([&] { return segue.studio().player().status().tempo == Bpm(171); }));
        segue.studio().document().undoStack().undo();
        QCOMPARE(segue.window().transport().tempo().value, before);
        QVERIFY(segue.eventually([&] { return segue.studio().player().status().tempo == Bpm(before); }));
    }

    void turningAKnobIsOneUndoStep() {
        TestStudio segue;
        QVERIFY(segue.start());
        for (int i = 1; i <= 10; ++i)
            Q_EMIT segue.window().transport().temperatureChangeRequested(0.1 * i);
        QCOMPARE(segue.studio().document().undoStack().count(), 1);
        segue.studio().document().undoStack().undo();
        QCOMPARE(segue.scene().temperature, 0.0F);
    }

    void thePlayheadRunsOnlyWhilePlaying() {
        TestStudio segue;
        QVERIFY(segue.start());
        segue.studio().playback().play();
        QVERIFY(segue.eventually([&] { return segue.studio().player().status().noteOns > 0; }));
        QVERIFY(segue.window().transport().isPlaying());
        Q_EMIT segue.window().transport().stopRequested();
        QVERIFY(!segue.window().transport().isPlaying());
    }

    void aHigherThresholdPlaysLess() {
        TestStudio segue;
        QVERIFY(segue.start());
        const int hits = music::onsets(segue.pattern());
        QVERIFY(segue.decodesAfter([&] { Q_EMIT segue.window().transport().thresholdChangeRequested(0.9); }));
        QVERIFY(music::onsets(segue.pattern()) < hits);
    }
};

QTEST_MAIN(TestPlaybackController)
#include "tst_PlaybackController.moc"
