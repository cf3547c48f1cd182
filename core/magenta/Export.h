#pragma once

#include "core/base/Result.h"
#include "core/files/ModelFile.h"
#include "core/magenta/Reading.h"

#include <cstddef>
#include <filesystem>

namespace segue::magenta {

/// How the weights of a magenta.js folder are stored: in how many bytes each. 1 and 2 are rounded to evenly spaced
/// steps between the least and the greatest value of each variable.
enum class StoredBytes { One = 1, Two = 2, Four = 4 };

inline constexpr std::size_t kShardBytes = std::size_t{4} << 20;

/// Writes a model as a folder of magenta.js (JsFolder.md), which is made if need be: config.json,
/// weights_manifest.json and shards of 4 MiB. The manifest comes last, so that a folder with one is whole.
/// Errors: Unsupported (magenta.js has no such networks: says which), InvalidArgument (the folder holds a checkpoint
/// already), Cancelled, writeFileAtomically's.
[[nodiscard]] Status exportJsFolder(const files::ModelFile& model, const std::filesystem::path& folder,
                                    StoredBytes stored, Reading& progress);

} // namespace segue::magenta
