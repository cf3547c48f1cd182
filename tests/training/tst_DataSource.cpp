#include "training/DataSource.h"

#include "core/files/MidiFile.h"
#include "core/files/NoteSequenceRecords.h"
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
        const codec::GrooveCodec codec(std::get<architecture::GrooveCodecConfig>(test::tinyArchitecture().codec));
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

    void recordsOfAFolderGiveTheSameSets() {
        std::ofstream table(m_folder / "info.csv");
        table << "drummer,style,bpm,beat_type,time_signature,midi_filename,split\n";
        for (int song = 0; song < 20; ++song) {
            const std::string name = "song" + std::to_string(song) + ".mid";
            writeSong(name);
            if (song % 3 != 0) // the others are split by their names
                table << "drummer1,funk/groove,90,beat,4-4," << name << ',' << (song % 2 == 0 ? "train" : "test")
                      << '\n';
        }
        table.close();
        const auto collection = files::readMusicCollection(m_folder);
        QVERIFY(collection);
        auto writer = files::NoteSequenceWriter::create(m_folder / "set.tfrecord");
        QVERIFY(writer);
        for (const files::CollectedSequence& song : collection->sequences)
            QVERIFY(writer->write(files::recordOf(song, song.info.file)));
        QVERIFY(writer->commit());

        const auto codec = test::tinyArchitecture().codec;
        const auto fromFolder = loadDataSets({m_folder}, codec);
        const auto fromRecords = loadDataSets({m_folder / "set.tfrecord"}, codec);
        QVERIFY(fromFolder && fromRecords);
        for (const auto set : {&DataSets::train, &DataSets::validation, &DataSets::test}) {
            QVERIFY(((*fromFolder).*set).songs() == ((*fromRecords).*set).songs());
            QVERIFY(((*fromFolder).*set).windows() == ((*fromRecords).*set).windows());
        }
        QVERIFY(!fromFolder->test.songs().empty());
        QVERIFY(fromFolder->facts() == fromRecords->facts());
        const auto again = files::readMusicCollection(m_folder / "set.tfrecord");
        QVERIFY(again);
        for (std::size_t i = 0; i < collection->sequences.size(); ++i)
            QVERIFY(again->sequences.at(i).info == collection->sequences[i].info);
    }

    void mendedFilesAreTold() {
        writeSong("whole.mid");
        std::filesystem::copy(m_folder / "whole.mid", m_folder / "cut.mid");
        const auto records = files::readMusicCollection(m_folder);
        auto writer = files::NoteSequenceWriter::create(m_folder / "set.tfrecord");
        QVERIFY(records && writer);
        for (const files::CollectedSequence& song : records->sequences)
            QVERIFY(writer->write(files::recordOf(song, "")));
        QVERIFY(writer->commit());
        std::filesystem::resize_file(m_folder / "set.tfrecord",
                                     std::filesystem::file_size(m_folder / "set.tfrecord") - 1);
        const auto sets = loadDataSets({m_folder / "set.tfrecord"}, test::tinyArchitecture().codec);
        QVERIFY(sets);
        QCOMPARE(sets->repaired.size(), std::size_t{1});
        QCOMPARE(sets->repaired[0].file, std::string("cut.mid"));
        QVERIFY(sets->repaired[0].repairs.at(0).what.find("set.tfrecord breaks off") != std::string::npos);
        QCOMPARE(sets->facts().at("repaired_files").get<int>(), 1);
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

    void melodiesAreReadByTheRulesThatAreAskedFor() {
        Random random(3);
        for (int song = 0; song < 8; ++song)
            QVERIFY(files::writeMidiFile(m_folder / ("melody" + std::to_string(song) + ".mid"),
                                         test::drawMelody(random, 4)));
        writeSong("drums.mid");
        const auto codec = test::tinyMelodyArchitecture().codec;
        const auto ours = loadDataSets({m_folder}, codec);
        const auto magentas = loadDataSets({m_folder}, codec, {}, codec::Rules::Magenta);
        QVERIFY(ours && magentas);
        for (const auto* sets : {&*ours, &*magentas}) {
            QCOMPARE(sets->train.songs().size() + sets->validation.songs().size() + sets->test.songs().size(),
                     std::size_t{8});
            QCOMPARE(sets->refused.size(), std::size_t{1});
            QVERIFY(sets->refused[0].error.code() == ErrorCode::NoMusic);
        }
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
