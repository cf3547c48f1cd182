#include "core/magenta/Import.h"

#include "core/base/Files.h"
#include "core/files/Json.h"
#include "tests/core/magenta/PlainLstm.h"
#include "tests/support/MagentaBytes.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace segue;
using namespace segue::magenta;
using test::CellState;
using test::Vector;

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path kModel = fs::path(SEGUE_SHARED) / "data/magenta/mel_2bar_small";
const fs::path kGolden = fs::path(SEGUE_SHARED) / "golden/magenta";
constexpr std::size_t kDepth = 90;

json jsonOf(const fs::path& path) {
    const auto bytes = readFile(path);
    return bytes ? files::parseJson({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, path.string())
                       .value_or(json())
                 : json();
}

Vector oneHot(int token) {
    Vector x(kDepth);
    x[static_cast<std::size_t>(token)] = 1;
    return x;
}

/// What the golden data's README says of the two kernels that are not at hand.
std::string syntheticKernel(std::uint32_t seed) {
    std::vector<float> values(std::size_t{602} * 2048);
    std::uint32_t state = seed;
    for (float& value : values) {
        state += 0x6D2B79F5U;
        std::uint32_t t = (state ^ state >> 15) * (state | 1U);
        t ^= t + (t ^ t >> 7) * (t | 61U);
        t ^= t >> 14;
        value = static_cast<float>(t >> 8) * 0x1p-27F - 0x1p-4F;
    }
    return test::floats(values);
}

} // namespace

/// Magenta's own melody model, imported, in plain loops, against what magenta.js made of the same weights.
class TestImportParity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!fs::exists(kModel) || !fs::exists(kGolden))
            QSKIP("Magenta's mel_2bar_small and what magenta.js makes of it are not at hand");
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void decoderWritesTheSameTokensAndLogits() {
        ImportOptions options;
        options.part = Part::DecoderOnly;
        Reading reading(Part::DecoderOnly);
        const auto imported = importCheckpoint(kModel, options, reading);
        QVERIFY2(imported, imported ? "" : imported.error().text().c_str());
        QCOMPARE(imported->model.architecture.name, std::string("cat-mel_2bar_small"));
        QVERIFY(!imported->model.architecture.encoder.present);
        const Tensors& weights = imported->model.weights;

        const json cases = jsonOf(kGolden / "decoder_cases.json")["cases"];
        QCOMPARE(cases.size(), std::size_t{8});
        double worst = 0;
        for (const json& each : cases) {
            const Vector z = each["z"].get<Vector>();
            Vector states = test::dense(weights, "decoder.initial_state", z);
            std::ranges::transform(states, states.begin(), [](double v) { return std::tanh(v); });
            const auto part = [&states](std::ptrdiff_t index) {
                return Vector(states.begin() + index * 256, states.begin() + (index + 1) * 256);
            };
            CellState lower{part(0), part(1)};
            CellState upper{part(2), part(3)};
            Vector before(kDepth);
            for (std::size_t step = 0; step < 32; ++step) {
                Vector x = before;
                x.insert(x.end(), z.begin(), z.end());
                stepLstm(weights, "decoder.layers.0", x, lower);
                stepLstm(weights, "decoder.layers.1", lower.h, upper);
                const Vector logits = test::dense(weights, "decoder.output", upper.h);
                const auto token = static_cast<int>(std::ranges::max_element(logits) - logits.begin());
                QCOMPARE(token, each["tokens"][step].get<int>());
                const auto expected = each["logits"][step].get<Vector>();
                for (std::size_t i = 0; i < kDepth; ++i)
                    worst = std::max(worst, std::abs(logits[i] - expected[i]));
                before = oneHot(token);
            }
        }
        QVERIFY2(worst < 1e-4, qPrintable(QString::number(worst)));
    }

    void encoderHearsTheSameMeans() {
        QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        for (const auto& entry : fs::directory_iterator(kModel))
            fs::copy(entry.path(), folder / entry.path().filename());
        for (const auto& [direction, seed] : {std::pair("fw", 20260001U), std::pair("bw", 20260002U)})
            QVERIFY(test::write(folder / (std::string("encoder_cell_0_bidirectional_rnn_") + direction +
                                          "_multi_rnn_cell_cell_0_lstm_cell_kernel"),
                                syntheticKernel(seed)));
        Reading reading;
        const auto imported = importCheckpoint(folder, {}, reading);
        QVERIFY2(imported, imported ? "" : imported.error().text().c_str());
        const Tensors& weights = imported->model.weights;

        const json cases = jsonOf(kGolden / "encoder_cases.json")["cases"];
        QCOMPARE(cases.size(), std::size_t{8});
        double worst = 0;
        for (const json& each : cases) {
            std::vector<int> tokens = each["tokens"].get<std::vector<int>>();
            Vector heard;
            for (const char* direction : {"forward", "backward"}) {
                CellState state{Vector(512), Vector(512)};
                for (const int token : tokens)
                    stepLstm(weights, std::string("encoder.layers.0.") + direction, oneHot(token), state);
                heard.insert(heard.end(), state.h.begin(), state.h.end());
                std::ranges::reverse(tokens);
            }
            const Vector mean = test::dense(weights, "encoder.mean", heard);
            const auto expected = each["mu"].get<Vector>();
            QCOMPARE(mean.size(), expected.size());
            for (std::size_t i = 0; i < mean.size(); ++i)
                worst = std::max(worst, std::abs(mean[i] - expected[i]));
        }
        QVERIFY2(worst < 1e-4, qPrintable(QString::number(worst)));
    }
};

QTEST_APPLESS_MAIN(TestImportParity)
#include "tst_ImportParity.moc"
