#include "app/cli/ConvertCommand.h"

#include "tests/app/cli/RunCli.h"

#include "core/files/MidiFile.h"
#include "core/files/MusicCollection.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace segue;
using namespace segue::files;

namespace fs = std::filesystem;

namespace {

music::NoteSequence song(int numerator) {
    music::NoteSequence sequence;
    sequence.tempos = {{Seconds(0), Bpm(96)}};
    sequence.timeSignatures = {{Seconds(0), numerator, 4}};
    sequence.notes = {{MidiPitch(36), Velocity(100), Seconds(0), Seconds(0.5), 0, 0, true}};
    return sequence;
}

} // namespace

class TestConvertCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_temporary = std::make_unique<QTemporaryDir>();
        m_input = fs::path(m_temporary->path().toStdString()) / "set";
        m_output = fs::path(m_temporary->path().toStdString()) / "out.tfrecord";
        fs::create_directories(m_input / "deep");
        QVERIFY(writeMidiFile(m_input / "a.mid", song(4)));
        QVERIFY(writeMidiFile(m_input / "b.mid", song(3)));
        QVERIFY(writeMidiFile(m_input / "deep" / "c.mid", song(4)));
    }

    void magentasCommandLineWorks() {
        const auto run = test::runCli({"convert_dir_to_note_sequences", "--input_dir=" + m_input.string(),
                                       "--output_file=" + m_output.string(), "--recursive", "--log=INFO"});
        QVERIFY2(run.exitCode == 0, run.errors.c_str());
        QVERIFY(songs() == (std::vector<std::string>{"a.mid", "b.mid", "deep/c.mid"}));
        QVERIFY(run.out.find("Wrote 3 songs") != std::string::npos);
    }

    void foldersInsideAreLeftAloneUnlessAskedFor() {
        QCOMPARE(convert({}).exitCode, 0);
        QVERIFY(songs() == (std::vector<std::string>{"a.mid", "b.mid"}));
    }

    void filtersChoose_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QStringList>("chosen");
        const auto row = [](const char* option, const QStringList& chosen) {
            QTest::newRow(option) << QString::fromLatin1(option).split(u' ') << chosen;
        };
        row("--beat-type=fill", {QStringLiteral("a.mid"), QStringLiteral("deep/c.mid")});
        row("--beat-type=beat", {QStringLiteral("b.mid")});
        row("--time-signature=4/4", {QStringLiteral("a.mid"), QStringLiteral("deep/c.mid")});
        row("--time-signature=3-4", {QStringLiteral("b.mid")});
        row("--split=test", {QStringLiteral("a.mid"), QStringLiteral("b.mid")});
        row("--split=validation", {QStringLiteral("deep/c.mid")});
        row("--split=test --time-signature=4/4", {QStringLiteral("a.mid")});
    }
    void filtersChoose() {
        QFETCH(QStringList, options);
        QFETCH(QStringList, chosen);
        putTable();
        std::vector<std::string> arguments{"--recursive", "--json"};
        for (const QString& option : options)
            arguments.push_back(option.toStdString());
        const auto run = convert(arguments);
        QVERIFY2(run.exitCode == 0, run.errors.c_str());
        std::vector<std::string> expected;
        for (const QString& file : chosen)
            expected.push_back(file.toStdString());
        QVERIFY(songs() == expected);
        QCOMPARE(run.json()["written"].get<int>(), static_cast<int>(expected.size()));
        QCOMPARE(run.json()["left_out"].get<int>(), 3 - static_cast<int>(expected.size()));
    }

    void piecesThatChangeTheirMeterAreNotInIt() {
        music::NoteSequence both = song(4);
        both.timeSignatures.push_back({Seconds(5), 3, 4});
        QVERIFY(writeMidiFile(m_input / "both.mid", both));
        QCOMPARE(convert({"--time-signature=4/4"}).exitCode, 0);
        QVERIFY(songs() == (std::vector<std::string>{"a.mid"}));
    }

    void whatCannotBeMeantIsRefused_data() {
        QTest::addColumn<QString>("option");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("says");
        QTest::newRow("beat type without a table") << "--beat-type=beat" << 1 << "info.csv";
        QTest::newRow("unknown beat type") << "--beat-type=intro" << 2 << "--beat-type";
        QTest::newRow("unknown configuration") << "--config=groovae" << 1 << "groovae_2bar_humanize";
        QTest::newRow("report that cannot be written") << "--report=/no/such/folder/x" << 1 << "/no/such/folder/x";
        QTest::newRow("meter in words") << "--time-signature=waltz" << 1 << "--time-signature=waltz";
        QTest::newRow("half a meter") << "--time-signature=4/" << 1 << "write it like 4/4";
        QTest::newRow("meter that no song has") << "--time-signature=11/8" << 1 << "none of the 2 songs";
        QTest::newRow("unknown split") << "--split=some" << 2 << "--split";
        QTest::newRow("unknown option") << "--quickly" << 2 << "--quickly";
    }
    void whatCannotBeMeantIsRefused() {
        QFETCH(QString, option);
        QFETCH(int, exitCode);
        QFETCH(QString, says);
        const auto run = convert({option.toStdString()});
        QCOMPARE(run.exitCode, exitCode);
        QVERIFY2(QString::fromStdString(run.errors).contains(says), run.errors.c_str());
        QVERIFY(!fs::exists(m_output));
        QCOMPARE(std::distance(fs::directory_iterator(m_output.parent_path()), {}), 1);
    }

    void refusedFilesAreReportedAndTheOthersWritten() {
        std::ofstream(m_input / "broken.mid") << "MThd";
        std::ofstream(m_input / "page.xml") << "<html/>"; // holds no music and is no failure
        const auto json = convert({"--json", "--skip-refused"}).json();
        QVERIFY(songs() == (std::vector<std::string>{"a.mid", "b.mid"}));
        QCOMPARE(json["ok"].get<bool>(), true);
        QCOMPARE(json["refused_files"].get<int>(), 2);
        QCOMPARE(json["refused"].size(), std::size_t{2});
        QCOMPARE(json["refused"][0]["file"].get<std::string>(), std::string("broken.mid"));
        QCOMPARE(json["refused"][0]["code"].get<std::string>(), std::string("malformed"));
        const auto run = convert({});
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.out.find("Refused:\n  broken.mid: ") != std::string::npos, run.out.c_str());
        QVERIFY2(run.errors.find("1 of the files") != std::string::npos, run.errors.c_str());
        QVERIFY(songs() == (std::vector<std::string>{"a.mid", "b.mid"}));
        fs::remove(m_input / "a.mid");
        fs::remove(m_input / "b.mid");
        fs::remove(m_output);
        const auto nothing = convert({});
        QCOMPARE(nothing.exitCode, 1);
        QVERIFY(nothing.errors.find("None of the 2 files") != std::string::npos);
        QVERIFY(!fs::exists(m_output));
    }

    void theReportTellsOfEveryFile() {
        std::ofstream(m_input / "broken.mid") << "MThd";
        const fs::path path = m_output.string() + ".json";
        QCOMPARE(
            convert({"--recursive", "--report=" + path.string(), "--config=groovae_2bar_humanize", "--skip-refused"})
                .exitCode,
            0);
        std::ifstream file(path);
        const auto json = nlohmann::json::parse(file);
        QCOMPARE(json["files"].size(), std::size_t{4});
        QCOMPARE(json["files"][0]["file"].get<std::string>(), std::string("a.mid"));
        QCOMPARE(json["files"][0]["windows"]["count"].get<int>(), 1);
        QCOMPARE(json["files"][1]["windows"]["count"].get<int>(), 0); // it is in 3/4
        QVERIFY(!json["files"][1]["windows"]["why"].get<std::string>().empty());
        QCOMPARE(json["files"][2]["outcome"].get<std::string>(), std::string("refused"));
        QCOMPARE(json["files"][3]["duplicate_of"].get<std::string>(), std::string("a.mid"));
        QCOMPARE(json["totals"]["windows"].get<int>(), 2);
        QCOMPARE(json["totals"]["files_without_windows"].get<int>(), 1);
    }

    void theTableTellsOfDuplicatesAndWindows() {
        const auto kept = convert({"--recursive", "--config=groovae_2bar_humanize"});
        QVERIFY2(kept.out.find("duplicates           1   the same music") != std::string::npos, kept.out.c_str());
        QVERIFY2(kept.out.find("windows              2   for groovae_2bar_humanize; 1 files have none") !=
                     std::string::npos,
                 kept.out.c_str());
        QVERIFY(songs().size() == 3);
        QCOMPARE(convert({"--recursive", "--duplicates=drop"}).exitCode, 0);
        QVERIFY(songs() == (std::vector<std::string>{"a.mid", "b.mid"}));
    }

    void foldersByPositionAreReadWithAllInThem() {
        const auto run = test::runCli({"convert", m_input.string(), (m_input / "a.mid").string(),
                                       "--output-file=" + m_output.string(), "--shards=2", "--jobs=3", "--json"});
        QVERIFY2(run.exitCode == 0, run.errors.c_str());
        QCOMPARE(run.json()["written"].get<int>(), 4);
        QCOMPARE(run.json()["output"].size(), std::size_t{2});
        QVERIFY(fs::exists(m_output.string() + "-00001-of-00002"));
    }

    void shardsThatAreNoneAreRefused() {
        for (const char* shard : {"2/2", "-1/2", "1", "1/", "a/b", "0/0", "0/2x", "0/100000"})
            QVERIFY(convert({std::string("--shard=") + shard}).errors.find("of 16 they are 0/16") != std::string::npos);
        QCOMPARE(convert({"--shard=0/2", "--shards=2"}).exitCode, 2);
        QCOMPARE(convert({"--shard=1/2"}).exitCode, 0);
        QVERIFY(fs::exists(m_output.string() + "-00001-of-00002"));
        QVERIFY(!fs::exists(m_output.string() + "-00000-of-00002"));
    }

    void aPartMayBeEmpty() {
        QCOMPARE(convert({"--shard=0/2", "--time-signature=11/8"}).exitCode, 0);
        QCOMPARE(fs::file_size(m_output.string() + "-00000-of-00002"), std::uintmax_t{0});
    }

    void anotherTasksRestAreKeptUnlessBegunAnew() {
        fs::create_directory(m_output.string() + ".unfinished");
        std::ofstream(m_output.string() + ".unfinished/state.json")
            << "{\"format\": 1, \"task\": {\"split\": \"test\"}, \"songs\": 0, \"journal\": 0, \"parts\": []}";
        const auto run = convert({});
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.errors.find("--restart") != std::string::npos, run.errors.c_str());
        QCOMPARE(convert({"--restart"}).exitCode, 0);
        QVERIFY(!fs::exists(m_output.string() + ".unfinished"));
    }

    void missingFolderAndUnwritableFileSayWhy() {
        const auto missing = test::runCli(
            {"convert", "--input-dir=" + (m_input / "none").string(), "--output-file=" + m_output.string()});
        QCOMPARE(missing.exitCode, 1);
        QVERIFY(missing.errors.find((m_input / "none").string()) != std::string::npos);
        const auto unwritable = test::runCli(
            {"convert", "--input-dir=" + m_input.string(), "--output-file=" + (m_input / "none" / "x").string()});
        QCOMPARE(unwritable.exitCode, 1);
        QVERIFY(unwritable.errors.find("Cannot write") != std::string::npos);
        fs::create_directory(m_input / "empty");
        const auto empty = test::runCli(
            {"convert", "--input-dir=" + (m_input / "empty").string(), "--output-file=" + m_output.string()});
        QVERIFY(empty.errors.find(".mid, .midi, .kar, .rmi") != std::string::npos);
    }

private:
    [[nodiscard]] test::CliRun convert(const std::vector<std::string>& more) const {
        std::vector<std::string> arguments{"convert", "--input-dir=" + m_input.string(),
                                           "--output-file=" + m_output.string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return test::runCli(arguments);
    }
    [[nodiscard]] std::vector<std::string> songs() const {
        std::vector<std::string> names;
        if (const auto collection = readMusicCollection(m_output))
            for (const CollectedSequence& each : collection->sequences)
                names.push_back(each.info.file);
        return names;
    }
    void putTable() const {
        std::ofstream(m_input / "info.csv") << "midi_filename,beat_type,split\n"
                                               "a.mid,fill,test\nb.mid,beat,test\ndeep/c.mid,fill,validation\n";
    }

    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_input;
    fs::path m_output;
};

QTEST_APPLESS_MAIN(TestConvertCommand)
#include "tst_ConvertCommand.moc"
