#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace segue::latent {

/// What is known of one example beside its mean. Empty and 0 mean unknown.
struct ExampleInfo {
    std::string file; ///< name within the data set, never an absolute path
    std::string style; ///< main style: "funk"
    std::string drummer;
    float bpm = 0;
    int bar = 0; ///< first bar of the window, from 0

    friend bool operator==(const ExampleInfo&, const ExampleInfo&) = default;
};

/// The posterior means of a data set under one model, with what the map shows of each example.
/// Format in MapFile.md: one safetensors file; means as 16-bit floats; texts as tables of distinct strings in the
/// metadata with 16-bit indices.
struct MapFile {
    static constexpr int kVersion = 1;

    int latentSize = 0;
    std::vector<float> means; ///< [count, latentSize]
    std::vector<ExampleInfo> examples;
    std::string title; ///< "Groove MIDI Dataset, train and validation"
    std::string attribution; ///< source, maker and licence
    std::string modelChecksum; ///< of the weights the means belong to: a map of another model is refused

    friend bool operator==(const MapFile&, const MapFile&) = default;
};

/// Errors: readFile's, Malformed, Unsupported (newer version).
[[nodiscard]] Result<MapFile> readMapFile(const std::filesystem::path& path);
/// Atomic.
[[nodiscard]] Status writeMapFile(const std::filesystem::path& path, const MapFile& map);

} // namespace segue::latent
