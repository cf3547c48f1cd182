#include "tests/core/model/slow/Loss.h"
#include "tests/core/model/slow/MagentaMelody.h"
#include "tests/core/model/slow/Network.h"
#include "tests/core/model/slow/TinyModels.h"

#include "core/architecture/Blueprint.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace segue;
using architecture::Architecture;
using architecture::OutputPart;
using nlohmann::json;

namespace {

std::filesystem::path shared(const std::string& path) {
    return std::filesystem::path(SEGUE_SHARED) / path;
}

json cases(const std::string& file) {
    std::ifstream stream(shared("golden/magenta/" + file));
    return json::parse(stream)["cases"];
}

bool hasMagenta() {
    return std::filesystem::exists(shared("data/magenta/mel_2bar_small")) &&
           std::filesystem::exists(shared("golden/magenta"));
}

slow::Network magentaMelody() {
    return {slow::magentaMelodyArchitecture(),
            slow::Weights(slow::magentaMelodyWeights(shared("data/magenta/mel_2bar_small")))};
}

slow::Rows oneHot(const std::vector<std::size_t>& classes, std::size_t width) {
    slow::Rows rows;
    for (const std::size_t chosen : classes) {
        rows.emplace_back(width);
        rows.back().at(chosen) = 1;
    }
    return rows;
}

double greatestDifference(const slow::Row& ours, const slow::Row& theirs) {
    if (ours.size() != theirs.size())
        return HUGE_VAL;
    double greatest = 0;
    for (std::size_t index = 0; index < ours.size(); ++index)
        greatest = std::max(greatest, std::abs(ours[index] - theirs[index]));
    return greatest;
}

/// Zeros for every weight: what is learned of nothing can be said by hand.
slow::Network zeroNetwork(const Architecture& architecture) {
    std::map<std::string, files::Tensor> weights;
    for (const auto& [name, shape] : architecture::weightShapes(architecture)) {
        std::size_t size = 1;
        for (const std::int64_t dimension : shape)
            size *= static_cast<std::size_t>(dimension);
        weights[name] = {shape, std::vector<float>(size)};
    }
    return {architecture, slow::Weights(weights)};
}

/// What a conductor that hears nothing multiplies its single zero with.
bool meetsAZero(const std::string& weight, const Architecture& architecture) {
    return architecture.decoder.conductorInput == architecture::ConductorInput::Nothing &&
           weight.starts_with("decoder.conductors.") &&
           weight.ends_with(architecture.decoder.residual ? "layers.0.projection.weight" : "layers.0.input_weight");
}

Architecture rollOf(int drums, OutputPart::Kind kind) {
    architecture::DrumsCodecConfig drumsCodec;
    drumsCodec.bars = 1;
    drumsCodec.output = architecture::DrumsCodecConfig::Output::Roll;
    drumsCodec.drumMap = music::generalMidiDrumMap();
    drumsCodec.drumMap.classes.resize(static_cast<std::size_t>(drums));
    Architecture architecture;
    architecture.name = "roll";
    architecture.latentSize = 3;
    architecture.encoder.sizes = {4};
    architecture.decoder.sizes = {4};
    architecture.decoder.nadeHidden = 2;
    architecture.codec = drumsCodec;
    architecture.decoder.outputs = {{kind, drums}};
    return architecture;
}

} // namespace

