#pragma once

#include "core/base/Files.h"

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace segue::bench {

inline double seconds(std::chrono::steady_clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

/// The MIDI files of one of the data sets beside the repository, in memory.
struct MusicFolder {
    std::filesystem::path path;
    std::vector<std::filesystem::path> files;
    std::vector<std::vector<std::byte>> contents;
    std::size_t bytes = 0;

    /// Skips the benchmark, with the reason, if the data set is not there.
    [[nodiscard]] bool open(benchmark::State& state, const char* dataSet) {
        path = std::filesystem::path(SEGUE_SHARED "/data") / dataSet;
        if (!std::filesystem::is_directory(path)) {
            state.SkipWithError(("there is no " + path.string()).c_str());
            return false;
        }
        for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
            if (entry.path().extension() == ".mid")
                files.push_back(entry.path());
        (void)secondsToRead();
        return true;
    }

    /// Reads all of it again: from the disk's cache, as whoever is compared with this does.
    double secondsToRead() {
        contents.clear();
        bytes = 0;
        const auto start = std::chrono::steady_clock::now();
        for (const auto& file : files) {
            contents.push_back(readFile(file).value_or(std::vector<std::byte>()));
            bytes += contents.back().size();
        }
        return seconds(std::chrono::steady_clock::now() - start);
    }

    /// `taken` and `reading` are sums over the iterations.
    void count(benchmark::State& state, double taken, double reading) const {
        const auto rounds = static_cast<double>(state.iterations());
        state.counters["files/s"] = rounds * static_cast<double>(files.size()) / taken;
        state.counters["MB/s"] = rounds * static_cast<double>(bytes) / 1e6 / taken;
        state.counters["over_reading_bytes"] = taken / reading;
    }
};

} // namespace segue::bench
