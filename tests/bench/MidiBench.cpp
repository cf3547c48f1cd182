// How many MIDI files are read a second: those of the Groove data set where it is, else the bundled examples.
// Limit in the same run: the time to bring the same files' bytes into memory.

#include "core/base/Files.h"
#include "core/files/MidiFile.h"

#include <benchmark/benchmark.h>

#include <chrono>
#include <filesystem>
#include <vector>

namespace {

using namespace segue;
using Clock = std::chrono::steady_clock;

std::vector<std::filesystem::path> midiFiles() {
    std::vector<std::filesystem::path> files;
    for (const char* folder : {SEGUE_SHARED "/data/groove", SEGUE_ASSETS "/examples"}) {
        if (!std::filesystem::is_directory(folder))
            continue;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
            if (entry.path().extension() == ".mid")
                files.push_back(entry.path());
        if (!files.empty())
            break;
    }
    return files;
}

double seconds(Clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

void readMidiFiles(benchmark::State& state) {
    const auto paths = midiFiles();
    double reading = 0;
    double parsing = 0;
    std::size_t notes = 0;
    for (auto _ : state) {
        notes = 0;
        for (const auto& path : paths) {
            const auto start = Clock::now();
            const auto bytes = readFile(path);
            const auto middle = Clock::now();
            if (!bytes) {
                state.SkipWithError(bytes.error().text().c_str());
                return;
            }
            const auto sequence = files::readMidi(*bytes);
            if (!sequence) {
                state.SkipWithError((path.string() + ": " + sequence.error().text()).c_str());
                return;
            }
            notes += sequence->notes.size();
            reading += seconds(middle - start);
            parsing += seconds(Clock::now() - middle);
        }
    }
    const auto count = static_cast<double>(paths.size()) * static_cast<double>(state.iterations());
    state.counters["files/s"] = count / (reading + parsing);
    state.counters["notes"] = static_cast<double>(notes);
    state.counters["parse_over_read"] = parsing / reading;
}
BENCHMARK(readMidiFiles)->Unit(benchmark::kMillisecond);

} // namespace
