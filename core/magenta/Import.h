#pragma once

#include "core/base/Result.h"
#include "core/files/ModelFile.h"
#include "core/magenta/Checkpoint.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace segue::magenta {

struct ImportOptions {
    /// Instead of what would be recognised; of it the drum map is set by origin unless `keepsDrumMap`.
    std::optional<architecture::Architecture> architecture;
    bool keepsDrumMap = false;
    Part part = Part::Everything;
    std::string licence; ///< of the weights, if it is known
};

/// A model made of a checkpoint, and what there is to say about that.
struct Imported {
    files::ModelFile model; ///< with its origin as provenance
    CheckpointFormat format = CheckpointFormat::TensorFlow;
    std::string how; ///< its architecture was found out
    std::size_t variables = 0; ///< that became weights
    std::vector<std::string> ignored; ///< that only training needs
    std::vector<std::string> leftOut; ///< of the encoder, if that was not wanted
};

/// Reads a checkpoint of Magenta's and makes a model of it like any other.
/// Errors: readCheckpoint's, recognise()'s, checkVariables'.
[[nodiscard]] Result<Imported> importCheckpoint(const std::filesystem::path& path, const ImportOptions& options,
                                                Reading& reading);

} // namespace segue::magenta
