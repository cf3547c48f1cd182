#include "app/studio/DrumMapController.h"

#include "core/base/Files.h"
#include "core/files/DrumMapFile.h"
#include "core/files/MidiFile.h"
#include "tests/app/support/TestStudio.h"
#include "widgets/DrumMapBoard.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>

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
        QVERIFY(std::get<architecture::GrooveCodecConfig>(
                    segue.studio().instruments().instrument()->model->architecture().codec)
                    .drumMap == std::get<architecture::GrooveCodecConfig>(test::smallArchitecture().codec).drumMap);
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
            QVERIFY(std::get<music::DrumPattern>(first.scene().a->pattern).at(0, 8).hit);
        }
        TestStudio second(user, {});
        QVERIFY(second.start());
        second.studio().anchors().open(Which::B, song);
        QVERIFY(second.eventually([&] { return second.scene().b.has_value(); }));
    }

    void everyMapOfNineDrumsCanBeChosen() {
        TestStudio segue;
        QVERIFY(segue.start());
        segue.studio().drumMap().edit({});
        for (const auto& [title, map] : music::drumMapPresets())
            QCOMPARE(preset(segue)->findText(QString::fromUtf8(title.data(), int(title.size()))) >= 0,
                     map->size() == music::kDrumClasses);
    }

    void whatIsSavedIsOpenedByTheNameOfTheFile() {
        TestStudio segue;
        QVERIFY(segue.start());
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("Großer Satz.json"));
        auto& drumMap = segue.studio().drumMap();
        drumMap.edit({});
        drumMap.dialog()->board().assign(3, 8);
        drumMap.save(path);
        QCOMPARE(preset(segue)->currentText(), QStringLiteral("Großer Satz"));
        const auto saved = drumMap.dialog()->map();
        QVERIFY(files::readDrumMapFile(path.toStdString()).value() == saved);
        drumMap.dialog()->setMap(music::rolandDrumMap());
        Q_EMIT drumMap.dialog()->fileDropped(path);
        QCOMPARE(preset(segue)->currentText(), QStringLiteral("Großer Satz"));
        QVERIFY(drumMap.dialog()->map() == saved);
        QCOMPARE(segue.studio().document().session().folders.drumMaps, folder.path().toStdString());
    }

    void theNameIsKnownAtTheNextStart() {
        auto user = std::make_shared<QTemporaryDir>();
        const QTemporaryDir folder;
        {
            TestStudio first(user, {});
            QVERIFY(first.start());
            first.studio().drumMap().edit({});
            first.studio().drumMap().dialog()->board().assign(3, 8);
            first.studio().drumMap().save(folder.filePath(QStringLiteral("kit.json")));
            first.studio().drumMap().dialog()->findChild<QPushButton*>(QStringLiteral("drumMapApply"))->click();
        }
        TestStudio second(user, {});
        QVERIFY(second.start());
        second.studio().drumMap().edit({});
        QCOMPARE(preset(second)->currentText(), QStringLiteral("kit"));
    }

    void aFileThatIsNoMapOfNineDrumsIsRefusedInWords_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("no JSON") << QByteArray("MThd");
        QTest::newRow("no drum map") << QByteArray("{}");
        QTest::newRow("61 drums") << QByteArray::fromStdString(files::drumMapText(music::fullDrumMap()));
    }
    void aFileThatIsNoMapOfNineDrumsIsRefusedInWords() {
        QFETCH(QByteArray, content);
        TestStudio segue;
        QVERIFY(segue.start());
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("bad.json"));
        QVERIFY(writeFileAtomically(path.toStdString(), content.toStdString()));
        segue.studio().drumMap().edit({});
        const auto before = segue.studio().drumMap().dialog()->map();
        segue.studio().drumMap().open(path);
        QVERIFY2(failure(segue).contains(path), qPrintable(failure(segue)));
        QVERIFY(segue.studio().drumMap().dialog()->map() == before);
    }

    void whatCannotBeSavedIsSaid() {
        TestStudio segue;
        QVERIFY(segue.start());
        const QTemporaryDir folder;
        auto& drumMap = segue.studio().drumMap();
        drumMap.edit({});
        drumMap.save(QStringLiteral("/no/such/folder/kit.json"));
        QVERIFY2(failure(segue).contains(QStringLiteral("/no/such/folder/kit.json")), qPrintable(failure(segue)));
        auto map = music::rolandDrumMap();
        map.classes[8].pitches.clear();
        drumMap.dialog()->setMap(map);
        const QString path = folder.filePath(QStringLiteral("kit.json"));
        drumMap.save(path);
        QVERIFY2(failure(segue).contains(QStringLiteral("Ride")), qPrintable(failure(segue)));
        QVERIFY(!QFileInfo::exists(path));
    }

    void filesAreAskedForBesideTheLastOne() {
        TestStudio segue;
        QVERIFY(segue.start());
        const QTemporaryDir folder;
        segue.studio().drumMap().edit({});
        segue.studio().drumMap().save(folder.filePath(QStringLiteral("kit.json")));
        for (const char* name : {"drumMapOpen", "drumMapSave"}) {
            auto* editor = segue.studio().drumMap().dialog();
            editor->findChild<QPushButton*>(QString::fromLatin1(name))->click();
            auto* files = editor->findChild<QFileDialog*>();
            QVERIFY(files && files->isVisible());
            QCOMPARE(files->directory().absolutePath(), folder.path());
            files->reject();
            QVERIFY(segue.eventually([&] { return !editor->findChild<QFileDialog*>(); }));
        }
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

private:
    static QComboBox* preset(TestStudio& segue) {
        return segue.studio().drumMap().dialog()->findChild<QComboBox*>(QStringLiteral("drumMapPreset"));
    }
    static QString failure(TestStudio& segue) {
        return segue.studio().drumMap().dialog()->findChild<QLabel*>(QStringLiteral("drumMapFailure"))->text();
    }
};

QTEST_MAIN(TestDrumMapController)
#include "tst_DrumMapController.moc"
