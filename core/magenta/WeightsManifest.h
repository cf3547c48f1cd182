#pragma once

#include "core/base/Result.h"
#include "core/magenta/Reading.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue::magenta {

/// How a weight of a magenta.js folder is stored.
struct StoredWeight {
    std::string name;
    std::vector<std::int64_t> shape;
    std::optional<ElementType> type; ///< nothing: not a float, and of no use for a model
    std::uint64_t size = 0; ///< bytes
    double scale = 1; ///< value = stored * scale + minimum
    double minimum = 0;
};

/// Files that are one when joined, and the weights that lie in it without a gap.
struct WeightGroup {
    std::vector<std::string> paths; ///< below the manifest's folder
    std::vector<StoredWeight> weights;
};

/// Reads weights_manifest.json. Source: tfjs-core/src/io/types.ts and weights_loader.ts.
/// Errors: Malformed, with the weight (also: a path that leads out of the folder), Unsupported (a type not known).
[[nodiscard]] Result<std::vector<WeightGroup>> readWeightsManifest(std::string_view text);

/// One file of a folder that holds one a variable.
struct VariableFile {
    std::string name;
    std::vector<std::int64_t> shape;
    std::uint64_t size = 0; ///< bytes
    std::string path; ///< below the manifest's folder
};

/// Reads manifest.json. Errors: Malformed, with the variable.
[[nodiscard]] Result<std::vector<VariableFile>> readVariableManifest(std::string_view text);

} // namespace segue::magenta
