// What magenta.js gives from the same weights: the tokens and logits of Magenta's real two-bar melody decoder, and the
// posterior means of its encoder with made-up kernels. See ../shared/golden/magenta.

#include "core/decoder/LiveModel.h"

#include "tests/core/model/slow/MagentaMelody.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace segue;
using namespace segue::decoder;

namespace {

using Values = std::vector<float>;

const std::filesystem::path kModel = SEGUE_SHARED "/data/magenta/mel_2bar_small";
const std::filesystem::path kGolden = SEGUE_SHARED "/golden/magenta";
constexpr std::size_t kSteps = 32;
constexpr std::size_t kDepth = 90;
// Sums of up to 602 products in float and in double, carried through 32 steps.
constexpr double kTolerance = 1e-4;

nlohmann::json cases(const char* name) {
    return nlohmann::json::parse(std::ifstream(kGolden / name)).at("cases");
}

} // namespace

class TestMagentaParity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!std::filesystem::exists(kModel) || !std::filesystem::exists(kGolden))
            QSKIP("Magenta's weights and answers are not in ../shared");
        files::ModelFile file;
        file.architecture = slow::magentaMelodyArchitecture();
        file.weights = slow::magentaMelodyWeights(kModel);
        m_model = LiveModel::create(std::move(file)).value();
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void melodiesAreMagentas() {
        const auto workspace = m_model->makeWorkspace();
        for (const nlohmann::json& golden : cases("decoder_cases.json")) {
            const auto tokens = golden.at("tokens").get<std::vector<std::size_t>>();
            const auto logits = golden.at("logits").get<std::vector<std::vector<double>>>();
            const DecodedTensors decoded = m_model->decodeTensors(golden.at("z").get<Values>(), {}, {}, *workspace);
            QCOMPARE(decoded.output.size(), kSteps * kDepth);
            for (std::size_t step = 0; step < kSteps; ++step) {
                Values expected(kDepth);
                expected[tokens[step]] = 1.0F;
                const auto row = decoded.output.begin() + static_cast<std::ptrdiff_t>(step * kDepth);
                QVERIFY(std::equal(expected.begin(), expected.end(), row));
                for (std::size_t column = 0; column < kDepth; ++column)
                    QVERIFY(std::abs(static_cast<double>(decoded.logits[step * kDepth + column]) -
                                     logits[step][column]) < kTolerance);
            }
        }
    }

    void posteriorsAreMagentas() {
        const auto workspace = m_model->makeWorkspace();
        for (const nlohmann::json& golden : cases("encoder_cases.json")) {
            const auto tokens = golden.at("tokens").get<std::vector<std::size_t>>();
            codec::Example example{Values(kSteps * kDepth), {}, {}, {static_cast<int>(kSteps)}};
            for (std::size_t step = 0; step < kSteps; ++step)
                example.input[step * kDepth + tokens[step]] = 1.0F;
            const Posterior posterior = m_model->encodeTensors(example, *workspace);
            const auto mean = golden.at("mu").get<std::vector<double>>();
            const auto sigma = golden.at("sigma_ref64").get<std::vector<double>>();
            QCOMPARE(posterior.mean.size(), mean.size());
            for (std::size_t index = 0; index < mean.size(); ++index) {
                QVERIFY(std::abs(static_cast<double>(posterior.mean[index]) - mean[index]) < kTolerance);
                QVERIFY(std::abs(static_cast<double>(posterior.sigma[index]) - sigma[index]) < kTolerance);
            }
        }
    }

private:
    std::shared_ptr<const LiveModel> m_model;
};

QTEST_APPLESS_MAIN(TestMagentaParity)
#include "tst_MagentaParity.moc"
