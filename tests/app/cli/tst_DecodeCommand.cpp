#include "app/cli/DecodeCommand.h"

#include "core/base/Random.h"
#include "core/decoder/LiveModel.h"
#include "tests/app/cli/CliFolder.h"

#include <QTest>

using namespace segue;
using test::runCli;

class TestDecodeCommand : public QObject {
    Q_OBJECT

    test::CliFolder m_folder;

    std::string writeLatents(const std::string& name, int count) {
        Random random(3);
        nlohmann::json rows = nlohmann::json::array();
        for (int row = 0; row < count; ++row) {
            std::vector<float> z;
            for (int i = 0; i < 8; ++i)
                z.push_back(static_cast<float>(random.normal()));
            rows.push_back(z);
        }
        return m_folder.writeText(name, nlohmann::json{{"z", rows}}.dump());
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void numbersAreTheModels() {
        const auto latents = writeLatents("z.json", 3);
        const auto result = runCli({"decode", "--model", m_folder.model(), "--z", latents, "--output",
                                    m_folder.path("tokens.json"), "--threshold", "0.4", "--json"});
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        QVERIFY(result.json()["patterns"] == 3);
        const auto document = m_folder.readJson("tokens.json");
        const auto rows = m_folder.readJson("z.json")["z"];
        const auto model = decoder::LiveModel::load(m_folder.model());
        const auto workspace = (*model)->makeWorkspace();
        for (std::size_t row = 0; row < 3; ++row) {
            const auto pattern = std::get<music::DrumPattern>(
                (*model)->decode(rows[row].get<std::vector<float>>(), {}, {0.0F, 0.4F, 0}, *workspace).pattern);
            for (int step = 0; step < 32; ++step)
                for (int drum = 0; drum < 9; ++drum) {
                    const auto at = [&](const char* name) {
                        return document[name][row][static_cast<std::size_t>(step)][static_cast<std::size_t>(drum)];
                    };
                    QCOMPARE(at("hits").get<int>(), pattern.at(step, drum).hit ? 1 : 0);
                    QCOMPARE(at("velocities").get<float>(), pattern.at(step, drum).velocity);
                    QCOMPARE(at("offsets").get<float>(), -2.0F * pattern.at(step, drum).microtiming);
                }
        }
    }

    void midiFilesHoldTheSameHits() {
        const auto latents = writeLatents("z.json", 2);
        const auto result =
            runCli({"decode", "--model", m_folder.model(), "--z", latents, "--output", m_folder.path("tokens.json"),
                    "--output-dir", m_folder.path("midi"), "--bpm", "90"});
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        const auto hits = m_folder.readJson("tokens.json")["hits"][1];
        const auto pattern = m_folder.readPattern("midi/decode-002-of-002.mid");
        for (int step = 0; step < 32; ++step)
            for (int drum = 0; drum < 9; ++drum)
                QCOMPARE(pattern.at(step, drum).hit,
                         hits[static_cast<std::size_t>(step)][static_cast<std::size_t>(drum)] == 1);
        const auto sequence = files::readMidiFile(m_folder.path("midi/decode-002-of-002.mid"));
        QVERIFY(std::abs(sequence->firstTempo().value - 90.0) < 0.01);
    }

    void logitsAreWrittenWhenAskedFor() {
        const auto latents = writeLatents("z.json", 1);
        const auto result = runCli({"decode", "--model", m_folder.model(), "--z", latents, "--output",
                                    m_folder.path("logits.json"), "--logits"});
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        const auto document = m_folder.readJson("logits.json");
        QCOMPARE(document["logits"][0].size(), std::size_t{32});
        QCOMPARE(document["logits"][0][31].size(), std::size_t{27});
        for (std::size_t step = 0; step < 32; ++step)
            for (std::size_t drum = 0; drum < 9; ++drum)
                QCOMPARE(document["hits"][0][step][drum] == 1, document["logits"][0][step][drum].get<double>() > 0);
    }

    void seedRepeatsDraws() {
        const auto latents = writeLatents("z.json", 2);
        const auto decode = [&](const std::string& seed, const std::string& output) {
            QCOMPARE(runCli({"decode", "--model", m_folder.model(), "--z", latents, "--output", m_folder.path(output),
                             "--temperature", "1", "--seed", seed})
                         .exitCode,
                     0);
        };
        decode("1", "a.json");
        decode("1", "b.json");
        decode("2", "c.json");
        QVERIFY(m_folder.readJson("a.json") == m_folder.readJson("b.json"));
        QVERIFY(m_folder.readJson("a.json") != m_folder.readJson("c.json"));
    }

    void faultsAreNamed_data() {
        QTest::addColumn<QString>("content");
        QTest::addColumn<QString>("said");
        QTest::newRow("no object") << QStringLiteral("[]") << QStringLiteral("\"z\"");
        QTest::newRow("too short") << QStringLiteral(R"({"z": [[1, 2]]})") << QStringLiteral("z[0] has 2");
        QTest::newRow("text") << QStringLiteral(R"({"z": [[1, 2, 3, 4, 5, 6, 7, "8"]]})") << QStringLiteral("z[0]");
        QTest::newRow("too large for a number")
            << QStringLiteral(R"({"z": [[1, 2, 3, 4, 5, 6, 7, 1e999]]})") << QStringLiteral("broken.json");
        QTest::newRow("too large for the model")
            << QStringLiteral(R"({"z": [[1, 2, 3, 4, 5, 6, 7, 1e300]]})") << QStringLiteral("z[0]");
    }
    void faultsAreNamed() {
        QFETCH(QString, content);
        QFETCH(QString, said);
        const auto latents = m_folder.writeText("broken.json", content.toStdString());
        const auto result =
            runCli({"decode", "--model", m_folder.model(), "--z", latents, "--output", m_folder.path("never.json")});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.errors.find(said.toStdString()) != std::string::npos, result.errors.c_str());
        QVERIFY2(result.errors.find("broken.json") != std::string::npos, result.errors.c_str());
        QVERIFY(!std::filesystem::exists(m_folder.path("never.json")));
    }

