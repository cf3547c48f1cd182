#pragma once

#include "core/files/MusicCollection.h"
#include "training/Dataset.h"

#include <nlohmann/json.hpp>

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace segue::training {

/// A file that was mended in reading, and how.
struct RepairedFile {
    std::string file; ///< as in SourceInfo
    std::vector<files::Repair> repairs;
};

/// A collection of music cut into windows and split by song: no song is both learned from and measured on.
struct DataSets {
    DataSets(const architecture::CodecConfig& codec, codec::Rules rules)
        : train(codec, rules), validation(codec, rules), test(codec, rules) {}

    Dataset train;
    Dataset validation;
    Dataset test;
    std::vector<files::RefusedFile> refused; ///< files that could not be read or hold nothing that can be used
    std::vector<RepairedFile> repaired; ///< files that were mended in reading
    int notes = 0; ///< placed on the grid
    int shadowedNotes = 0; ///< lost because one that counts more shares their step
    int unmappedNotes = 0; ///< of pitches that the model does not have

    [[nodiscard]] Dataset& of(files::Split split);
    /// Songs and windows of each split, for config.json and the model file.
    [[nodiscard]] nlohmann::json facts() const;
};

/// Errors: readMusicCollection's; NoMusic when no file of the collection has anything that can be used, with the reason
/// of the first. Requires: architecture::validate(codec).
[[nodiscard]] Result<DataSets> loadDataSets(const std::vector<std::filesystem::path>& paths,
                                            const architecture::CodecConfig& codec,
                                            const files::CollectionOptions& options = {},
                                            codec::Rules rules = codec::Rules::Segue);

} // namespace segue::training
