#include "tests/app/support/TestStudio.h"

#include <QPlainTextEdit>
#include <QSet>

using namespace segue;
using test::TestStudio;

namespace {

/// Pitches that were begun and not ended.
QSet<int> hanging(const playback::MidiRecording& recording) {
    QSet<int> sounding;
    for (const auto& message : recording.messages()) {
        if (message.isNoteOn())
            sounding.insert(message.bytes[1]);
        else if (message.isNoteOff())
            sounding.remove(message.bytes[1]);
    }
    return sounding;
}

int noteOns(const playback::MidiRecording& recording) {
    int count = 0;
    for (const auto& message : recording.messages())
        count += message.isNoteOn() ? 1 : 0;
    return count;
}

} // namespace

class TestStudioAsAWhole : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void aFirstStartIsReadyToPlay() {
        TestStudio segue;
        QVERIFY(segue.start());
        QVERIFY(std::get<music::DrumPattern>(segue.pattern()).steps() == 32);
        QVERIFY(segue.scene().plane == session::Plane());
        QVERIFY(segue.studio().instruments().layout()->map->nearest(segue.scene().puck, 1e-4F) >= 0);
        QVERIFY(!segue.studio().document().undoStack().canUndo());
    }

    void oneClickIsHeardAndStopLeavesNothingHanging() {
        TestStudio segue;
        QVERIFY(segue.start());
        QTest::mouseClick(segue.window().transport().findChild<QWidget*>(QStringLiteral("play")), Qt::LeftButton);
        QVERIFY(segue.studio().playback().isPlaying());
        QVERIFY(segue.eventually([&] { return noteOns(*segue.world().recording) > 3; }));
        QTest::mouseClick(segue.window().transport().findChild<QWidget*>(QStringLiteral("stop")), Qt::LeftButton);
        QVERIFY(segue.eventually([&] { return hanging(*segue.world().recording).isEmpty(); }));
        QVERIFY(!segue.studio().playback().isPlaying());
    }

    void closingWhilePlayingEndsEveryNote() {
        TestStudio segue;
        QVERIFY(segue.start());
        segue.studio().playback().play();
        QVERIFY(segue.eventually([&] { return noteOns(*segue.world().recording) > 3; }));
        segue.close();
        QVERIFY(hanging(*segue.world().recording).isEmpty());
    }

    void aDragChangesWhatIsPublishedAndUndoBringsItBack() {
        TestStudio segue;
        QVERIFY(segue.start());
        const auto before = segue.pattern();
        const auto published = segue.studio().playback().publishedPattern();
        QVERIFY(segue.decodesAfter([&] {
            Q_EMIT segue.window().map().puckGrabbed();
            Q_EMIT segue.window().map().puckMoveRequested(segue.placeOf(5));
            Q_EMIT segue.window().map().puckMoveRequested(segue.placeOf(11));
            Q_EMIT segue.window().map().puckReleased();
        }));
        QVERIFY(segue.eventually([&] { return segue.pattern() != before; }));
        QVERIFY(segue.studio().playback().publishedPattern() > published);
        QVERIFY(segue.window().pattern().pattern() == segue.pattern());
        QVERIFY(segue.decodesAfter([&] { segue.studio().document().undoStack().undo(); }));
        QVERIFY(segue.pattern() == before);
    }

    void theNextStartGoesOnWhereTheLastEnded() {
        TestStudio first;
        QVERIFY(first.start());
        const auto place = first.placeOf(9);
        QVERIFY(first.decodesAfter([&] { Q_EMIT first.window().map().puckMoveRequested(place); }));
        Q_EMIT first.window().transport().tempoChangeRequested(Bpm(133));
        const auto pattern = first.pattern();
        first.close();

        TestStudio second(first.user(), {});
        QVERIFY(second.start());
        QCOMPARE(second.scene().tempo, 133.0);
        QVERIFY(second.scene().puck == place);
        QVERIFY(second.pattern() == pattern);
        QCOMPARE(second.window().transport().tempo().value, 133.0);
    }

    void aDamagedSessionIsANewStart() {
        auto user = std::make_shared<QTemporaryDir>();
        QFile file(user->filePath(QStringLiteral("session.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"scene\": {\"tempo\": 1e");
        file.close();
        TestStudio segue(user, {});
        QVERIFY(segue.start());
    }

    void aMissingModelIsSaidInWords() {
        test::TestAssets assets;
        std::filesystem::remove(assets.folder() / "models" / "groove-2bar.safetensors");
        const QByteArray folder = QByteArray::fromStdString(assets.folder().string());
        TestStudio segue;
        qputenv("SEGUE_ASSETS", folder);
        segue.studio().start();
        QVERIFY(segue.eventually(
            [&] { return segue.window().status().message().contains(QStringLiteral("groove-2bar.safetensors")); }));
        Q_EMIT segue.window().transport().playRequested(); // still works, silently
        QVERIFY(segue.studio().playback().isPlaying());
    }

    void withoutAnyOutputItSaysSoAndPlaysOn() {
        TestStudio segue;
        segue.world().refusesEverything = true;
        segue.studio().start();
        QVERIFY(segue.eventually(
            [&] { return segue.window().status().message().contains(QStringLiteral("No audio device")); }));
        QVERIFY(segue.window().messages().toPlainText().contains(QStringLiteral("speaker is broken")));
        segue.studio().playback().play();
        QVERIFY(segue.eventually([&] { return segue.studio().player().status().noteOns > 2; }));
    }

    void diceDrawOtherHitsOnlyWhenItIsWarm() {
        TestStudio segue;
        QVERIFY(segue.start());
        QVERIFY(!segue.window().dice().isVisible());
        QVERIFY(segue.decodesAfter([&] { Q_EMIT segue.window().transport().temperatureChangeRequested(1.0); }));
        QVERIFY(segue.window().dice().isVisible());
        const auto before = segue.pattern();
        QVERIFY(segue.decodesAfter([&] { segue.studio().playback().rollDice(); }));
        QVERIFY(segue.pattern() != before);
        QVERIFY(segue.decodesAfter([&] { segue.studio().document().undoStack().undo(); }));
        QVERIFY(segue.pattern() == before);
    }

    void filesOfTheCommandLineAreTheEnds() {
        test::TestAssets songs;
        studio::Options options;
        options.files = {QString::fromStdString(songs.example("first.mid").string()),
                         QString::fromStdString(songs.example("second.mid").string())};
        TestStudio segue(options);
        QVERIFY(segue.start());
        QVERIFY(segue.eventually([&] { return segue.studio().anchors().isComplete(); }));
        QCOMPARE(segue.scene().a->title, std::string("first"));
        QCOMPARE(segue.scene().b->title, std::string("second"));
    }
};

QTEST_MAIN(TestStudioAsAWhole)
#include "tst_Studio.moc"
