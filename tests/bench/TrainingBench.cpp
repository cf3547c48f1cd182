// How many examples a second the trainer learns from, on one core, with the sizes of the bundled model; and how its
// LSTM compares with LibTorch's own (the peer, in the same run).

#include "core/codec/GrooveCodec.h"
#include "core/model/Backend.h"
#include "core/model/FusedLstmTorch.h"
#include "tests/support/RandomModel.h"
#include "training/Batches.h"
#include "training/Configuration.h"
#include "training/LearnerTorch.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>

namespace {

using namespace segue;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kSteps = 32;
constexpr std::int64_t kBatch = 64;
constexpr std::int64_t kInputs = 256;
constexpr std::int64_t kUnits = 256;

template <class Work>
double secondsOf(Work work) {
    const auto start = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

torch::Tensor leaf(std::initializer_list<std::int64_t> shape) {
    return torch::randn(at::IntArrayRef(shape)).mul_(0.05).requires_grad_();
}

void lstmForwardAndBackward(benchmark::State& state) {
    model::useThreads(1);
    const auto inputs = leaf({kSteps, kBatch, kInputs});
    const model::LstmWeights weights{leaf({4 * kUnits, kInputs}), leaf({4 * kUnits, kUnits}), leaf({4 * kUnits})};
    const auto secondBias = torch::zeros({4 * kUnits});
    const auto zeros = torch::zeros({kBatch, kUnits});
    double ours = 0;
    double theirs = 0;
    for (auto _ : state) {
        const double elapsed = secondsOf([&] {
            model::fusedLstm(inputs, weights, {zeros, zeros}).outputs.sum().backward();
        });
        state.SetIterationTime(elapsed);
        ours += elapsed;
        theirs += secondsOf([&] {
            const auto outputs = std::get<0>(at::lstm(inputs, {zeros.unsqueeze(0), zeros.unsqueeze(0)},
                                                      {weights.input, weights.recurrent, weights.offset, secondBias},
                                                      true, 1, 0.0, true, false, false));
            outputs.sum().backward();
        });
    }
    state.counters["faster_than_libtorch"] = theirs / ours;
}
BENCHMARK(lstmForwardAndBackward)->Unit(benchmark::kMillisecond)->UseManualTime();

void trainingStep(benchmark::State& state) {
    model::useThreads(1);
    auto [architecture, parameters] = *training::namedConfiguration("groovae_2bar");
    architecture = training::withSizes(architecture, parameters);
    training::Learner learner(model::MusicVae(architecture, {}), parameters);

    const codec::GrooveCodec codec(std::get<architecture::GrooveCodecConfig>(architecture.codec));
    const int rows = parameters.batchSize;
    training::Batch batch(architecture.shape(), rows);
    Random random(1);
    for (int row = 0; row < rows; ++row)
        batch.put(row, codec.exampleOf(test::randomPattern(architecture.shape().steps, 0.13, random)));
    std::ranges::fill(batch.previous, 0.0F);

    std::int64_t step = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(learner.learn(batch, step++, 1e-3, parameters.maxBeta));
    state.SetItemsProcessed(state.iterations() * rows);
}
BENCHMARK(trainingStep)->Unit(benchmark::kMillisecond);

} // namespace
