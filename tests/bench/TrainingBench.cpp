// What a step of learning costs on one core, with Magenta's sizes and batches of 128: against its matrix products alone
// at the rate of a large product, measured in turn with the step; and how the LSTM compares with LibTorch's own.

#include "core/architecture/Blueprint.h"
#include "core/model/Backend.h"
#include "core/model/FusedLstmTorch.h"
#include "tests/bench/Samples.h"
#include "training/LearnerTorch.h"

#include <benchmark/benchmark.h>

#include <algorithm>

namespace {

using namespace segue;
using architecture::OutputPart;
using bench::Samples;
using bench::secondsOf;
using model::Precision;

constexpr int kRows = 128;

torch::Tensor leaf(std::initializer_list<std::int64_t> shape) {
    return torch::randn(at::IntArrayRef(shape)).mul_(0.05).requires_grad_();
}

void lstmForwardAndBackward(benchmark::State& state) {
    constexpr std::int64_t kSteps = 32;
    constexpr std::int64_t kUnits = 256;
    model::useThreads(1);
    const auto inputs = leaf({kSteps, kRows, kUnits});
    const model::LstmWeights weights{leaf({4 * kUnits, kUnits}), leaf({4 * kUnits, kUnits}), leaf({4 * kUnits})};
    const auto secondBias = torch::zeros({4 * kUnits});
    const auto zeros = torch::zeros({kRows, kUnits});
    Samples ours;
    Samples theirs;
    for (auto _ : state) {
        const double elapsed = secondsOf([&] {
            model::fusedLstm(inputs, weights, {zeros, zeros}).outputs.sum().backward();
        });
        state.SetIterationTime(elapsed);
        ours.add(elapsed);
        theirs.add(secondsOf([&] {
            const auto outputs = std::get<0>(at::lstm(inputs, {zeros.unsqueeze(0), zeros.unsqueeze(0)},
                                                      {weights.input, weights.recurrent, weights.offset, secondBias},
                                                      true, 1, 0.0, true, false, false));
            outputs.sum().backward();
        }));
    }
    state.counters["faster_than_libtorch"] = theirs.median() / ours.median();
}
BENCHMARK(lstmForwardAndBackward)->Unit(benchmark::kMillisecond)->UseManualTime();

/// How many numbers a step of learning multiplies, teacher-forced: each product forwards, and backwards once for its
/// weights and once for its inputs, where these are learned.
class ProductCount {
public:
    explicit ProductCount(const architecture::Architecture& architecture) {
        const architecture::Blueprint plan = architecture::blueprint(architecture);
        const double steps = static_cast<double>(architecture.shape().steps) * kRows;
        double read = steps; // rows of all steps of a level
        for (const architecture::EncoderLevel& level : plan.encoder) {
            addLayers(level.layers, read, 0.0, read == steps ? 0.0 : level.layers.inputs);
            read /= level.steps;
        }
        const double Z = architecture.latentSize;
        add(kRows, plan.encoder.back().layers.outputs(), 2.0 * Z, true);
        double written = kRows;
        for (const architecture::Conductor& conductor : plan.conductors) {
            add(written, conductor.embedding, conductor.layers.states(), true);
            written *= conductor.steps;
            addLayers(conductor.layers, written, 0.0, 0.0);
        }
        for (const architecture::CoreDecoder& core : plan.cores) {
            const double own = core.layers.inputs - core.embedding;
            add(written, core.embedding, core.layers.states() + 4.0 * core.layers.sizes.front(), true);
            addLayers(core.layers, steps, own, 0.0);
            add(steps, core.layers.outputs(), core.columns, true);
        }
    }

    [[nodiscard]] double products() const { return m_products; }

private:
    void add(double rows, double inputs, double outputs, bool areInputsLearned) {
        m_products += rows * inputs * outputs * (areInputsLearned ? 3.0 : 2.0);
    }

    /// The lowest layer reads `given` numbers and `learned` ones.
    void addLayers(const architecture::LstmStack& stack, double rows, double given, double learned) {
        for (std::size_t layer = 0; layer < stack.sizes.size(); ++layer)
            for (int direction = 0; direction < (stack.bidirectional ? 2 : 1); ++direction) {
                const double units = stack.sizes[layer];
                if (layer == 0)
                    add(rows, given, 4.0 * units, false);
                add(rows, layer == 0 ? learned : stack.inputsOf(layer), 4.0 * units, true);
                add(rows, units, 4.0 * units, true);
            }
    }

