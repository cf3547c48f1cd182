#pragma once

#include "core/architecture/Architecture.h"
#include "core/base/Result.h"
#include "core/latent/LatentMap.h"
#include "core/music/Pattern.h"

#include <filesystem>
#include <string>
#include <vector>

namespace segue::learning {

/// The music that a run wrote at one evaluation (format in core/runs/RunFolder.md).
struct EvaluationSamples {
    std::vector<music::Pattern> originals; ///< held-out windows
    std::vector<music::Pattern> reconstructions; ///< one an original
    std::vector<music::Pattern> draws;
};

/// What cannot be read is left out; a reconstruction, silent.
[[nodiscard]] EvaluationSamples readSamples(const std::filesystem::path& folder,
                                            const architecture::CodecConfig& codec);

/// The held-out windows on the plane of their first two principal components.
struct EvaluationMap {
    std::vector<latent::LatentMap::Point> points;
    std::vector<int> classes; ///< index into classNames, or -1
    std::vector<std::string> classNames; ///< styles
};

/// Errors: latent::readMapFile's, instrument::layOut's.
[[nodiscard]] Result<EvaluationMap> readEvaluationMap(const std::filesystem::path& path);

/// Turns `map` over, left to right and upside down, to where it is most like the one before: which way a principal
/// component points is chance, and a map should not jump for it. Maps of other music are left alone.
void alignTo(const EvaluationMap& before, EvaluationMap& map);

} // namespace segue::learning
