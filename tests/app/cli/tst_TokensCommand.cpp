#include "app/cli/TokensCommand.h"

#include "core/architecture/Architecture.h"
#include "core/files/DrumMapFile.h"
#include "core/files/NoteSequenceRecords.h"
#include "tests/app/cli/CliFolder.h"

#include <QTest>

#include <algorithm>

using namespace segue;
using nlohmann::json;
using test::runCli;

namespace {

/// A scale of quarter notes from C up, two bars for every eight of them, with a chord for every bar.
music::NoteSequence scale(int notes) {
    music::NoteSequence piece;
    piece.tempos = {{Seconds(0), Bpm(120)}};
    static constexpr std::array kMajor{0, 2, 4, 5, 7, 9, 11, 12};
    for (int at = 0; at < notes; ++at)
        piece.notes.push_back({MidiPitch(static_cast<std::uint8_t>(60 + kMajor.at(static_cast<std::size_t>(at % 8)))),
                               Velocity(80), Seconds(at * 0.5), Seconds(at * 0.5 + 0.5), 0, 0, false});
    return piece;
}

} // namespace

class TestTokensCommand : public QObject {
    Q_OBJECT

    test::CliFolder m_folder;

    std::string writeScale(const std::string& name, int notes) const {
        if (!files::writeMidiFile(m_folder.path(name), scale(notes)))
            throw std::runtime_error("no MIDI file could be written");
        return m_folder.path(name);
    }

    /// The document that `tokens` writes. Fails the test, and is empty, if it does not exit with 0.
    json tokens(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "tokens");
        arguments.insert(arguments.end(), {"--output", m_folder.path("tokens.json")});
        const auto result = runCli(arguments);
        return result.exitCode == 0 ? m_folder.readJson("tokens.json") : json(result.errors);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aMelodyBecomesClasses() {
        const json document = tokens({writeScale("scale.mid", 8), "--config", "cat-mel_2bar_small"});
        QVERIFY2(document.is_object(), document.dump().c_str());
        QCOMPARE(document["tokens"].size(), std::size_t{1});
        const json& steps = document["tokens"][0];
        QCOMPARE(steps.size(), std::size_t{32});
        for (std::size_t step = 0; step < 32; ++step)
            QCOMPARE(steps[step] != 0, step % 4 == 0);
        QVERIFY(steps[0] == 2 + 60 - 21);
        QVERIFY(steps[28] == 2 + 72 - 21);
        QVERIFY(document["windows"] ==
                json({{{"file", m_folder.path("scale.mid")}, {"track", 0}, {"bar", 0}, {"padded", false}}}));
        QVERIFY(document["report"]["notes"] == 8);
        QVERIFY(document["codec"]["type"] == "melody");
        QVERIFY(!document.contains("controls"));
    }

    void chordsAreControls() {
        const json document = tokens({writeScale("scale.mid", 8), "--config", "cat-mel_2bar_med_chords"});
        QVERIFY2(document.is_object(), document.dump().c_str());
        QCOMPARE(document["controls"].size(), document["tokens"].size());
        QCOMPARE(document["controls"][0].size(), std::size_t{32});
        for (const json& step : document["controls"][0]) {
            QCOMPARE(step.size(), std::size_t{49});
            QCOMPARE(std::count(step.begin(), step.end(), json(1)), std::ptrdiff_t{1});
        }
    }

    void chordsOfAScoreAreUsed() {
        const auto measure = [](int number, const std::string& root, const std::string& kind) {
            return "<measure number='" + std::to_string(number) +
                   "'><attributes><divisions>1</divisions></attributes><harmony><root><root-step>" + root +
                   "</root-step></root><kind>" + kind +
                   "</kind></harmony><note><pitch><step>E</step><octave>5</octave></pitch><duration>4</duration></note>"
                   "</measure>";
        };
        const auto file = m_folder.writeText(
            "lead.musicxml", "<score-partwise><part-list><score-part id='P1'/></part-list><part id='P1'>" +
                                 measure(1, "C", "major-seventh") + measure(2, "A", "minor") +
                                 "</part></score-partwise>");
        const json document = tokens({file, "--config", "cat-mel_2bar_med_chords"});
        QVERIFY2(document.is_object(), document.dump().c_str());
        QVERIFY(document["controls"][0][0][1] == 1);
        QVERIFY(document["controls"][0][31][22] == 1);
    }

    void anotherKitIsReadWithItsMap() {
        music::NoteSequence kit; // pitch 3 is a snare on this one
        for (int beat = 0; beat < 8; ++beat)
            kit.notes.push_back(
                {MidiPitch(3), Velocity(90), Seconds(beat * 0.5), Seconds(beat * 0.5 + 0.1), 9, 0, true});
        const std::string file = m_folder.path("kit.mid");
        QVERIFY(files::writeMidiFile(file, kit));
        auto map = music::rolandDrumMap();
        map.classes[1].pitches.push_back(MidiPitch(3));
        const std::string mapFile = m_folder.path("kit.json");
        QVERIFY(files::writeDrumMapFile(mapFile, map));
        QVERIFY(!tokens({file, "--config", "groovae_2bar"}).is_object() ||
                tokens({file, "--config", "groovae_2bar"})["hits"].empty());
        const json document = tokens({file, "--config", "groovae_2bar", "--drum-map", mapFile});
        QVERIFY2(document.is_object(), document.dump().c_str());
        QVERIFY(document["hits"][0][4][1] == 1);
    }

