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

/// A collection of MIDI cut into windows and split by song: no song is both learned from and measured on.
struct DataSets {
    explicit DataSets(const architecture::GrooveCodecConfig& codec) : train(codec), validation(codec), test(codec) {}

    Dataset train;
    Dataset validation;
    Dataset test;
    std::vector<files::RefusedFile> refused; ///< files that could not be read or hold no drums that can be used
    std::vector<RepairedFile> repaired; ///< files that were mended in reading
    int notes = 0; ///< placed on the grid
    int shadowedNotes = 0; ///< lost because a louder one shares their step and drum
    int unmappedNotes = 0; ///< of pitches that are no drum

    [[nodiscard]] Dataset& of(files::Split split);
    /// Songs and windows of each split, for config.json and the model file.
    [[nodiscard]] nlohmann::json facts() const;
};

/// Errors: readMusicCollection's; NoMusic when no file of the collection has drums that can be used, with the reason
/// of the first.
[[nodiscard]] Result<DataSets> loadDataSets(const std::vector<std::filesystem::path>& paths,
                                            const architecture::GrooveCodecConfig& codec,
                                            const files::CollectionOptions& options = {});

/// Under this many windows a model learned from nothing is poor, and a fine-tune of a trained one is better.
inline constexpr int kFewWindows = 500;

} // namespace segue::training
