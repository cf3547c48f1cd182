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

    void freshNadeFollowsTheSpecification() {
        const MusicVae model(architecture::namedConfiguration("nade-drums_2bar_full").value(), {11, 0.02, 0.05});
        const auto weights = model.weights();
        for (const char* name : {"decoder.nade.encode", "decoder.nade.decode"}) {
            const auto& values = weights.at(name).values; // of 61 answers
            const float cut = 2.0F / std::sqrt(61.0F);
            double squares = 0.0;
            for (const float value : values) {
                QVERIFY(std::abs(value) <= cut * 1.0001F);
                squares += static_cast<double>(value) * static_cast<double>(value);
            }
            // A normal distribution cut off at two deviations deviates by 0.8796 of what it did.
            QVERIFY(std::abs(std::sqrt(61.0 * squares / static_cast<double>(values.size())) - 0.8796) < 0.02);
        }
        for (const float value : weights.at("decoder.output.bias").values)
            QCOMPARE(value, 0.0F);
    }

    /// softplus(0) = ln 2 is a standard deviation that is 0.107 nats a dimension away from 1.
    void freshModelOfMagentaBeginsNearItsPrior() {
        const MusicVae model(architecture::namedConfiguration("groovae_2bar").value(), {3, 0.001, 0.001});
        const torch::NoGradGuard noGrad;
        const auto [mean, sigma] = model.encode(torch::rand({32, 4, 27}));
        const Tensor kl = 0.5 * (sigma * sigma + mean * mean - 1.0 - 2.0 * torch::log(sigma));
        QVERIFY(std::abs(kl.mean().item<double>() - 0.1067) < 0.002);
    }

    void modelWithoutAnEncoderPlays() {
        auto architecture = tiny();
        architecture.encoder.present = false;
        const MusicVae model(architecture, lively(2));
        QVERIFY(!model.hasEncoder());
        QVERIFY(model.generate(torch::randn({2, 6})).outputs.sizes() == at::IntArrayRef({32, 2, 27}));
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
