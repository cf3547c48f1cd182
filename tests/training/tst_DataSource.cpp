#include "training/DataSource.h"

#include "core/files/MidiFile.h"
#include "tests/training/SyntheticMusic.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace segue;
using namespace segue::training;

class TestDataSource : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;
    std::filesystem::path m_folder;

    void writeSong(const std::string& name, bool drums = true) const {
        Random random(std::hash<std::string>()(name));
        const codec::GrooveCodec codec(test::tinyArchitecture().codec);
        auto notes = codec.toNotes(test::drawBeat(random, 2), Bpm(100.0));
        if (!drums)
            for (auto& note : notes.notes) {
                note.isDrum = false;
                note.pitch = MidiPitch(100);
            }
        QVERIFY(files::writeMidiFile(m_folder / name, notes));
    }

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_folder = std::filesystem::path(m_temporary.path().toStdString()) / QTest::currentTestFunction();
        std::filesystem::create_directory(m_folder);
    }

    void songsAreSplitAndFilesThatAreOfNoUseAreTold() {
        for (int song = 0; song < 20; ++song)
            writeSong("song" + std::to_string(song) + ".mid");
        writeSong("piano.mid", false);
        std::ofstream(m_folder / "broken.mid") << "MThd";
        const auto sets = loadDataSets({m_folder}, test::tinyArchitecture().codec);
        QVERIFY(sets);
        QCOMPARE(sets->train.songs().size() + sets->validation.songs().size() + sets->test.songs().size(),
                 std::size_t{20});
        QVERIFY(sets->train.songs().size() > sets->validation.songs().size());
        QVERIFY(sets->validation.size() > 0);
        QCOMPARE(sets->refused.size(), std::size_t{2});
        QCOMPARE(sets->facts().at("train").at("windows").get<int>(), sets->train.size());
        QCOMPARE(sets->facts().at("refused_files").get<int>(), 2);
    }

    void missingFolderIsNotFound() {
        const auto sets = loadDataSets({m_folder / "nowhere"}, test::tinyArchitecture().codec);
        QVERIFY(!sets);
        QVERIFY(sets.error().code() == ErrorCode::NotFound);
    }

    void folderWithoutMidiHasNoMusic() {
        std::ofstream(m_folder / "notes.txt") << "la la la";
        const auto sets = loadDataSets({m_folder}, test::tinyArchitecture().codec);
        QVERIFY(!sets);
        QVERIFY(sets.error().code() == ErrorCode::NoMusic);
    }

    void midiWithoutDrumsSaysWhy() {
        writeSong("piano.mid", false);
        const auto sets = loadDataSets({m_folder}, test::tinyArchitecture().codec);
        QVERIFY(!sets);
        QVERIFY(sets.error().code() == ErrorCode::NoMusic);
        QVERIFY(sets.error().message().find("drum") != std::string::npos);
    }

    void wholeGrooveSetGivesTheWindowsThatAreKnown() {
        const std::filesystem::path groove = std::filesystem::path(SEGUE_SHARED) / "data" / "groove";
        if (!std::filesystem::exists(groove / "info.csv"))
            QSKIP("the Groove MIDI Dataset is not here");
        const auto sets = loadDataSets({groove}, test::tinyArchitecture().codec);
        QVERIFY(sets);
        QCOMPARE(sets->train.size(), 16940);
        QCOMPARE(sets->validation.size(), 2110);
        QCOMPARE(sets->test.size(), 2124);
    }
};

QTEST_APPLESS_MAIN(TestDataSource)
#include "tst_DataSource.moc"
