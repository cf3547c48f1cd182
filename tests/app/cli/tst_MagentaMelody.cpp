#include "tests/app/cli/CliFolder.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace segue;
using test::runCli;

namespace {

const std::filesystem::path kCheckpoint = SEGUE_SHARED "/data/magenta/mel_2bar_small";
const std::filesystem::path kGolden = SEGUE_SHARED "/golden/magenta/decoder_cases.json";
// Sums of up to 602 products in float and in double, carried through 32 steps.
constexpr double kTolerance = 1e-4;

} // namespace

/// Magenta's real two-bar melody decoder from its checkpoint to its answers, by commands alone.
class TestMagentaMelody : public QObject {
    Q_OBJECT

    test::CliFolder m_folder;
    nlohmann::json m_cases;

private Q_SLOTS:
    void initTestCase() {
        if (!std::filesystem::exists(kCheckpoint) || !std::filesystem::exists(kGolden))
            QSKIP("Magenta's weights and answers are not in ../shared");
        const auto imported = runCli({"import-magenta", kCheckpoint.string(), "--decoder-only", "--output",
                                      m_folder.path("melody.safetensors")});
        QVERIFY2(imported.exitCode == 0, imported.errors.c_str());
        std::ifstream file(kGolden);
        m_cases = nlohmann::json::parse(file).at("cases");
        nlohmann::json latents{{"z", nlohmann::json::array()}};
        for (const nlohmann::json& each : m_cases)
            latents["z"].push_back(each.at("z"));
        m_folder.writeText("z.json", latents.dump());
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void tokensAndLogitsAreMagentas_data() {
        QTest::addColumn<bool>("byReference");
        QTest::newRow("live") << false;
#ifdef SEGUE_TRAINING
        QTest::newRow("LibTorch") << true;
#endif
    }
    void tokensAndLogitsAreMagentas() {
        QFETCH(bool, byReference);
        std::vector<std::string> arguments{"decode",
                                           "--model",
                                           m_folder.path("melody.safetensors"),
                                           "--z",
                                           m_folder.path("z.json"),
                                           "--output",
                                           m_folder.path("decoded.json"),
                                           "--logits"};
        if (byReference)
            arguments.emplace_back("--reference");
        const auto result = runCli(arguments);
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        const auto decoded = m_folder.readJson("decoded.json");
        double worst = 0;
        for (std::size_t at = 0; at < m_cases.size(); ++at) {
            QCOMPARE(decoded["tokens"][at].dump(), m_cases[at]["tokens"].dump());
            for (std::size_t step = 0; step < 32; ++step) {
                const auto logits = decoded["logits"][at][step].get<std::vector<double>>();
                const auto golden = m_cases[at]["logits"][step].get<std::vector<double>>();
                QCOMPARE(logits.size(), golden.size());
                for (std::size_t column = 0; column < golden.size(); ++column)
                    worst = std::max(worst, std::abs(logits[column] - golden[column]));
            }
        }
        QVERIFY2(worst < kTolerance, std::to_string(worst).c_str());
    }
};

QTEST_APPLESS_MAIN(TestMagentaMelody)
#include "tst_MagentaMelody.moc"
