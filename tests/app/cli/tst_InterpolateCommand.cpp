#include "app/cli/InterpolateCommand.h"

#include "core/decoder/LiveModel.h"
#include "tests/app/cli/CliFolder.h"

#include <QTest>

using namespace segue;
using test::runCli;

class TestInterpolateCommand : public QObject {
    Q_OBJECT

    test::CliFolder m_folder;

    [[nodiscard]] std::vector<bool> reconstruction(const std::string& groove) const {
        const auto model = decoder::LiveModel::load(m_folder.model());
        const auto workspace = (*model)->makeWorkspace();
        const auto extraction =
            codec::GrooveCodec(std::get<architecture::GrooveCodecConfig>((*model)->architecture().codec))
                .extract(*files::readMidiFile(groove));
        const auto mean = (*model)->encode(extraction->windows.front().pattern, *workspace).mean;
        return test::hitsOf(std::get<music::DrumPattern>((*model)->decode(mean, {}, {}, *workspace).pattern));
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void endsAreTheReconstructionsOfTheFiles() {
        const auto first = m_folder.writeGroove("a.mid", 2, 10, Bpm(100.0));
        const auto second = m_folder.writeGroove("b.mid", 2, 11);
        const auto result =
            runCli({"interpolate", "--model", m_folder.model(), "--input-midi-1", first, "--input-midi-2", second,
                    "--num-outputs", "7", "--output-dir", m_folder.path("path"), "--json"});
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        QCOMPARE(result.json()["outputs"].size(), std::size_t{7});
        QVERIFY(test::hitsOf(m_folder.readPattern("path/interpolate-001-of-007.mid")) == reconstruction(first));
        QVERIFY(test::hitsOf(m_folder.readPattern("path/interpolate-007-of-007.mid")) == reconstruction(second));
        const auto middle = files::readMidiFile(m_folder.path("path/interpolate-004-of-007.mid"));
        QVERIFY(std::abs(middle->firstTempo().value - 100.0) < 0.01); // the first file's
    }

    void methodsHaveTheSameEndsAndDifferBetween() {
        m_folder.writeText("from.json", R"({"z": [[4, 0, 0, 0, 0, 0, 0, 0]]})");
        m_folder.writeText("to.json", R"({"z": [[0, 4, 0, 0, 0, 0, 0, 0]]})");
        const auto go = [&](const std::string& method) {
            return runCli({"interpolate", "--model", m_folder.model(), "--z1", m_folder.path("from.json"), "--z2",
                           m_folder.path("to.json"), "--method", method, "-n", "3", "--output-dir",
                           m_folder.path(method)});
        };
        QCOMPARE(go("slerp").exitCode, 0);
        QCOMPARE(go("lerp").exitCode, 0);
        QCOMPARE(go("jump").exitCode, 2);
        const auto at = [&](const std::string& name) { return m_folder.readPattern(name + "-of-003.mid"); };
        QVERIFY(at("slerp/interpolate-001") == at("lerp/interpolate-001"));
        QVERIFY(at("slerp/interpolate-003") == at("lerp/interpolate-003"));
        QVERIFY(at("slerp/interpolate-002") != at("lerp/interpolate-002"));
    }

    void magentasCommandLineWorks() {
        const auto first = m_folder.writeGroove("a.mid", 2, 10);
        const auto second = m_folder.writeGroove("b.mid", 2, 11);
        const auto result =
            runCli({"music_vae_generate", "--config=groovae_2bar", "--checkpoint_file=" + m_folder.model(),
                    "--mode=interpolate", "--num_outputs=3", "--input_midi_1=" + first, "--input_midi_2=" + second,
                    "--output_dir=" + m_folder.path("magenta")});
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        QVERIFY(test::hitsOf(m_folder.readPattern("magenta/interpolate-001-of-003.mid")) == reconstruction(first));
    }

    void barIsChosenAndTold() {
        const auto longer = m_folder.writeGroove("long.mid", 5, 12);
        const auto shorter = m_folder.writeGroove("short.mid", 2, 13);
        const std::vector<std::string> common{
            "interpolate", "--model",      m_folder.model(),      "--input-midi-1", longer, "--input-midi-2",
            shorter,       "--output-dir", m_folder.path("bars"), "--num-outputs",  "2"};
        const auto plain = runCli(common);
        QVERIFY2(plain.exitCode == 0, plain.errors.c_str());
        QVERIFY2(plain.out.find("From bars 1 to 2 of") != std::string::npos, plain.out.c_str());
        auto chosen = common;
        chosen.insert(chosen.end(), {"--bar-1", "3", "--json"});
        const auto third = runCli(chosen);
        QVERIFY2(third.exitCode == 0, third.errors.c_str());
        QVERIFY(third.json()["inputs"][0]["bar"] == 2);
        QVERIFY(third.json()["inputs"][1]["bar"] == 0);
    }

    void fileWithoutDrumsIsNamed() {
        const auto groove = m_folder.writeGroove("a.mid", 2, 10);
        music::NoteSequence piano;
        piano.notes.push_back({MidiPitch(2), Velocity(90), Seconds(0.0), Seconds(1.0), 0, 0, false});
        QVERIFY(files::writeMidiFile(m_folder.path("piano.mid"), piano));
        const auto result =
            runCli({"interpolate", "--model", m_folder.model(), "--input-midi-1", groove, "--input-midi-2",
                    m_folder.path("piano.mid"), "--output-dir", m_folder.path("never")});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.errors.find("piano.mid") != std::string::npos, result.errors.c_str());
        QVERIFY(!std::filesystem::exists(m_folder.path("never")));
    }

