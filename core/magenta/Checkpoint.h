#pragma once

#include "core/base/Result.h"
#include "core/files/Safetensors.h"
#include "core/magenta/Reading.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace segue::magenta {

/// The three ways in which Magenta's weights have been published (Checkpoints.md).
enum class CheckpointFormat { TensorFlow, MagentaJs, Legacy };
/// "TensorFlow", "magenta.js", "one file per variable".
[[nodiscard]] std::string_view name(CheckpointFormat format);

/// What a checkpoint of Magenta's holds, whatever its format: the variables by TensorFlow's names, which say nothing of
/// the notes they make, and what stands beside them.
struct Checkpoint {
    CheckpointFormat format = CheckpointFormat::TensorFlow;
    std::string source; ///< the file or folder it was found in
    std::map<std::string, files::Tensor> variables; ///< all finite
    /// config.json or converter.json: how magenta.js makes notes of them; null where there is none.
    nlohmann::json configuration;
    std::vector<std::string> ignored; ///< variables that only training needs, in any order
    std::vector<std::string> leftOut; ///< those that were not wanted
};

/// Whether no model needs a variable of this name: an optimiser's, a step counter's, cuDNN's copy of other variables.
[[nodiscard]] bool isOnlyForTraining(std::string_view variable);

/// Reads what `path` names: a TensorFlow checkpoint by its prefix, its .index, one of its .data files, the folder or
/// the archive (.tar, .tar.gz) that holds it; a folder of magenta.js; a folder of one file a variable. Nothing is
/// unpacked to the disk.
/// Errors: NotFound (a file is missing: says which), Malformed (cut short, a wrong checksum, files that do not belong
/// together, a value that is not finite), Unsupported (nothing that we know), InvalidArgument (several checkpoints),
/// Unreadable, Cancelled.
[[nodiscard]] Result<Checkpoint> readCheckpoint(const std::filesystem::path& path, Reading& reading);

/// Takes in a variable that was read from `file`. Errors: Malformed (a value that is not finite, the name twice).
[[nodiscard]] Status addVariable(Checkpoint& checkpoint, const std::string& name, files::Tensor tensor,
                                 const std::string& file);

} // namespace segue::magenta
