#include "app/cli/SampleCommand.h"

#include "core/decoder/LiveModel.h"
#include "core/latent/MapFile.h"
#include "tests/app/cli/CliFolder.h"

#include <QTest>

using namespace segue;
using test::runCli;

class TestSampleCommand : public QObject {
    Q_OBJECT

    test::CliFolder m_folder;

    /// A map whose examples all are one point: whatever is drawn from it must be that point.
    std::string writeMap(const std::string& name, const std::vector<float>& mean, const std::string& checksum) const {
        latent::MapFile map;
        map.latentSize = 8;
        for (int example = 0; example < 3; ++example) {
            map.means.insert(map.means.end(), mean.begin(), mean.end());
            map.examples.push_back({"a.mid", "rock", "", 120.0F, example});
        }
        map.modelChecksum = checksum;
        return latent::writeMapFile(m_folder.path(name), map) ? m_folder.path(name) : std::string();
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void writesAsManyAsAskedAndRepeatsWithItsSeed() {
        const auto sample = [&](const std::string& seed, const std::string& folder) {
            return runCli({"sample", "--model", m_folder.model(), "--num-outputs", "4", "--output-dir",
                           m_folder.path(folder), "--seed", seed, "--temperature", "0.5", "--json"});
        };
        const auto result = sample("1", "a");
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        QVERIFY(result.json()["source"] == "prior");
        QCOMPARE(result.json()["outputs"].size(), std::size_t{4});
        QVERIFY(sample("1", "b").exitCode == 0 && sample("2", "c").exitCode == 0);
        const std::string name = "/sample-003-of-004.mid";
        QVERIFY(m_folder.readPattern("a" + name) == m_folder.readPattern("b" + name));
        QVERIFY(m_folder.readPattern("a" + name) != m_folder.readPattern("c" + name));
        QVERIFY(m_folder.readPattern("a" + name) != m_folder.readPattern("a/sample-004-of-004.mid"));
    }

    void magentasCommandLineWorks() {
        const auto result = runCli({"music_vae_generate", "--mode", "sample", "--checkpoint_file", m_folder.model(),
                                    "--num_outputs=2", "--output_dir=" + m_folder.path("magenta")});
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        QVERIFY(std::filesystem::exists(m_folder.path("magenta/sample-002-of-002.mid")));
        QCOMPARE(runCli({"music_vae_generate", "--mode=dance"}).exitCode, 2);
    }

    void mapOfTheModelIsDrawnFrom() {
        const auto model = decoder::LiveModel::load(m_folder.model());
        const std::vector<float> mean{0.5F, -0.5F, 1.0F, 0.0F, 0.25F, -1.0F, 2.0F, -0.125F}; // exact in 16 bits
        const auto map = writeMap("here.segue-map", mean, (*model)->checksum());
        QVERIFY(!map.empty());
        const auto result = runCli({"sample", "--model", m_folder.model(), "--map", map, "--num-outputs", "1",
                                    "--output-dir", m_folder.path("map"), "--json"});
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        QVERIFY(result.json()["source"] == "map");
        const auto expected =
            std::get<music::DrumPattern>((*model)->decode(mean, {}, {}, *(*model)->makeWorkspace()).pattern);
        QVERIFY(test::hitsOf(m_folder.readPattern("map/sample-001-of-001.mid")) == test::hitsOf(expected));
    }

    void mapOfAnotherModelIsRefused() {
        const auto map = writeMap("other.segue-map", std::vector<float>(8, 0.0F), "0123456789abcdef");
        const auto result =
            runCli({"sample", "--model", m_folder.model(), "--map", map, "--output-dir", m_folder.path("never")});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.errors.find("other.segue-map") != std::string::npos, result.errors.c_str());
    }

    void pictureIsWrittenWithOrWithoutFiles() {
        const auto result = runCli(
            {"sample", "--model", m_folder.model(), "-n", "20", "--picture", m_folder.path("draws.png"), "--json"});
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        QVERIFY(result.json()["picture"] == m_folder.path("draws.png"));
        QVERIFY(std::filesystem::file_size(m_folder.path("draws.png")) > 1000U);
        QCOMPARE(runCli({"sample", "--model", m_folder.model()}).exitCode, 2); // nothing to write
    }

    void whatAModelIsNotToldIsRefused() {
        const auto result =
            runCli({"sample", "--model", m_folder.model(), "--output-dir", m_folder.path("never"), "--chords", "C G"});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.errors.find("--chords") != std::string::npos, result.errors.c_str());
        QVERIFY(!std::filesystem::exists(m_folder.path("never")));
    }

    void folderThatCannotBeMadeIsNamed() {
        const auto file = m_folder.writeText("file", "");
        const auto result = runCli({"sample", "--model", m_folder.model(), "--output-dir", file + "/below", "--json"});
        QCOMPARE(result.exitCode, 1);
        QVERIFY(result.json()["error"]["code"] == "unreadable");
        QVERIFY(result.errors.find("below") != std::string::npos);
    }

    void missingRunFolderIsNamed() {
        const auto result =
            runCli({"sample", "--run-dir", m_folder.path("run"), "--output-dir", m_folder.path("never")});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.errors.find("run") != std::string::npos, result.errors.c_str());
    }

    void numbersOutOfRangeAreRefused() {
        for (const auto& [option, value] : {std::pair("--temperature", "-1"), std::pair("--threshold", "1.5"),
                                            std::pair("--num-outputs", "0"), std::pair("--bpm", "0")})
            QCOMPARE(runCli({"sample", "--output-dir", "x", option, value}).exitCode, 2);
    }
};

QTEST_APPLESS_MAIN(TestSampleCommand)
#include "tst_SampleCommand.moc"
