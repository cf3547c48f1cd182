#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <filesystem>
#include <span>
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
/// Format in MapFile.md: one safetensors file; means as 16-bit floats, the examples as JSON in the metadata.
struct MapFile {
    static constexpr int kVersion = 1;

    int latentSize = 0;
    std::vector<float> means; ///< [count, latentSize]
    std::vector<ExampleInfo> examples;
    std::string title; ///< "Groove MIDI Dataset, train and validation"
    std::string attribution; ///< source, maker and licence
    std::string modelChecksum; ///< files::weightsChecksum of the model the means belong to: no other can decode them

    friend bool operator==(const MapFile&, const MapFile&) = default;
};

/// Total. Errors: readSafetensors', Malformed, Unsupported (no map, or of a newer version).
[[nodiscard]] Result<MapFile> readMap(std::span<const std::byte> bytes);
/// readMap of a file; what is in memory at a time is the map, not the file besides. Errors name the path; also
/// readSafetensorsFile's.
[[nodiscard]] Result<MapFile> readMapFile(const std::filesystem::path& path);

/// Means are rounded to 16-bit floats. Atomic.
/// Errors: writeFileAtomically's; InvalidArgument (means that do not fit the examples, or are beyond 16-bit floats).
[[nodiscard]] Status writeMapFile(const std::filesystem::path& path, const MapFile& map);

} // namespace segue::latent
