// How much faster the live decoder is than the same networks in LibTorch (the peer, in the same run), for one pattern
// on one core.

#include "core/model/Backend.h"
#include "core/model/ReferenceModel.h"
#include "tests/support/RandomModel.h"

#include <benchmark/benchmark.h>

#include <chrono>

namespace {

using namespace segue;
using Clock = std::chrono::steady_clock;

void decodeAgainstLibTorch(benchmark::State& state) {
    model::useThreads(1);
    auto architecture = *architecture::namedConfiguration("groovae_2bar");
    architecture.encoder.sizes = {256};
    const auto file = test::randomModel(architecture, 1);
    const auto live = *decoder::LiveModel::create(file);
    const auto reference = *model::ReferenceModel::create(file);
    const auto workspace = live->makeWorkspace();
    Random random(2);
    std::vector<float> z(static_cast<std::size_t>(architecture.latentSize));
    for (float& value : z)
        value = static_cast<float>(random.normal());
    double ours = 0;
    double theirs = 0;
    for (auto _ : state) {
        const auto start = Clock::now();
        benchmark::DoNotOptimize(std::get<music::DrumPattern>(live->decode(z, {}, {}, *workspace).pattern));
        const auto middle = Clock::now();
        benchmark::DoNotOptimize(reference.decode(z, {}, {}));
        const auto end = Clock::now();
        const double elapsed = std::chrono::duration<double>(middle - start).count();
        state.SetIterationTime(elapsed);
        ours += elapsed;
        theirs += std::chrono::duration<double>(end - middle).count();
    }
    state.counters["faster_than_libtorch"] = theirs / ours;
}
BENCHMARK(decodeAgainstLibTorch)->Unit(benchmark::kMillisecond)->UseManualTime();

} // namespace
