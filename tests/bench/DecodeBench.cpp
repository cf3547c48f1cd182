// How long a point of the map takes to become a pattern, and a pattern a point, with the sizes of the bundled model on
// one core. Limit in the same run: the time to read the weights that every step needs once a step, at the bandwidth
// measured by reading as many.

#include "core/architecture/Blueprint.h"
#include "core/base/Random.h"
#include "core/decoder/LiveModel.h"
#include "tests/support/RandomModel.h"

#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <vector>

namespace {

using namespace segue;
using Clock = std::chrono::steady_clock;

architecture::Architecture bundledSizes() {
    auto architecture = *architecture::namedConfiguration("groovae_2bar");
    architecture.encoder.sizes = {256};
    return architecture;
}

/// Weights that every decoding step reads: all of the decoder but what depends on z alone.
std::size_t stepWeights(const architecture::Architecture& architecture) {
    std::size_t count = 0;
    for (const auto& [name, shape] : architecture::weightShapes(architecture))
        if (name.starts_with("decoder.") && !name.starts_with("decoder.initial_state") &&
            name != "decoder.layers.0.input_weight" && shape.size() == 2)
            count += static_cast<std::size_t>(shape[0] * shape[1]);
    return count;
}

/// The time to stream the values of `memory` `times` times.
double streamingSeconds(const std::vector<float>& memory, int times) {
    constexpr std::size_t kLanes = 64;
    std::array<float, kLanes> sums{};
    const auto start = Clock::now();
    for (int pass = 0; pass < times; ++pass) {
        for (std::size_t at = 0; at + kLanes <= memory.size(); at += kLanes)
            for (std::size_t lane = 0; lane < kLanes; ++lane)
                sums[lane] += memory[at + lane];
        benchmark::DoNotOptimize(sums.data());
        benchmark::ClobberMemory();
    }
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void decodePattern(benchmark::State& state) {
    const auto architecture = bundledSizes();
    const auto model = *decoder::LiveModel::create(test::randomModel(architecture, 1));
    const auto workspace = model->makeWorkspace();
    Random random(2);
    std::vector<float> z(static_cast<std::size_t>(architecture.latentSize));
    for (float& value : z)
        value = static_cast<float>(random.normal());
    const std::vector<float> memory(stepWeights(architecture), 1.0F);
    double decoding = 0;
    double limit = 0;
    for (auto _ : state) {
        const auto start = Clock::now();
        benchmark::DoNotOptimize(std::get<music::DrumPattern>(model->decode(z, {}, {}, *workspace).pattern));
        const double elapsed = std::chrono::duration<double>(Clock::now() - start).count();
        state.SetIterationTime(elapsed);
        decoding += elapsed;
        limit += streamingSeconds(memory, architecture.shape().steps);
    }
    state.counters["over_reading_weights"] = decoding / limit;
}
BENCHMARK(decodePattern)->Unit(benchmark::kMillisecond)->UseManualTime();

void encodePattern(benchmark::State& state) {
    const auto architecture = bundledSizes();
    const auto model = *decoder::LiveModel::create(test::randomModel(architecture, 1));
    const auto workspace = model->makeWorkspace();
    Random random(3);
    const auto pattern = test::randomPattern(architecture.shape().steps, 0.13, random);
    for (auto _ : state)
        benchmark::DoNotOptimize(model->encode(pattern, *workspace));
}
BENCHMARK(encodePattern)->Unit(benchmark::kMillisecond);

} // namespace
