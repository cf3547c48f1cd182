// How many files a second become TFRecord shards, from a warm disk, on one core and on two. Peer in the same run: to
// read the same files' bytes and do nothing with them.

#include "core/convert/Conversion.h"
#include "tests/bench/MusicFolder.h"
#include "tests/bench/ResidentMemory.h"
#include "tests/bench/TemporaryFolder.h"

#include <cstdlib>

namespace {

using namespace segue;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

void convertToShards(benchmark::State& state, const char* dataSet, int jobs) {
    bench::MusicFolder folder;
    if (!folder.open(state, dataSet))
        return;
    const bench::TemporaryFolder out;
    double reading = 0;
    double converting = 0;
    for (auto _ : state) {
        reading += folder.secondsToRead();
        convert::ConversionOptions options;
        options.inputs = {{folder.path, true}};
        options.output = out.path() / "x.tfrecord";
        options.shards = 4;
        options.jobs = jobs;
        const auto start = Clock::now();
        auto conversion = convert::Conversion::open(options);
        if (!conversion || !conversion->run() || !conversion->publish()) {
            state.SkipWithError("the conversion failed");
            return;
        }
        const double elapsed = bench::seconds(Clock::now() - start);
        state.SetIterationTime(elapsed);
        converting += elapsed;
    }
    folder.count(state, converting, reading);
}
BENCHMARK_CAPTURE(convertToShards, groove_1_core, "groove", 1)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK_CAPTURE(convertToShards, groove_2_cores, "groove", 2)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK_CAPTURE(convertToShards, pop909_1_core, "pop909", 1)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK_CAPTURE(convertToShards, pop909_2_cores, "pop909", 2)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK_CAPTURE(convertToShards, nottingham_1_core, "nottingham", 1)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK_CAPTURE(convertToShards, nottingham_2_cores, "nottingham", 2)->Unit(benchmark::kMillisecond)->UseManualTime();

/// Memory for 200,000 songs: links to those of Groove, so that all but 1,150 are the same music as another.
void memoryOfManySongs(benchmark::State& state, bool dropDuplicates) {
    if (std::getenv("SEGUE_BENCH_ALL") == nullptr) {
        state.SkipWithError("it takes minutes: set SEGUE_BENCH_ALL to run it");
        return;
    }
    constexpr int kSongs = 200'000;
    bench::MusicFolder folder;
    if (!folder.open(state, "groove"))
        return;
    const bench::TemporaryFolder temporary;
    const fs::path many = temporary.path() / "many";
    for (int i = 0; i < kSongs; ++i) {
        const fs::path& target = folder.files[static_cast<std::size_t>(i) % folder.files.size()];
        const fs::path link = many / ("folder " + std::to_string(i / 1000)) / (std::to_string(i) + ".mid");
        if (i % 1000 == 0)
            fs::create_directories(link.parent_path());
        fs::create_symlink(target, link);
    }
    folder = {};
    for (auto _ : state) {
        bench::forgetPeakMemory();
        convert::ConversionOptions options;
        options.inputs = {{many, true}};
        options.output = temporary.path() / "x.tfrecord";
        options.shards = 8;
        options.jobs = 2;
        options.dropDuplicates = dropDuplicates;
        const auto start = Clock::now();
        auto conversion = convert::Conversion::open(options);
        if (!conversion || !conversion->run() || !conversion->publish()) {
            state.SkipWithError("the conversion failed");
            return;
        }
        state.counters["files/s"] = kSongs / bench::seconds(Clock::now() - start);
        state.counters["written"] = conversion->totals().written;
        state.counters["peak_MB"] = static_cast<double>(bench::residentMemory().peak) / 1e6;
    }
}
BENCHMARK_CAPTURE(memoryOfManySongs, dropping_duplicates, true)->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK_CAPTURE(memoryOfManySongs, keeping_duplicates, false)->Unit(benchmark::kSecond)->Iterations(1);

} // namespace