    void pointsCanBeTheEnds() {
        m_folder.writeText("a.json", R"({"z": [[1, 0, 0, 0, 0, 0, 0, 0]]})");
        m_folder.writeText("b.json", R"({"z": [[0, 0, 0, 0, 0, 0, 0, -2]]})");
        const auto result =
            runCli({"interpolate", "--model", m_folder.model(), "--z1", m_folder.path("a.json"), "--z2",
                    m_folder.path("b.json"), "--num-outputs", "3", "--output-dir", m_folder.path("points")});
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        const auto model = decoder::LiveModel::load(m_folder.model());
        const std::vector<float> z{0, 0, 0, 0, 0, 0, 0, -2};
        const auto expected = (*model)->decode(z, {}, {}, *(*model)->makeWorkspace()).pattern;
        QVERIFY(test::hitsOf(m_folder.readPattern("points/interpolate-003-of-003.mid")) ==
                test::hitsOf(std::get<music::DrumPattern>(expected)));
    }

    void withoutEndsItGoesFromOneDrawToAnother() {
        const auto run = [&](const std::string& seed, const std::string& folder) {
            return runCli({"interpolate", "--model", m_folder.model(), "--seed", seed, "--num-outputs", "2",
                           "--output-dir", m_folder.path(folder)});
        };
        const auto first = run("1", "draws1");
        QVERIFY2(first.exitCode == 0, first.errors.c_str());
        QVERIFY2(first.out.find("From a draw") != std::string::npos, first.out.c_str());
        QVERIFY(run("2", "draws2").exitCode == 0);
        const auto begin = m_folder.readPattern("draws1/interpolate-001-of-002.mid");
        QVERIFY(begin != m_folder.readPattern("draws1/interpolate-002-of-002.mid"));
        QVERIFY(begin != m_folder.readPattern("draws2/interpolate-001-of-002.mid"));
    }

    void pointOfAnotherSizeIsNamed() {
        const auto path = m_folder.writeText("short.json", R"({"z": [[1, 0]]})");
        const auto result = runCli({"interpolate", "--model", m_folder.model(), "--z1", path, "--z2", path,
                                    "--output-dir", m_folder.path("never")});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.errors.find("short.json") != std::string::npos, result.errors.c_str());
    }

    void endsMustBeOfOneKind() {
        QCOMPARE(runCli({"interpolate", "--input-midi-1", "a", "--z2", "b", "--output-dir", "c"}).exitCode, 2);
    }

    void onePatternIsNoPath() {
        QCOMPARE(runCli({"interpolate", "--input-midi-1", "a", "--input-midi-2", "b", "--output-dir", "c",
                         "--num-outputs", "1"})
                     .exitCode,
                 2);
    }
};

QTEST_APPLESS_MAIN(TestInterpolateCommand)
#include "tst_InterpolateCommand.moc"
