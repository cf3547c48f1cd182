// How long a point of the map takes to become a pattern, and a pattern a point, on one core: with the sizes of the
// bundled model, and of Magenta's, one of each kind. Limit in the same run: the time to read the weights that every
// step needs once a step, at the bandwidth measured by reading as many.

#include "core/decoder/LiveModel.h"
#include "tests/bench/BenchModels.h"
#include "tests/bench/CoreLimits.h"
#include "tests/support/RandomModel.h"

#include <benchmark/benchmark.h>

#include <string>

namespace {

using namespace segue;

architecture::Architecture bundledSizes() {
    auto architecture = *architecture::namedConfiguration("groovae_2bar");
    architecture.encoder.sizes = {256};
    return architecture;
}

void decodePattern(benchmark::State& state, const architecture::Architecture& architecture) {
    const auto model = *decoder::LiveModel::create(test::randomModel(architecture, 1));
    const auto workspace = model->makeWorkspace();
    Random random(2);
    const bench::WeightsRead read = bench::weightsRead(architecture);
    bench::ReadingLimit limit(read.aStep * sizeof(float), static_cast<int>(read.steps));
    bench::Samples decoding;
    for (auto _ : state) {
        const auto z = bench::drawZ(architecture, random);
        const double seconds =
            bench::secondsOf([&] { benchmark::DoNotOptimize(model->decode(z, {}, {}, *workspace).pattern); });
        state.SetIterationTime(seconds);
        decoding.add(seconds);
        limit.measure();
    }
    state.counters["over_reading_weights"] = decoding.median() / limit.seconds();
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
                             "hier-multiperf_vel_1bar_med"})
        add(name, *architecture::namedConfiguration(name));
    return true;
}();

} // namespace
