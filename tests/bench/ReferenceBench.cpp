// How much faster the live decoder is than the same networks in LibTorch (the peer, in the same run), for one pattern
// on one core: Magenta's two-bar melodies, and grooves of the bundled model's sizes.

#include "core/model/Backend.h"
#include "core/model/ReferenceModel.h"
#include "tests/bench/BenchModels.h"
#include "tests/bench/Samples.h"
#include "tests/support/RandomModel.h"

#include <benchmark/benchmark.h>

namespace {

using namespace segue;
using bench::Samples;
using bench::secondsOf;

void againstLibTorch(benchmark::State& state, const files::ModelFile& file, int theirThreads) {
    model::useThreads(theirThreads);
    const auto live = *decoder::LiveModel::create(file);
    const auto reference = *model::ReferenceModel::create(file);
    const auto workspace = live->makeWorkspace();
    Random random(2);
    Samples ours;
    Samples theirs;
    for (auto _ : state) {
        const auto z = bench::drawZ(file.architecture, random);
        const auto decode = [&] { benchmark::DoNotOptimize(live->decodeTensors(z, {}, {}, *workspace)); };
        const auto decodeWithLibTorch = [&] { benchmark::DoNotOptimize(reference.decodeTensors(z, {}, {})); };
        decode(); // so that what ran before has no part in the next one
        const double seconds = secondsOf(decode);
        state.SetIterationTime(seconds);
        ours.add(seconds);
        decodeWithLibTorch();
        theirs.add(secondsOf(decodeWithLibTorch));
    }
    model::useThreads(1);
    state.counters["libtorch_ms"] = 1000.0 * theirs.median();
    state.counters["faster_than_libtorch"] = theirs.median() / ours.median();
}

[[maybe_unused]] const bool kAreRegistered = [] {
    const auto add = [](const char* name, const files::ModelFile& model, int theirThreads) {
        benchmark::RegisterBenchmark(name, againstLibTorch, model, theirThreads)
            ->Unit(benchmark::kMillisecond)
            ->UseManualTime()
            ->MinTime(0.2);
    };
    add("decodeMelody/against_libtorch", bench::melodyModel(), 1);
    add("decodeMelody/against_libtorch_on_two_threads", bench::melodyModel(), 2);
    auto bundledSizes = *architecture::namedConfiguration("groovae_2bar");
    bundledSizes.encoder.sizes = {256};
    add("decodeGroove/against_libtorch", test::randomModel(bundledSizes, 1), 1);
    return true;
}();

} // namespace
