#include "app/cli/Cli.h"

#include "tests/app/cli/CliFolder.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace segue;
using test::runCli;

namespace {

/// The networks of a named configuration with few units; whatever its codec asks for stays.
architecture::Architecture fewUnits(architecture::Architecture architecture) {
    architecture.latentSize = 6;
    std::ranges::fill(architecture.encoder.sizes, 5);
    std::ranges::fill(architecture.decoder.sizes, 8);
    architecture.decoder.nadeHidden = 4;
    return architecture;
}

} // namespace

/// The commands with a model of every named configuration.
class TestEveryModel : public QObject {
    Q_OBJECT

    test::CliFolder m_folder;

    [[nodiscard]] std::string modelOf(const std::string& name) const {
        const std::string path = m_folder.path(name + ".safetensors");
        if (!std::filesystem::exists(path)) {
            const auto architecture = fewUnits(*architecture::namedConfiguration(name));
            if (!files::writeModelFile(path, test::randomModel(architecture, 11)))
                return {};
        }
        return path;
    }

    /// Runs a command on the model, with the hits that it has to be told.
    [[nodiscard]] test::CliRun run(const std::string& command, const std::string& name,
                                   const std::vector<std::string>& more) const {
        std::vector<std::string> arguments{command, "--model", modelOf(name), "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        if (name.find("hits_control") != std::string::npos && command != "project" && command != "encode")
            arguments.insert(arguments.end(), {"--hits", m_folder.path("hits.mid")});
        return runCli(arguments);
    }

    static void rows() {
        QTest::addColumn<QString>("name");
        for (const architecture::Architecture& configuration : architecture::namedConfigurations())
            QTest::newRow(configuration.name.c_str()) << QString::fromStdString(configuration.name);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void initTestCase() {
        m_folder.writeGroove("hits.mid", 2, 4);
        m_folder.writeText("z.json", R"({"z": [[1, 0, -1, 0.5, 0, 2], [0, -2, 1, 0, 0.25, -1]]})");
    }

    void samplesAreWritten_data() { rows(); }
    void samplesAreWritten() {
        QFETCH(QString, name);
        const auto result = run("sample", name.toStdString(),
                                {"-n", "2", "--temperature", "1", "--output-dir", m_folder.path("sample")});
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        QCOMPARE(result.json()["outputs"].size(), std::size_t{2});
        QVERIFY(files::readMidiFile(m_folder.path("sample/sample-002-of-002.mid")));
    }

    void referenceAgrees_data() {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"groovae_2bar_hits_control_tfds", "nade-drums_2bar_reduced", "cat-mel_2bar_med_chords",
              "hierdec-drums_4bar_small", "hier-mel_16bar", "hierdec-trio_16bar", "hier-multiperf_vel_1bar_med"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void referenceAgrees() {
#ifdef SEGUE_TRAINING
        QFETCH(QString, name);
        const auto decode = [&](const char* output, const std::vector<std::string>& more) {
            std::vector<std::string> options{"--z",      m_folder.path("z.json"), "--output", m_folder.path(output),
                                             "--logits", "--temperature",         "1",        "--seed",
                                             "3"};
            options.insert(options.end(), more.begin(), more.end());
            const auto result = run("decode", name.toStdString(), options);
            if (result.exitCode != 0)
                qInfo("%s", result.errors.c_str());
            return m_folder.readJson(output);
        };
        const auto live = decode("live.json", {});
        const auto reference = decode("reference.json", {"--reference"});
        for (const char* exact : {"tokens", "rolls", "hits"})
            QCOMPARE(live.contains(exact) ? live[exact].dump() : "",
                     reference.contains(exact) ? reference[exact].dump() : "");
        QCOMPARE(live["logits"].size(), std::size_t{2});
        for (std::size_t row = 0; row < 2; ++row)
            for (std::size_t step = 0; step < live["logits"][row].size(); ++step) {
                const auto one = live["logits"][row][step].get<std::vector<double>>();
                const auto other = reference["logits"][row][step].get<std::vector<double>>();
                for (std::size_t column = 0; column < one.size(); ++column)
                    QVERIFY(std::abs(one[column] - other[column]) < 1e-4); // rounding, over hundreds of steps
            }
#else
        QSKIP("this build has no LibTorch");
#endif
    }

    void decodedPatternsCanBeEncodedAgain_data() {
        rows();
    }
    void decodedPatternsCanBeEncodedAgain() {
        QFETCH(QString, name);
        const auto decoded = run("decode", name.toStdString(),
                                 {"--z", m_folder.path("z.json"), "--output", m_folder.path("tokens.json")});
        QVERIFY2(decoded.exitCode == 0, decoded.errors.c_str());
        const auto encoded = run("encode", name.toStdString(), {"--tokens", m_folder.path("tokens.json")});
        QVERIFY2(encoded.exitCode == 0, encoded.errors.c_str());
        QCOMPARE(encoded.json()["z"].size(), std::size_t{2});
        QVERIFY(encoded.json()["z"][0] != encoded.json()["z"][1] ||
                m_folder.readJson("tokens.json").begin()->at(0) == m_folder.readJson("tokens.json").begin()->at(1));
    }

    void pathsBetweenDrawsAndMapsOfThePrior_data() {
        rows();
    }
    void pathsBetweenDrawsAndMapsOfThePrior() {
        QFETCH(QString, name);
        const auto path =
            run("interpolate", name.toStdString(), {"--num-outputs", "3", "--output-dir", m_folder.path("path")});
        QVERIFY2(path.exitCode == 0, path.errors.c_str());
        const auto map =
            run("project", name.toStdString(), {"--prior", "5", "--output", m_folder.path("prior.segue-map")});
        QVERIFY2(map.exitCode == 0, map.errors.c_str());
    }

    void modelWithoutEncoderSaysWhatItCannotDo() {
        auto architecture = fewUnits(*architecture::namedConfiguration("cat-mel_2bar_small"));
        architecture.encoder.present = false;
        const std::string model = m_folder.path("deaf.safetensors");
        QVERIFY(files::writeModelFile(model, test::randomModel(architecture, 12)));
        const auto groove = m_folder.path("hits.mid");
        for (const std::vector<std::string>& command :
             {std::vector<std::string>{"encode", "--input", groove},
              {"interpolate", "--input-midi-1", groove, "--input-midi-2", groove, "--output-dir", m_folder.path("no")},
              {"project", "--examples", groove, "--output", m_folder.path("no.segue-map")}}) {
            auto arguments = command;
            arguments.insert(arguments.end(), {"--model", model});
            const auto result = runCli(arguments);
            QCOMPARE(result.exitCode, 1);
            QVERIFY2(result.errors.find("no encoder") != std::string::npos, result.errors.c_str());
        }
        for (const std::vector<std::string>& command :
             {std::vector<std::string>{"sample", "--output-dir", m_folder.path("deaf")},
              {"interpolate", "--output-dir", m_folder.path("deaf")},
              {"project", "--prior", "5", "--output", m_folder.path("deaf.segue-map")},
              {"decode", "--z", m_folder.path("z.json"), "--output", m_folder.path("deaf.json")}}) {
            auto arguments = command;
            arguments.insert(arguments.end(), {"--model", model});
            const auto result = runCli(arguments);
            QVERIFY2(result.exitCode == 0, result.errors.c_str());
        }
        const auto told = runCli({"inspect", model});
        QVERIFY2(told.out.find("hears nothing") != std::string::npos, told.out.c_str());
    }

    void tokensOfLessThanAWindowAreRefused() {
        for (const char* tokens : {R"({"tokens": [[]]})", R"({"tokens": [[60, 0, 0]]})"}) {
            const auto result =
                run("encode", "cat-mel_2bar_small", {"--tokens", m_folder.writeText("short.json", tokens)});
            QCOMPARE(result.exitCode, 1);
            QVERIFY2(result.errors.find("short.json") != std::string::npos, result.errors.c_str());
        }
    }

    void chordsChangeWhatIsPlayed() {
        const auto decode = [&](const std::string& chords) {
            const auto result = run("decode", "cat-mel_2bar_med_chords",
                                    {"--z", m_folder.path("z.json"), "--output", m_folder.path("chords.json"),
                                     "--logits", "--chords", chords});
            return result.exitCode == 0 ? m_folder.readJson("chords.json")["logits"] : nlohmann::json();
        };
        const auto plain = decode("C");
        QVERIFY(plain == decode("C C"));
        const auto changed = decode("C Fm");
        QVERIFY(plain[0][15] == changed[0][15]); // the first bar is told the same
        QVERIFY(plain[0][31] != changed[0][31]);
    }

    void melodiesAreChosenByBarAndTrack() {
        music::NoteSequence piece;
        for (int track = 0; track < 2; ++track)
            for (int beat = 0; beat < 16; ++beat)
                piece.notes.push_back({.pitch = MidiPitch(static_cast<std::uint8_t>(60 + 5 * track + beat % 4)),
                                       .velocity = Velocity(80),
                                       .start = Seconds(0.5 * beat),
                                       .end = Seconds(0.5 * beat + 0.4),
                                       .instrument = track});
        piece.sortNotes();
        const std::string file = m_folder.path("two.mid");
        QVERIFY(files::writeMidiFile(file, piece));
        const auto all = run("encode", "cat-mel_2bar_small", {"--input", file});
        QVERIFY2(all.exitCode == 0, all.errors.c_str());
        const auto one = run("encode", "cat-mel_2bar_small", {"--input", file, "--track", "1", "--bar", "2"});
        QCOMPARE(one.json()["z"].size(), std::size_t{1});
        QVERIFY(one.json()["windows"][0]["track"] == 1 && one.json()["windows"][0]["bar"] == 1);
        QVERIFY(all.json()["z"].size() > 2U);
        const auto path = run("interpolate", "cat-mel_2bar_small",
                              {"--input-midi-1", file, "--input-midi-2", file, "--track-2", "1", "--num-outputs", "2",
                               "--output-dir", m_folder.path("tracks")});
        QVERIFY2(path.exitCode == 0, path.errors.c_str());
    }
};

QTEST_APPLESS_MAIN(TestEveryModel)
#include "tst_EveryModel.moc"
