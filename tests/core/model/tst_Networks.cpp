#include "tests/core/model/slow/Comparison.h"
#include "tests/core/model/slow/Loss.h"
#include "tests/core/model/slow/TinyModels.h"

#include "core/architecture/Blueprint.h"
#include "core/base/Random.h"
#include "core/model/MusicVaeTorch.h"
#include "training/LossTorch.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace segue;
using architecture::Architecture;
using torch::Tensor;

namespace {

constexpr std::size_t kExamples = 3;
// A hundred additions of numbers around 1 in single precision, through some tens of steps.
constexpr double kTolerance = 1e-4;

/// Shape: [count][width] rows for each example; returns [count, examples, width].
Tensor sideBySide(const std::vector<const slow::Rows*>& examples) {
    const auto steps = static_cast<std::int64_t>(examples.front()->size());
    const auto width = static_cast<std::int64_t>(examples.front()->front().size());
    Tensor tensor = torch::zeros({steps, static_cast<std::int64_t>(examples.size()), width});
    auto* value = tensor.data_ptr<float>();
    for (std::size_t step = 0; step < examples.front()->size(); ++step)
        for (const slow::Rows* rows : examples)
            value = std::ranges::copy((*rows)[step], value).out;
    return tensor;
}

slow::Rows toRows(const Tensor& tensor) { // [N, W]
    const Tensor values = tensor.detach().contiguous();
    slow::Rows rows;
    for (std::int64_t row = 0; row < values.size(0); ++row) {
        const float* begin = values.data_ptr<float>() + row * values.size(1);
        rows.emplace_back(begin, begin + values.size(1));
    }
    return rows;
}

Tensor column(const Tensor& tensor, std::size_t example) { // [T, B, W] -> [T, W]
    return tensor.select(1, static_cast<std::int64_t>(example));
}

Tensor toTensor(const slow::Rows& rows) { // [N, W]
    return sideBySide({&rows}).squeeze(1);
}

model::BatchTensors batchOf(const Architecture& architecture, const std::vector<slow::Example>& examples) {
    std::vector<const slow::Rows*> inputs;
    std::vector<const slow::Rows*> controls;
    std::vector<const slow::Rows*> targets;
    std::vector<std::int64_t> lengths;
    for (const slow::Example& example : examples) {
        inputs.push_back(&example.input);
        controls.push_back(&example.control);
        targets.push_back(&example.target);
        lengths.insert(lengths.end(), example.lengths.begin(), example.lengths.end());
    }
    model::BatchTensors batch;
    batch.input = sideBySide(inputs);
    if (architecture.shape().control > 0)
        batch.control = sideBySide(controls);
    batch.target = sideBySide(targets);
    batch.previous = torch::cat(
        {torch::zeros_like(batch.target.narrow(0, 0, 1)), batch.target.narrow(0, 0, batch.target.size(0) - 1)});
    batch.lengths = torch::tensor(lengths, torch::kInt64).view({static_cast<std::int64_t>(examples.size()), -1});
    return batch;
}

/// A tiny model as both see it, and what both are asked.
struct Case {
    Case(const Architecture& architecture, std::size_t examplesCount)
        : file(slow::tinyModel(architecture, 1)),
          slowly(architecture, slow::Weights(file.weights)),
          fast(std::move(*model::MusicVae::fromModelFile(file))),
          examples(slow::tinyExamples(architecture, examplesCount, 2)),
          noise(slow::normalRows(examplesCount, architecture.latentSize, 3)),
          batch(batchOf(architecture, examples)) {}

    files::ModelFile file;
    slow::Network slowly;
    model::MusicVae fast;
    std::vector<slow::Example> examples;
    slow::Rows noise; ///< also points z
    model::BatchTensors batch;
};

/// Losses are taken in double precision: single precision keeps no digit of log(1 - p + 1e-7) where p is next to 1.
Tensor reconstructionLoss(const Case& each, const Tensor& z, const training::LossWeights& weights) {
    model::BatchTensors exact = each.batch;
    exact.target = each.batch.target.to(torch::kFloat64);
    return training::reconstructionLoss(each.fast.architecture().decoder.outputs,
                                        each.fast.decode(each.batch, z).to(torch::kFloat64), exact, weights); // [B]
}

Tensor totalLoss(const Case& each, const training::LossWeights& weights) {
    Tensor z = toTensor(each.noise);
    Tensor kl = torch::zeros(z.size(0));
    if (each.fast.hasEncoder()) {
        const auto posterior = each.fast.encode(each.batch.input, each.batch.control, each.batch.lengths);
        z = posterior.mean + posterior.sigma * z;
        kl = training::klDivergence(posterior);
    }
    return training::lossTerms(reconstructionLoss(each, z, weights), kl, weights).total;
}

} // namespace

