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

    void onePatternIsNoPath() {
        QCOMPARE(runCli({"interpolate", "--input-midi-1", "a", "--input-midi-2", "b", "--output-dir", "c",
                         "--num-outputs", "1"})
                     .exitCode,
                 2);
    }
};

QTEST_APPLESS_MAIN(TestInterpolateCommand)
#include "tst_InterpolateCommand.moc"
