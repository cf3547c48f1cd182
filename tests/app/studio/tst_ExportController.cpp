#include "tests/app/support/TestStudio.h"

#include <QDir>
#include <QFileInfo>

using namespace segue;
using test::TestStudio;
using Which = widgets::Anchor;

namespace {

/// The first window of a MIDI file, as a codec of the small model reads it.
music::DrumPattern patternOf(const QString& path) {
    const auto notes = files::readMidiFile(path.toStdString());
    const auto windows = notes ? codec::GrooveCodec({}).extract(*notes) : fail(notes.error());
    return windows ? windows->windows.front().pattern : music::DrumPattern();
}

bool sameHits(const music::DrumPattern& a, const music::Pattern& b) {
    return music::hitPattern(a) == music::hitPattern(std::get<music::DrumPattern>(b));
}

} // namespace

class TestExportController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void whatIsExportedIsWhatSounds() {
        TestStudio segue;
        QVERIFY(segue.start());
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("groove.mid"));
        segue.studio().exporter().exportCurrentTo(path);
        QVERIFY(sameHits(patternOf(path), segue.pattern()));
        QCOMPARE(segue.studio().document().session().folders.exported, folder.path().toStdString());
    }

    void theMorphIsExportedStepByStep() {
        TestStudio segue;
        QVERIFY(segue.start());
        segue.studio().anchors().open(Which::A, QString::fromStdString(segue.assets().example("first.mid").string()));
        segue.studio().anchors().open(Which::B, QString::fromStdString(segue.assets().example("second.mid").string()));
        QVERIFY(segue.eventually([&] { return segue.studio().morphController().strip().size() == 8; }));
        QTemporaryDir folder;
        segue.studio().exporter().exportMorphTo(folder.filePath(QStringLiteral("new")));
        const QDir made(folder.filePath(QStringLiteral("new")));
        const QStringList names = made.entryList({QStringLiteral("*.mid")}, QDir::Files, QDir::Name);
        QCOMPARE(names.size(), 8);
        for (int step = 0; step < 8; ++step)
            QVERIFY(sameHits(patternOf(made.filePath(names[step])),
                             segue.studio().morphController().strip()[static_cast<std::size_t>(step)]));
    }

    void aFileToDragOutIsThere() {
        TestStudio segue;
        QVERIFY(segue.start());
        const QString path = segue.studio().exporter().currentAsFile();
        QVERIFY(QFileInfo(path).fileName().endsWith(QStringLiteral("bpm.mid")));
        QVERIFY(sameHits(patternOf(path), segue.pattern()));
        segue.close();
        QVERIFY(!QFileInfo::exists(path));
    }

    void theNameTellsStyleAndTempo() {
        TestStudio segue;
        QVERIFY(segue.start());
        Q_EMIT segue.window().transport().tempoChangeRequested(Bpm(102));
        Q_EMIT segue.window().map().puckMoveRequested(segue.placeOf(1));
        QCOMPARE(segue.studio().exporter().currentName(), QStringLiteral("jazz-groove 102bpm.mid"));
    }

    void aFolderThatCannotBeWrittenIsSaid() {
        TestStudio segue;
        QVERIFY(segue.start());
        QSignalSpy failures(&segue.studio().exporter(), &studio::ExportController::failed);
        segue.studio().exporter().exportCurrentTo(QStringLiteral("/proc/groove.mid"));
        QCOMPARE(failures.size(), 1);
        QVERIFY(failures.front().front().toString().contains(QStringLiteral("/proc/groove.mid")));
    }
};

QTEST_MAIN(TestExportController)
#include "tst_ExportController.moc"
