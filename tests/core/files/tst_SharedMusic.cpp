#include "core/files/MidiFile.h"

#include <QTest>

#include <filesystem>
#include <map>

using namespace segue;

/// Real music: three collections as their makers gave them away.
class TestSharedMusic : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyFileIsReadWithoutRefusal() {
        const std::filesystem::path folder = SEGUE_SHARED "/data";
        if (!std::filesystem::is_directory(folder / "pop909"))
            QSKIP("the Groove, POP909 and Nottingham collections are not here");
        int files = 0;
        std::map<std::string, std::size_t> repaired; // by file: how many kinds of repairs
        for (const char* const collection : {"groove", "pop909", "nottingham"})
            for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / collection)) {
                if (entry.path().extension() != ".mid")
                    continue;
                ++files;
                const auto music = files::recoverMidiFile(entry.path());
                QVERIFY2(music, music ? "" : music.error().text().c_str());
                QVERIFY2(!music->sequence.notes.empty(), entry.path().c_str());
                if (!music->repairs.empty())
                    repaired[entry.path().filename().string()] = music->repairs.size();
            }
        QCOMPARE(files, 3093);
        // One take has a note-off before its note-on, so that the note is never ended.
        QVERIFY(repaired == (std::map<std::string, std::size_t>{{"78_jazz-fast_290_beat_4-4.mid", 2}}));
    }
};

QTEST_APPLESS_MAIN(TestSharedMusic)
#include "tst_SharedMusic.moc"
