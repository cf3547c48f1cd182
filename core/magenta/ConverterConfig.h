#pragma once

#include "core/architecture/Architecture.h"
#include "core/base/Result.h"

#include <nlohmann/json_fwd.hpp>

namespace segue::magenta {

/// What magenta.js's config.json (or the converter.json of older folders) says of a model: the codec, and how many
/// segments its conductor has.
struct ConverterConfig {
    architecture::CodecConfig codec;
    int segments = 0; ///< 0: no conductor
    bool booleanOutput = false; ///< the drums of a roll are drawn independently of each other
};

/// Drums have the map that the file gives, or else magenta.js's own, which is Magenta's from before April 2019.
/// Source: magenta-js, music/src/core/data.ts and music/src/music_vae/model.ts.
/// Errors: Malformed, naming the field; Unsupported (a converter or a control that no codec of ours is like).
[[nodiscard]] Result<ConverterConfig> converterConfigFrom(const nlohmann::json& configuration);

/// What config.json says of a model. Errors: Unsupported (magenta.js cannot play it: says why).
[[nodiscard]] Result<nlohmann::json> configurationOf(const architecture::Architecture& architecture);

} // namespace segue::magenta
