#include "app/studio/DrumMapController.h"

#include "core/files/MidiFile.h"
#include "tests/app/support/TestStudio.h"
#include "widgets/DrumMapBoard.h"

using namespace segue;
using test::TestStudio;
using Which = widgets::Anchor;

namespace {

/// Two bars of a pitch that no map knows.
QString strangeSong(const QTemporaryDir& folder) {
    music::NoteSequence sequence;
    for (int beat = 0; beat < 8; ++beat)
        sequence.notes.push_back({.pitch = MidiPitch(3),
                                  .velocity = Velocity(100),
                                  .start = Seconds(0.5 * beat),
                                  .end = Seconds(0.5 * beat + 0.1),
                                  .instrument = 9,
                                  .isDrum = true});
    const QString path = folder.filePath(QStringLiteral("strange.mid"));
    (void)files::writeMidiFile(path.toStdString(), sequence);
    return path;
}

} // namespace

class TestDrumMapController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void aPitchOfNoDrumIsAssignedAndTheMusicReadAnew() {
        TestStudio segue;
        QVERIFY(segue.start());
        const QTemporaryDir folder;
        auto& music = segue.studio().music();
        music.open({strangeSong(folder)});
        QVERIFY(segue.eventually([&] { return !music.isReading(); }));
        QCOMPARE(music.model().rowCount(), 0);
        Q_EMIT segue.window().music().noticeActionRequested();
        auto* dialog = segue.studio().drumMap().dialog();
        QVERIFY(dialog && dialog->isVisible());
        QVERIFY(dialog->board().rowRect(std::nullopt).contains(dialog->board().chipRect(3)));
        dialog->board().assign(3, 8);
        dialog->findChild<QPushButton*>(QStringLiteral("drumMapApply"))->click();
        QVERIFY(segue.eventually([&] { return !music.isReading() && music.model().rowCount() == 1; }));
        QVERIFY(segue.studio().document().session().readingMap->classOf(MidiPitch(3)) == std::optional(8));
        QVERIFY(segue.studio().instruments().instrument()->model->architecture().codec.drumMap ==
                test::smallArchitecture().codec.drumMap);
    }

    void theEndsAreReadWithTheSameMapAlsoAtTheNextStart() {
        auto user = std::make_shared<QTemporaryDir>();
        const QTemporaryDir folder;
        const QString song = strangeSong(folder);
        {
            TestStudio first(user, {});
            QVERIFY(first.start());
            first.studio().drumMap().edit({});
            first.studio().drumMap().dialog()->board().assign(3, 8);
            first.studio().drumMap().dialog()->findChild<QPushButton*>(QStringLiteral("drumMapApply"))->click();
            first.studio().anchors().open(Which::A, song);
            QVERIFY(first.eventually([&] { return first.scene().a.has_value(); }));
            QVERIFY(first.scene().a->pattern.at(0, 8).hit);
        }
        TestStudio second(user, {});
        QVERIFY(second.start());
        second.studio().anchors().open(Which::B, song);
        QVERIFY(second.eventually([&] { return second.scene().b.has_value(); }));
    }

    void goingBackToTheDefaultIsNoChoice() {
        TestStudio segue;
        QVERIFY(segue.start());
        const auto apply = [&] {
            segue.studio().drumMap().dialog()->findChild<QPushButton*>(QStringLiteral("drumMapApply"))->click();
        };
        QSignalSpy changed(&segue.studio().drumMap(), &studio::DrumMapController::readingMapChanged);
        segue.studio().drumMap().edit({});
        apply();
        QCOMPARE(changed.count(), 0);
        segue.studio().drumMap().edit({});
        segue.studio().drumMap().dialog()->board().assign(3, 8);
        apply();
        QVERIFY(segue.studio().document().session().readingMap);
        segue.studio().drumMap().edit({});
        segue.studio().drumMap().dialog()->findChild<QPushButton*>(QStringLiteral("drumMapReset"))->click();
        apply();
        QVERIFY(!segue.studio().document().session().readingMap);
        QCOMPARE(changed.count(), 2);
    }
};

QTEST_MAIN(TestDrumMapController)
#include "tst_DrumMapController.moc"