    void rulesDiffer() {
        const auto file = writeScale("short.mid", 4); // one bar, less than a window
        const json ours = tokens({file, "--config", "cat-mel_2bar_small"});
        QCOMPARE(ours["tokens"].size(), std::size_t{1});
        QVERIFY(ours["windows"][0]["padded"] == true);
        const json magentas = tokens({file, "--config", "cat-mel_2bar_small", "--rules", "magenta"});
        QCOMPARE(magentas["tokens"].size(), std::size_t{0});
        QVERIFY2(magentas["report"]["drops"]["too-short"] == 1, magentas.dump().c_str());
    }

    void thePhaseOfAPieceIsToldAndMayBeKept() {
        music::NoteSequence late = scale(64);
        for (music::Note& note : late.notes) {
            note.start += Seconds(0.04); // a third of a sixteenth
            note.end += Seconds(0.04);
        }
        QVERIFY(files::writeMidiFile(m_folder.path("late.mid"), late));
        const json moved = tokens({m_folder.path("late.mid"), "--config", "cat-mel_2bar_small"});
        QVERIFY2(moved["report"]["phase"]["removed"] == true, moved["report"].dump().c_str());
        QVERIFY(std::abs(moved["report"]["phase"]["steps"].get<double>() - 0.32) < 0.02); // ticks
        const json kept = tokens({m_folder.path("late.mid"), "--config", "cat-mel_2bar_small", "--keep-phase"});
        QVERIFY2(!kept["report"].contains("phase") || kept["report"]["phase"]["removed"] == false,
                 kept["report"].dump().c_str());
    }

    void groovesAreThirds() {
        const json document = tokens({m_folder.writeGroove("groove.mid", 4, 1), "--config", "groovae_2bar"});
        QVERIFY2(document.is_object(), document.dump().c_str());
        QCOMPARE(document["hits"].size(), document["windows"].size());
        QVERIFY(document["windows"].size() >= 2);
        QVERIFY(document["windows"][0]["track"].is_null());
        QCOMPARE(document["hits"][0].size(), std::size_t{32});
        QCOMPARE(document["velocities"][0][0].size(), std::size_t{9});
        QCOMPARE(document["offsets"][0].size(), std::size_t{32});
    }

    void inputsAreWhatTheEncoderHears() {
        const auto file = m_folder.writeGroove("groove.mid", 2, 1);
        const json document = tokens({file, "--config", "groovae_2bar_humanize", "--inputs"});
        QVERIFY2(document.is_object(), document.dump().c_str());
        const json& first = document["inputs"][0][0];
        QCOMPARE(first.size(), std::size_t{27});
        QVERIFY(first[0] == 1);
        QVERIFY(first[9] == 0);
        QVERIFY(document["velocities"][0][0][0] != 0);
    }

    void everyConfigurationComesBackAsMidi_data() {
        QTest::addColumn<QString>("config");
        std::vector<architecture::CodecConfig> seen; // many networks share a codec
        for (const architecture::Architecture& configuration : architecture::namedConfigurations()) {
            if (std::ranges::find(seen, configuration.codec) != seen.end())
                continue;
            seen.push_back(configuration.codec);
            QTest::newRow(configuration.name.c_str()) << QString::fromStdString(configuration.name);
        }
    }
    void everyConfigurationComesBackAsMidi() {
        QFETCH(QString, config);
        music::NoteSequence piece = scale(64);
        for (music::Note note : scale(64).notes) {
            note.instrument = 1;
            note.program = 33;
            note.pitch = MidiPitch(static_cast<std::uint8_t>(note.pitch.value - 24));
            piece.notes.push_back(note);
            note.instrument = 2;
            note.isDrum = true;
            note.pitch = MidiPitch(36);
            piece.notes.push_back(note);
        }
        piece.sortNotes();
        QVERIFY(files::writeMidiFile(m_folder.path("band.mid"), piece));
        const json document = tokens({m_folder.path("band.mid"), "--config", config.toStdString()});
        QVERIFY2(document.is_object(), document.dump().c_str());
        const auto folder = m_folder.path("midi-" + config.toStdString());
        const auto decoded =
            runCli({"tokens", "--decode", m_folder.path("tokens.json"), "--output-dir", folder, "--json"});
        QVERIFY2(decoded.exitCode == 0, decoded.errors.c_str());
        const json report = decoded.json();
        QCOMPARE(report["outputs"].size(), document["windows"].size());
        QVERIFY(!report["outputs"].empty());
        QVERIFY(report["outputs"][0]["notes"] > 0);
        QVERIFY(files::readMidiFile(report["outputs"][0]["file"].get<std::string>()));
    }