    double m_products = 0.0;
};

/// One large product of ours.
class LargeProduct {
public:
    explicit LargeProduct(Precision precision)
        : m_numbers(kSize * kSize, 0.5F),
          m_result(kSize * kSize),
          m_left(precision, kSize, kSize),
          m_right(precision, {m_numbers.data(), kSize, kSize, kSize}) {
        m_left.setRows(0, {m_numbers.data(), kSize, kSize, kSize});
    }

    void measure() {
        m_samples.add(secondsOf([&] { m_right.addProduct(m_left, 0, kSize, m_result.data(), kSize); }));
    }
    [[nodiscard]] double productsPerSecond() const {
        return static_cast<double>(kSize * kSize * kSize) / m_samples.median();
    }

private:
    static constexpr std::int64_t kSize = 1024;
    std::vector<float> m_numbers;
    std::vector<float> m_result;
    model::LeftFactor m_left;
    model::RightFactor m_right;
    Samples m_samples;
};

/// One of each class, or an eighth of all answers, at every step.
training::Batch drawBatch(const architecture::Architecture& architecture) {
    training::Batch batch(architecture.shape(), kRows);
    Random random(1);
    auto target = batch.targets.begin();
    while (target != batch.targets.end())
        for (const OutputPart& part : architecture.decoder.outputs) {
            if (part.kind == OutputPart::Kind::Categorical)
                target[static_cast<std::ptrdiff_t>(random.below(static_cast<std::uint64_t>(part.width)))] = 1.0F;
            else
                std::generate_n(target, part.width, [&] { return random.chance(0.125) ? 1.0F : 0.0F; });
            target += part.width;
        }
    std::ranges::generate(batch.input, [&] { return random.chance(0.125) ? 1.0F : 0.0F; });
    const std::size_t aStep = batch.targets.size() / static_cast<std::size_t>(batch.shape.steps);
    std::copy(batch.targets.begin(), batch.targets.end() - static_cast<std::ptrdiff_t>(aStep),
              batch.previous.begin() + static_cast<std::ptrdiff_t>(aStep));
    return batch;
}

void trainingStep(benchmark::State& state, const char* name, Precision precision) {
    if (!model::hasUnitsFor(precision)) {
        state.SkipWithError("this processor has no units for it");
        return;
    }
    model::useThreads(1);
    model::keepFreedMemory();
    const auto architecture = *architecture::namedConfiguration(name);
    model::MusicVae network(architecture, {});
    network.multiplyIn(precision);
    training::Learner learner(std::move(network), {});
    const training::Batch batch = drawBatch(architecture);
    const double products = ProductCount(architecture).products();
    LargeProduct large(precision);
    Samples steps;
    std::int64_t step = 0;
    static_cast<void>(learner.learn(batch, step++, 1e-3, 0.2));
    for (auto _ : state) {
        training::Batch own = batch;
        const double elapsed =
            secondsOf([&] { benchmark::DoNotOptimize(learner.learn(std::move(own), step++, 1e-3, 0.2)); });
        state.SetIterationTime(elapsed);
        steps.add(elapsed);
        for (int repetition = 0; repetition < 10; ++repetition)
            large.measure();
    }
    state.SetItemsProcessed(state.iterations() * kRows);
    state.counters["gflops"] = 2e-9 * large.productsPerSecond();
    state.counters["products_ms"] = 1e3 * products / large.productsPerSecond();
    state.counters["over_products"] = steps.median() * large.productsPerSecond() / products;
}

const bool kRegistered = [] {
    for (const char* const name : {"cat-drums_2bar_small", "groovae_2bar", "hierdec-drums_4bar_small"})
        for (const Precision precision : {Precision::Float32, Precision::BFloat16})
            benchmark::RegisterBenchmark(
                ("trainingStep/" + std::string(name) + "/" + std::string(nameOf(precision))).c_str(),
                [name, precision](benchmark::State& state) { trainingStep(state, name, precision); })
                ->Unit(benchmark::kMillisecond)
                ->UseManualTime()
                ->Iterations(12);
    return true;
}();

} // namespace