    void referenceAgreesOrSaysThatItIsNotThere() {
        const auto latents = writeLatents("z.json", 4);
        const auto live = m_folder.path("live.json");
        const auto reference = m_folder.path("reference.json");
        QCOMPARE(runCli({"decode", "--model", m_folder.model(), "--z", latents, "--output", live}).exitCode, 0);
        const auto result =
            runCli({"decode", "--model", m_folder.model(), "--z", latents, "--output", reference, "--reference"});
#ifdef SEGUE_TRAINING
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        const auto one = m_folder.readJson("live.json");
        const auto other = m_folder.readJson("reference.json");
        QVERIFY(one["hits"] == other["hits"]);
        for (const char* third : {"velocities", "offsets"})
            for (std::size_t row = 0; row < 4; ++row)
                for (std::size_t step = 0; step < 32; ++step)
                    for (std::size_t drum = 0; drum < 9; ++drum)
                        QVERIFY(std::abs(one[third][row][step][drum].get<double>() -
                                         other[third][row][step][drum].get<double>()) < 1e-4);
#else
        QCOMPARE(result.exitCode, 1);
        QVERIFY(result.errors.find("LibTorch") != std::string::npos);
#endif
    }

    void modelThatIsNoneIsNamed() {
        const auto latents = writeLatents("z.json", 1);
        const auto noModel = m_folder.writeText("nomodel.safetensors", "hello");
        const auto result = runCli({"decode", "--model", noModel, "--z", latents, "--output", m_folder.path("x.json")});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.errors.find("nomodel.safetensors") != std::string::npos, result.errors.c_str());
        const auto other = runCli({"decode", "--model", m_folder.model(), "--config", "groovae_4bar", "--z", latents,
                                   "--output", m_folder.path("x.json")});
        QCOMPARE(other.exitCode, 1);
        QVERIFY2(other.errors.find("groovae_4bar") != std::string::npos, other.errors.c_str());
    }
};

QTEST_APPLESS_MAIN(TestDecodeCommand)
#include "tst_DecodeCommand.moc"
