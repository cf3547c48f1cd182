// How many MIDI files are parsed a second, from memory. Limit in the same run: the time to bring the same files' bytes
// into memory.

#include "core/base/InOrder.h"
#include "core/files/MidiFile.h"
#include "tests/bench/MusicFolder.h"

namespace {

using namespace segue;
using Clock = std::chrono::steady_clock;

void parseMidi(benchmark::State& state, const char* dataSet, int jobs) {
    bench::MusicFolder folder;
    if (!folder.open(state, dataSet))
        return;
    double reading = 0;
    double parsing = 0;
    for (auto _ : state) {
        reading += folder.secondsToRead();
        const auto start = Clock::now();
        const auto status = InOrder<Result<files::ReadMusic>>::run(
            folder.contents.size(), jobs, [&folder](std::size_t i) { return files::recoverMidi(folder.contents[i]); },
            [](std::size_t, const Result<files::ReadMusic>& music) -> Status {
                return music ? Status() : fail(music.error());
            });
        const double elapsed = bench::seconds(Clock::now() - start);
        if (!status) {
            state.SkipWithError(status.error().text().c_str());
            return;
        }
        state.SetIterationTime(elapsed);
        parsing += elapsed;
    }
    folder.count(state, parsing, reading);
}
BENCHMARK_CAPTURE(parseMidi, groove_1_core, "groove", 1)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK_CAPTURE(parseMidi, groove_2_cores, "groove", 2)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK_CAPTURE(parseMidi, pop909_1_core, "pop909", 1)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK_CAPTURE(parseMidi, pop909_2_cores, "pop909", 2)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK_CAPTURE(parseMidi, nottingham_1_core, "nottingham", 1)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK_CAPTURE(parseMidi, nottingham_2_cores, "nottingham", 2)->Unit(benchmark::kMillisecond)->UseManualTime();

} // namespace
