#pragma once

#include "core/base/Result.h"
#include "core/music/DrumMap.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace segue::cli {

/// The map to read grooves with; null: the model's own, as codec::ExtractionOptions says.
using ReadingMap = std::shared_ptr<const music::DrumMap>;

/// --drum-map: the kit that the user's files are played on.
void defineDrumMapOption(CLI::App& command, std::string& nameOrFile);

/// A preset by its name, or the map in a file.
/// Errors: readDrumMapFile's; NotFound (neither a preset nor a file), with the presets there are.
[[nodiscard]] Result<music::DrumMap> drumMapFrom(const std::string& nameOrFile);

/// Null if none is asked for. Errors: as above; InvalidArgument (not nine drums).
[[nodiscard]] Result<ReadingMap> readingMapFrom(const std::string& nameOrFile);

} // namespace segue::cli
