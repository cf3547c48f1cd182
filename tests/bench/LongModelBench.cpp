// Models of sixteen bars, with random weights of Magenta's sizes: how soon their first bar can sound, and how long the
// whole takes against reading the weights from memory as often as it needs them.

#include "core/decoder/LiveModel.h"
#include "tests/bench/BenchModels.h"
#include "tests/bench/CoreLimits.h"
#include "tests/support/RandomModel.h"

#include <benchmark/benchmark.h>

namespace {

using namespace segue;
using bench::Samples;
using bench::secondsOf;
using decoder::Precision;

/// Without an encoder, which has no part in this.
files::ModelFile longModel(const char* configuration) {
    auto architecture = *architecture::namedConfiguration(configuration);
    architecture.encoder.present = false;
    return test::randomModel(architecture, 1);
}

void decodeFirstBar(benchmark::State& state) {
    constexpr double kStepAt120Bpm = 0.125;
    const auto model = *decoder::LiveModel::create(longModel("hierdec-mel_16bar"), {.precision = Precision::BFloat16});
    const auto workspace = model->makeWorkspace();
    Random random(2);
    Samples decoding;
    for (auto _ : state) {
        const auto z = bench::drawZ(model->architecture(), random);
        const double seconds = secondsOf([&] {
            model->decodeTensors(z, {}, {}, *workspace, [](const decoder::DecodedTensors& soFar) {
                benchmark::DoNotOptimize(soFar.output.data());
                return false;
            });
        });
        state.SetIterationTime(seconds);
        decoding.add(seconds);
    }
    state.counters["of_a_step_at_120_bpm"] = decoding.median() / kStepAt120Bpm;
}
BENCHMARK(decodeFirstBar)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(50);

void decodeTrio(benchmark::State& state, Precision precision) {
    const auto model = *decoder::LiveModel::create(longModel("hierdec-trio_16bar"), {.precision = precision});
    const auto workspace = model->makeWorkspace();
    Random random(2);
    const bench::WeightsRead read = bench::weightsRead(model->architecture());
    const std::size_t bytes = precision == Precision::BFloat16 ? 2 : sizeof(float);
    bench::ReadingLimit limit(read.aStep * bytes, 16);
    Samples decoding;
    for (auto _ : state) {
        const auto z = bench::drawZ(model->architecture(), random);
        const double seconds =
            secondsOf([&] { benchmark::DoNotOptimize(model->decodeTensors(z, {}, {}, *workspace).output.data()); });
        state.SetIterationTime(seconds);
        decoding.add(seconds);
        limit.measure();
    }
    state.counters["over_reading_weights"] =
        decoding.median() * limit.bytesPerSecond() / static_cast<double>(read.all * bytes);
    state.counters["read_GB/s"] = limit.bytesPerSecond() / 1e9;
}
BENCHMARK_CAPTURE(decodeTrio, in_32_bits, Precision::Float32)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(3);
BENCHMARK_CAPTURE(decodeTrio, in_16_bits, Precision::BFloat16)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(3);

} // namespace
