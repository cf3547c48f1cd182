// How long a point of the map takes to become a pattern, and a pattern a point, on one core: with the sizes of the
// bundled model, and of Magenta's, one of each kind. Limit in the same run: the time to read the weights that every
// step needs once a step, at the bandwidth measured by reading as many.

#include "core/architecture/Blueprint.h"
#include "core/base/Random.h"
#include "core/decoder/LiveModel.h"
#include "tests/support/RandomModel.h"

#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <string>
#include <vector>

namespace {

using namespace segue;
using Clock = std::chrono::steady_clock;

architecture::Architecture bundledSizes() {
    auto architecture = *architecture::namedConfiguration("groovae_2bar");
    architecture.encoder.sizes = {256};
    return architecture;
}

/// Weights that every decoding step reads: of the core decoders what multiplies neither the step before nor what stays
/// the same in a segment. What a conductor reads once a segment does not count.
std::size_t stepWeights(const architecture::Architecture& architecture) {
    std::size_t count = 0;
    for (const architecture::CoreDecoder& core : architecture::blueprint(architecture).cores) {
        for (std::size_t layer = 0; layer < core.layers.sizes.size(); ++layer) {
            const int units = core.layers.sizes[layer];
            count += static_cast<std::size_t>(4 * units * (units + (layer == 0 ? 0 : core.layers.inputsOf(layer))));
        }
        const int hidden = core.isNade() ? architecture.decoder.nadeHidden : 0;
        count += static_cast<std::size_t>((core.columns + hidden) * core.layers.outputs());
    }
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

void decodePattern(benchmark::State& state, const architecture::Architecture& architecture) {
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
        benchmark::DoNotOptimize(model->decode(z, {}, {}, *workspace).pattern);
        const double elapsed = std::chrono::duration<double>(Clock::now() - start).count();
        state.SetIterationTime(elapsed);
        decoding += elapsed;
        limit += streamingSeconds(memory, architecture.shape().steps);
    }
    state.counters["over_reading_weights"] = decoding / limit;
}

void encodePattern(benchmark::State& state, const architecture::Architecture& architecture) {
    const auto model = *decoder::LiveModel::create(test::randomModel(architecture, 1));
    const auto workspace = model->makeWorkspace();
    const auto pattern = model->codec().silence();
    for (auto _ : state)
        benchmark::DoNotOptimize(model->encode(pattern, *workspace));
}

/// One of each kind of network.
[[maybe_unused]] const bool kAreRegistered = [] {
    const auto add = [](const std::string& name, const architecture::Architecture& architecture) {
        benchmark::RegisterBenchmark(("decodePattern/" + name).c_str(), decodePattern, architecture)
            ->Unit(benchmark::kMillisecond)
            ->UseManualTime();
        benchmark::RegisterBenchmark(("encodePattern/" + name).c_str(), encodePattern, architecture)
            ->Unit(benchmark::kMillisecond);
    };
    add("bundled", bundledSizes());
    for (const char* name : {"groovae_4bar", "cat-mel_2bar_small", "nade-drums_2bar_full", "hierdec-mel_16bar",
                             "hierdec-trio_16bar", "hier-multiperf_vel_1bar_med"})
        add(name, *architecture::namedConfiguration(name));
    return true;
}();

} // namespace