/// The LibTorch networks against the slow ones, for every kind of architecture.
class TestNetworks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void posteriorsAreTheSlowOnes() {
        for (const Architecture& architecture : m_architectures) {
            const Case each(architecture, kExamples);
            if (!architecture.encoder.present)
                continue;
            const torch::NoGradGuard noGrad;
            const auto posterior = each.fast.encode(each.batch.input, each.batch.control, each.batch.lengths);
            for (std::size_t example = 0; example < kExamples; ++example) {
                const slow::Posterior expected = each.slowly.encode(each.examples[example]);
                const auto mean = toRows(posterior.mean)[example];
                const auto sigma = toRows(posterior.sigma)[example];
                QVERIFY2(slow::difference(mean, expected.mean) < kTolerance, architecture.name.c_str());
                QVERIFY2(slow::difference(sigma, expected.sigma) < kTolerance, architecture.name.c_str());
            }
        }
    }

    void teacherForcedLogitsAreTheSlowOnes() {
        for (const Architecture& architecture : m_architectures) {
            const Case each(architecture, kExamples);
            const torch::NoGradGuard noGrad;
            const Tensor logits = each.fast.decode(each.batch, toTensor(each.noise)); // [T, B, V]
            for (std::size_t example = 0; example < kExamples; ++example) {
                const auto expected = each.slowly.recite(each.noise[example], each.examples[example]);
                const slow::Rows actual = toRows(column(logits, example));
                const std::size_t ofSegment = actual.size() / expected.lengths.size();
                for (std::size_t step = 0; step < actual.size(); ++step)
                    if (static_cast<int>(step % ofSegment) < expected.lengths[step / ofSegment])
                        QVERIFY2(slow::difference(actual[step], expected.logits[step]) < kTolerance,
                                 (architecture.name + ": example " + std::to_string(example) + ", step " +
                                  std::to_string(step))
                                     .c_str());
            }
        }
    }

    void lossesAreTheSlowOnes() {
        for (const Architecture& architecture : m_architectures) {
            const Case each(architecture, kExamples);
            const torch::NoGradGuard noGrad;
            const Tensor losses = reconstructionLoss(each, toTensor(each.noise), {});
            for (std::size_t example = 0; example < kExamples; ++example) {
                const auto writing = each.slowly.recite(each.noise[example], each.examples[example]);
                double expected = 0;
                for (const double term :
                     slow::joined(slow::reconstructionTerms(architecture.decoder, writing, each.examples[example])))
                    expected += term;
                const double loss = losses[static_cast<std::int64_t>(example)].item<double>();
                QVERIFY2(std::abs(loss - expected) < kTolerance * std::max(1.0, expected),
                         (architecture.name + ": " + std::to_string(loss - expected)).c_str());
            }
            training::LossWeights weights;
            weights.beta = 0.2;
            weights.freeBits = 0.5;
            const double total = totalLoss(each, weights).item<double>();
            const double expected = slow::totalLoss(each.slowly, each.examples, each.noise, {0.2, 0.5});
            QVERIFY2(std::abs(total - expected) < kTolerance * std::max(1.0, expected), architecture.name.c_str());
        }
    }

    void freeRunningWritesWhatTheSlowOnesWrite() {
        for (const Architecture& architecture : m_architectures) {
            const Case each(architecture, kExamples);
            const auto generated = each.fast.generate(toTensor(each.noise), each.batch.control);
            for (std::size_t example = 0; example < kExamples; ++example) {
                const slow::Writing expected =
                    each.slowly.improvise(each.noise[example], each.examples[example].control);
                const std::string differs =
                    slow::firstDifference(architecture, expected, toRows(column(generated.logits, example)),
                                          toRows(column(generated.outputs, example)), kTolerance);
                QVERIFY2(differs.empty(), (architecture.name + ": " + differs).c_str());
            }
        }
    }

    /// Central differences of the slow loss, in double precision, at some weights of every tensor.
    void gradientsAreFiniteDifferences() {
        constexpr double kStep = 1e-5;
        Random random(7);
        for (std::size_t index = 0; index < m_architectures.size(); index += 3) {
            Case each(m_architectures[index], 2);
            totalLoss(each, {}).backward();
            std::size_t parameter = 0;
            for (const auto& [name, shape] : architecture::weightShapes(each.file.architecture)) {
                const Tensor gradient = each.fast.parameters()[parameter++].grad();
                slow::Row& values = each.slowly.weights().values(name);
                const std::size_t place = random.below(values.size());
                const double value = values[place];
                values[place] = value + kStep;
                const double above = slow::totalLoss(each.slowly, each.examples, each.noise, {});
                values[place] = value - kStep;
                const double below = slow::totalLoss(each.slowly, each.examples, each.noise, {});
                values[place] = value;
                const double expected = (above - below) / (2 * kStep);
                const double actual =
                    gradient.defined() ? gradient.reshape(-1)[static_cast<std::int64_t>(place)].item<double>() : 0.0;
                const double scale = std::max(1.0, gradient.defined() ? gradient.abs().max().item<double>() : 0.0);
                QVERIFY2(std::abs(actual - expected) < 1e-3 * scale,
                         (each.file.architecture.name + ": " + name + " " + std::to_string(actual) + " should be " +
                          std::to_string(expected))
                             .c_str());
            }
        }
    }

    /// Heads that say next to nothing give softplus(0) = ln 2 for sigma, whatever the encoder.
    void freshModelsBeginWithATenthOfANatADimension() {
        for (const Architecture& architecture : m_architectures) {
            if (!architecture.encoder.present)
                continue;
            model::Initialisation asMagenta;
            asMagenta.headDeviation = 0.001;
            asMagenta.stateDeviation = 0.001;
            const model::MusicVae fresh(architecture, asMagenta);
            const auto batch = batchOf(architecture, slow::tinyExamples(architecture, kExamples, 2));
            const torch::NoGradGuard noGrad;
            const Tensor kl = training::klDivergence(fresh.encode(batch.input, batch.control, batch.lengths));
            const double perDimension = kl.mean().item<double>() / architecture.latentSize;
            QVERIFY2(std::abs(perDimension - 0.1067) < 0.005, architecture.name.c_str());
        }
    }

private:
    std::vector<Architecture> m_architectures = slow::tinyArchitectures();
};

QTEST_GUILESS_MAIN(TestNetworks)
#include "tst_Networks.moc"
