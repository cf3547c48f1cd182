#pragma once

#include "core/magenta/BundleFiles.h"
#include "core/magenta/Checkpoint.h"

#include <filesystem>
#include <optional>
#include <string>

namespace segue::magenta {

/// The prefix of the checkpoint that a file belongs to: of "model.ckpt-7.index" and of
/// "model.ckpt-7.data-00000-of-00001" it is "model.ckpt-7". Nothing for other files.
[[nodiscard]] std::optional<std::string> bundlePrefix(const std::string& fileName);

/// Reads a TensorFlow checkpoint (TensorBundle.md): the one called `prefix`, or, without one, the only one among the
/// files, or the one that their `checkpoint` file calls the newest.
/// Errors: readCheckpoint's.
[[nodiscard]] Result<Checkpoint> readTensorBundle(BundleFiles& files, std::string prefix, Reading& reading);

} // namespace segue::magenta
