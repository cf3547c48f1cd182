#pragma once

#include "core/codec/Extraction.h"

#include <nlohmann/json.hpp>

#include <string>

namespace segue::cli {

/// {"notes", "shadowed", "tempo_changes", "unmapped_pitches": {"40": 3}, "drops": {"too-short": 2}}, and
/// {"phase": {"steps", "coherence", "removed"}} where it was looked for.
[[nodiscard]] nlohmann::json toJson(const codec::ExtractionReport& report);

/// ", left out: 2 shorter than a window; 3 notes of pitch 40 that no drum claims": what a person should know, or "".
[[nodiscard]] std::string describe(const codec::ExtractionReport& report);

/// Both together. A phase is that of one piece and is not kept.
[[nodiscard]] codec::ExtractionReport merged(codec::ExtractionReport sum, const codec::ExtractionReport& report);

} // namespace segue::cli
