#include "app/cli/MidiFolder.h"

#include "core/files/MidiFile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::cli;

class TestMidiFolder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void piecesAreNumbered() {
        QTemporaryDir folder;
        const std::filesystem::path path(folder.path().toStdString());
        music::NoteSequence piece;
        piece.notes = {{MidiPitch(60), Velocity(80), Seconds(0), Seconds(1), 0, 0, false}};
        const auto paths = writeMidiFolder({piece, piece, {}}, path / "new" / "deep", "song");
        QVERIFY(paths);
        QCOMPARE(paths->size(), std::size_t{3});
        QVERIFY(paths->at(1) == path / "new" / "deep" / "song-002-of-003.mid");
        QCOMPARE(files::readMidiFile(paths->at(1))->notes.size(), std::size_t{1});
    }

    void aFolderThatCannotBeIsNamed() {
        QTemporaryDir folder;
        const std::filesystem::path path(folder.path().toStdString());
        QFile file(folder.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto paths = writeMidiFolder({{}}, path / "file", "song");
        QVERIFY(!paths);
        QVERIFY(paths.error().message().find("file") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestMidiFolder)
#include "tst_MidiFolder.moc"
