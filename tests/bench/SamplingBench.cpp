// What a step of learning costs in which every step of the decoder hears the decoder itself (scheduled sampling at its
// end), against the same step told the truth (the peer, in the same run). cat-drums_2bar_small, on one core.

#include "core/architecture/OutputDraws.h"
#include "core/model/Backend.h"
#include "training/LearnerTorch.h"

#include <benchmark/benchmark.h>

#include <chrono>

namespace {

using namespace segue;
using Clock = std::chrono::steady_clock;

/// Random drums: what is in them changes no time.
training::Batch drawBatch(const architecture::Architecture& architecture, int rows) {
    const architecture::TensorShape shape = architecture.shape();
    training::Batch batch(shape, rows);
    Random random(1);
    for (int row = 0; row < rows; ++row) {
        codec::Example example;
        example.input.resize(static_cast<std::size_t>(shape.steps) * static_cast<std::size_t>(shape.input));
        example.output.resize(static_cast<std::size_t>(shape.steps) * static_cast<std::size_t>(shape.output));
        example.lengths = {shape.steps};
        for (float& value : example.input)
            value = random.chance(0.2) ? 1.0F : 0.0F;
        for (std::size_t at = 0; at < example.output.size(); at += static_cast<std::size_t>(shape.output))
            example.output[at + random.below(static_cast<std::uint64_t>(shape.output))] = 1.0F;
        batch.put(row, example);
    }
    return batch;
}

void scheduledSampling(benchmark::State& state) {
    model::useThreads(1);
    const int rows = static_cast<int>(state.range(0));
    const auto architecture = architecture::namedConfiguration("cat-drums_2bar_small").value();
    training::Hyperparameters parameters;
    training::Learner learner(model::MusicVae(architecture, {}), parameters);
    const training::Batch told = drawBatch(architecture, rows);
    training::Batch heard = told;
    Random random(2);
    for (int row = 0; row < rows; ++row)
        heard.letHearItself(row, 1.0, architecture::drawsOf(architecture.decoder.outputs.front()), random);

    std::int64_t step = 0;
    const auto secondsOf = [&](const training::Batch& batch) {
        const auto start = Clock::now();
        benchmark::DoNotOptimize(learner.learn(batch, step++, 1e-3, parameters.maxBeta));
        return std::chrono::duration<double>(Clock::now() - start).count();
    };
    double sampled = 0.0;
    double forced = 0.0;
    for (auto _ : state) {
        const double seconds = secondsOf(heard);
        state.SetIterationTime(seconds);
        sampled += seconds;
        forced += secondsOf(told);
    }
    state.counters["times_teacher_forcing"] = sampled / forced;
}
BENCHMARK(scheduledSampling)->Arg(64)->Arg(128)->Unit(benchmark::kMillisecond)->UseManualTime();

} // namespace
