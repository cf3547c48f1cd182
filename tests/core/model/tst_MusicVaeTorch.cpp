#include "core/architecture/Blueprint.h"
#include "core/model/MusicVaeTorch.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::model;
using torch::Tensor;

namespace {

architecture::Architecture tiny() {
    architecture::Architecture architecture = architecture::namedConfiguration("groovae_2bar").value();
    architecture.latentSize = 6;
    architecture.encoder.sizes = {9, 7};
    architecture.decoder.sizes = {8, 5};
    return architecture;
}

files::ModelFile fileOf(const MusicVae& model) {
    return {model.architecture(), nlohmann::json::object(), model.weights()};
}

/// Big enough to make every gate and every output matter.
Initialisation lively(std::uint64_t seed) {
    return {seed, 0.7, 0.7};
}

} // namespace

class TestMusicVaeTorch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void weightsAreThoseOfTheArchitecture() {
        const MusicVae model(tiny(), {});
        const auto weights = model.weights();
        const auto shapes = architecture::weightShapes(tiny());
        QCOMPARE(weights.size(), shapes.size());
        for (std::size_t i = 0; i < shapes.size(); ++i) {
            QVERIFY(weights.at(shapes[i].name).shape == shapes[i].shape);
            QVERIFY(model.parameters()[i].sizes().vec() == shapes[i].shape);
            QVERIFY(model.parameters()[i].requires_grad());
        }
    }

    void freshWeightsFollowTheSpecification() {
        const MusicVae model(architecture::namedConfiguration("groovae_2bar").value(), {11, 0.02, 0.05});
        const auto weights = model.weights();
        const auto& bias = weights.at("decoder.layers.1.bias").values; // i, f, g, o of 256 units
        for (std::size_t i = 0; i < bias.size(); ++i)
            QCOMPARE(bias[i], i / 256 == 1 ? 1.0F : 0.0F);
        const auto deviation = [&](const std::string& name) {
            double squares = 0.0;
            for (const float value : weights.at(name).values)
                squares += static_cast<double>(value) * static_cast<double>(value);
            return std::sqrt(squares / static_cast<double>(weights.at(name).values.size()));
        };
        QVERIFY(std::abs(deviation("encoder.mean.weight") - 0.02) < 0.0005);
        QVERIFY(std::abs(deviation("encoder.sigma.weight") - 0.02) < 0.0005);
        QVERIFY(std::abs(deviation("decoder.initial_state.weight") - 0.05) < 0.0005);
        // Uniform in [-l, l] deviates by l / sqrt(3); l of the fused kernel [in + H, 4H].
        const double limit = std::sqrt(6.0 / (27.0 + 512.0 + 2048.0));
        QVERIFY(std::abs(deviation("encoder.layers.0.forward.input_weight") - limit / std::sqrt(3.0)) < 0.0005);
        QVERIFY(std::abs(deviation("encoder.layers.0.backward.recurrent_weight") - limit / std::sqrt(3.0)) < 0.0005);
    }

    void sameSeedGivesTheSameWeights() {
        QVERIFY(MusicVae(tiny(), lively(1)).weights() == MusicVae(tiny(), lively(1)).weights());
        QVERIFY(MusicVae(tiny(), lively(1)).weights() != MusicVae(tiny(), lively(2)).weights());
    }

    void modelFileGivesTheModelBack() {
        const MusicVae model(tiny(), lively(3));
        const auto back = MusicVae::fromModelFile(fileOf(model));
        QVERIFY(back);
        QVERIFY(back->weights() == model.weights());
    }

    void weightOfAnotherShapeIsRefusedByName() {
        auto file = fileOf(MusicVae(tiny(), lively(3)));
        file.weights.at("encoder.mean.bias").shape = {5};
        const auto model = MusicVae::fromModelFile(file);
        QVERIFY(!model);
        QVERIFY(model.error().code() == ErrorCode::ShapeMismatch);
        QVERIFY(model.error().message().find("encoder.mean.bias") != std::string::npos);
        file.weights.erase("encoder.mean.bias");
        QVERIFY(!MusicVae::fromModelFile(file));
    }

    void freeRunningEqualsTeacherForcingOnWhatItSaid() {
        const MusicVae model(tiny(), lively(4));
        const torch::NoGradGuard noGrad;
        const Tensor z = torch::randn({3, 6}) * 2.0;
        const Generated generated = model.generate(z); // [T, 3, 27]
        const Tensor& outputs = generated.outputs;
        const Tensor hits = outputs.narrow(2, 0, 9);
        const Tensor said =
            torch::cat({hits, outputs.narrow(2, 9, 9) * hits, outputs.narrow(2, 18, 9) * hits}, 2); // [T, 3, 27]
        const Tensor previous = torch::cat({torch::zeros({1, 3, 27}), said.narrow(0, 0, said.size(0) - 1)}, 0);
        const Tensor again = model.decode({{}, {}, previous, {}, {}}, z);
        QVERIFY((again - generated.logits).abs().max().item<float>() < 1e-5F);
        QVERIFY(hits.sum().item<float>() > 0.0F && hits.mean().item<float>() < 1.0F);
    }

    void keepingAllInputsEqualsNoDropout() {
        // The two ways of handing z to the first layer: once a sequence, or at every step.
        const MusicVae model(tiny(), lively(5));
        const torch::NoGradGuard noGrad;
        BatchTensors batch;
        batch.previous = torch::rand({32, 2, 27});
        const Tensor z = torch::randn({2, 6});
        const InputDropout nearlyAll{1.0 - 1e-9, at::make_generator<at::CPUGeneratorImpl>(std::uint64_t{1})};
        const Tensor difference = model.decode(batch, z) - model.decode(batch, z, nearlyAll);
        QVERIFY(difference.abs().max().item<float>() < 1e-5F);
        const InputDropout half{0.5, at::make_generator<at::CPUGeneratorImpl>(std::uint64_t{1})};
        QVERIFY((model.decode(batch, z) - model.decode(batch, z, half)).abs().max().item<float>() > 1e-3F);
    }

    void encoderReadsBothEndsOfThePattern() {
        const MusicVae model(tiny(), lively(6));
        const torch::NoGradGuard noGrad;
        const Tensor x = torch::rand({32, 1, 27});
        const Tensor mean = model.encode(x).mean;
        for (const int step : {0, 31}) {
            Tensor changed = x.clone();
            changed[step].zero_();
            QVERIFY((model.encode(changed).mean - mean).abs().max().item<float>() > 1e-4F);
        }
        QVERIFY(model.encode(x).sigma.min().item<float>() > 0.0F);
    }
};

QTEST_APPLESS_MAIN(TestMusicVaeTorch)
#include "tst_MusicVaeTorch.moc"