/// That the slow networks may judge the fast ones: what Magenta's own answered, and what can be reckoned by hand.
class TestSlowNetworks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void decodesAsMagenta() {
        if (!hasMagenta())
            QSKIP("../shared has no Magenta weights or answers");
        const slow::Network network = magentaMelody();
        const json all = cases("decoder_cases.json");
        QCOMPARE(all.size(), std::size_t{8});
        for (const json& each : all) {
            slow::Row z;
            for (const float value : each["z"].get<std::vector<float>>())
                z.push_back(value);
            const slow::Writing writing = network.improvise(z, slow::Rows(32));
            QCOMPARE(writing.tokens, oneHot(each["tokens"].get<std::vector<std::size_t>>(), 90));
            // Both reckon in double precision; the answers are written with nine digits.
            QVERIFY(greatestDifference(slow::joined(writing.logits), slow::joined(each["logits"].get<slow::Rows>())) <
                    1e-5);
        }
    }

    void encodesAsMagenta() {
        if (!hasMagenta())
            QSKIP("../shared has no Magenta weights or answers");
        const slow::Network network = magentaMelody();
        const json all = cases("encoder_cases.json");
        QCOMPARE(all.size(), std::size_t{8});
        for (const json& each : all) {
            slow::Example example;
            example.input = oneHot(each["tokens"].get<std::vector<std::size_t>>(), 90);
            example.control.resize(32);
            example.lengths = {32};
            const slow::Posterior posterior = network.encode(example);
            QVERIFY(greatestDifference(posterior.mean, each["mu_ref64"].get<slow::Row>()) < 1e-5);
            QVERIFY(greatestDifference(posterior.sigma, each["sigma_ref64"].get<slow::Row>()) < 1e-5);
        }
    }

    void lossOfWhoKnowsNothing_data() {
        QTest::addColumn<OutputPart::Kind>("kind");
        QTest::newRow("boolean") << OutputPart::Kind::Boolean;
        QTest::newRow("nade") << OutputPart::Kind::Nade;
    }

    void lossOfWhoKnowsNothing() {
        QFETCH(OutputPart::Kind, kind);
        const slow::Network network = zeroNetwork(rollOf(3, kind));
        slow::Example example;
        example.input.assign(16, slow::Row(4));
        example.target.assign(16, {1, 0, 1});
        example.control.resize(16);
        example.lengths = {10};
        // Ten steps count, of three drums each; sigma is ln 2 in each of three dimensions.
        const double sigma = std::log(2.0);
        const double kl = 3 * 0.5 * (sigma * sigma - 1 - 2 * std::log(sigma));
        const double expected = 30 * std::log(2.0) + kl;
        // A NADE's epsilon of 1e-6 changes each answer by twice as much.
        QVERIFY(std::abs(slow::totalLoss(network, {&example, 1}, {{0, 0, 0}}, {}) - expected) < 1e-4);
        // 0.107 nats a dimension are less than half a bit for all three.
        QVERIFY(std::abs(slow::totalLoss(network, {&example, 1}, {{0, 0, 0}}, {1, 0.5}) - 30 * std::log(2.0)) < 1e-4);
    }

    void segmentsCountUpToTheirLastStepThatCounts() {
        QCOMPARE(slow::lengthsOf({10}, 4, 4), (std::vector{4, 4, 2, 0}));
        QCOMPARE(slow::lengthsOf({3, 0, 4, 1}, 4, 4), (std::vector{3, 0, 4, 1}));
        QCOMPARE(slow::lengthsOf({3, 0, 4, 1}, 2, 8), (std::vector{3, 5}));
        QCOMPARE(slow::lengthsOf({3, 1}, 4, 2), (std::vector{2, 1, 1, 0}));
    }

    /// Nothing is left out: a width or a name that does not fit throws.
    void everyWeightTakesPart() {
        const auto architectures = slow::tinyArchitectures();
        QVERIFY(architectures.size() > 50);
        for (const Architecture& architecture : architectures) {
            const auto status = architecture::validate(architecture);
            QVERIFY2(status, architecture.name.c_str());
            const auto examples = slow::tinyExamples(architecture, 1, 2);
            const auto noise = slow::normalRows(1, architecture.latentSize, 3);
            slow::Network network(architecture, slow::Weights(slow::tinyModel(architecture, 1).weights));
            const double loss = slow::totalLoss(network, examples, noise, {});
            QVERIFY2(std::isfinite(loss), architecture.name.c_str());
            for (const auto& [name, shape] : architecture::weightShapes(architecture)) {
                if (meetsAZero(name, architecture))
                    continue;
                slow::Row& values = network.weights().values(name);
                const slow::Row before = values;
                for (double& value : values)
                    value *= 1.1;
                QVERIFY2(slow::totalLoss(network, examples, noise, {}) != loss,
                         (architecture.name + ": " + name).c_str());
                values = before;
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestSlowNetworks)
#include "tst_SlowNetworks.moc"