    void aTfRecordGivesAllItsSongs() {
        auto writer = files::NoteSequenceWriter::create(m_folder.path("songs.tfrecord"));
        QVERIFY(writer);
        for (const char* name : {"a.mid", "b.mid"}) {
            files::NoteSequenceRecord record;
            record.file = name;
            record.sequence = scale(8);
            QVERIFY(writer->write(record));
        }
        QVERIFY(writer->commit());
        const json document = tokens({m_folder.path("songs.tfrecord"), "--config", "cat-mel_2bar_small"});
        QVERIFY2(document.is_object(), document.dump().c_str());
        QCOMPARE(document["tokens"].size(), std::size_t{2});
        QVERIFY(document["windows"][1]["file"] == "b.mid");
        QVERIFY(document["report"]["notes"] == 16);
        QVERIFY(document["files"][0]["windows"] == 1);
    }

    void aConfigurationMayBeAFile() {
        json codec = architecture::toJson(architecture::MelodyCodecConfig{.bars = 1});
        m_folder.writeText("codec.json", codec.dump());
        m_folder.writeText("model.json", json{{"codec", codec}}.dump());
        const auto file = writeScale("scale.mid", 8);
        for (const char* name : {"codec.json", "model.json"}) {
            const json document = tokens({file, "--config", m_folder.path(name)});
            QVERIFY2(document.is_object(), document.dump().c_str());
            QCOMPARE(document["tokens"][0].size(), std::size_t{16});
        }
    }

    void withoutAFileTheyArePrinted() {
        const auto file = writeScale("scale.mid", 8);
        const auto result = runCli({"tokens", file, "--config", "cat-mel_2bar_small", "--json"});
        QCOMPARE(result.exitCode, 0);
        QCOMPARE(result.json()["tokens"].size(), std::size_t{1});
    }

    void whatGivesNothingIsToldAndTheRestIsKept() {
        const auto drums = m_folder.writeGroove("drums.mid", 2, 1);
        const auto file = writeScale("scale.mid", 8);
        const auto alone = runCli({"tokens", drums, "--config", "cat-mel_2bar_small"});
        QCOMPARE(alone.exitCode, 1);
        QVERIFY2(alone.errors.find("drums.mid") != std::string::npos, alone.errors.c_str());
        const auto output = m_folder.path("some.json");
        const auto both = runCli({"tokens", drums, file, "--config", "cat-mel_2bar_small", "--output", output});
        QCOMPARE(both.exitCode, 1);
        QCOMPARE(m_folder.readJson("some.json")["tokens"].size(), std::size_t{1});
    }

    void faultsAreNamed_data() {
        QTest::addColumn<QByteArrayList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* name, const QByteArrayList& arguments, int exitCode, const char* said) {
            QTest::newRow(name) << arguments << exitCode << QByteArray(said);
        };
        row("no configuration", {"no.mid"}, 2, "--config");
        row("unknown configuration", {"no.mid", "--config", "cat-dog"}, 1, "cat-mel_2bar_small");
        row("no file", {"no.mid", "--config", "groovae_2bar"}, 1, "no.mid");
        row("nothing to do", {"--config", "groovae_2bar"}, 2, "--decode");
        row("no folder", {"--decode", "no.json"}, 2, "--output-dir");
        row("no tokens", {"--decode", "no.json", "--output-dir", "x"}, 1, "no.json");
        row("unknown rules", {"no.mid", "--config", "groovae_2bar", "--rules", "mine"}, 2, "--rules");
    }
    void faultsAreNamed() {
        QFETCH(QByteArrayList, arguments);
        QFETCH(int, exitCode);
        QFETCH(QByteArray, said);
        std::vector<std::string> all{"tokens"};
        for (const QByteArray& argument : arguments)
            all.push_back(argument.toStdString());
        const auto result = runCli(all);
        QCOMPARE(result.exitCode, exitCode);
        QVERIFY2(result.errors.find(said.toStdString()) != std::string::npos, result.errors.c_str());
    }

    void tokensWithoutACodecNeedAConfiguration() {
        const auto file = m_folder.writeText("bare.json", R"({"tokens": [[41, 0, 0, 1]]})");
        const auto folder = m_folder.path("bare");
        const auto without = runCli({"tokens", "--decode", file, "--output-dir", folder});
        QCOMPARE(without.exitCode, 1);
        QVERIFY(without.errors.find("--config") != std::string::npos);
        const auto with = runCli(
            {"tokens", "--decode", file, "--output-dir", folder, "--config", "cat-mel_2bar_small", "--bpm", "60"});
        QVERIFY2(with.exitCode == 0, with.errors.c_str());
        const auto piece = files::readMidiFile(folder + "/tokens-001-of-001.mid");
        QCOMPARE(piece->notes.size(), std::size_t{1});
        QCOMPARE(piece->notes.front().end, Seconds(0.75));
    }
};

QTEST_APPLESS_MAIN(TestTokensCommand)
#include "tst_TokensCommand.moc"
