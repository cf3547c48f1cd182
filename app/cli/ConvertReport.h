#pragma once

#include "app/cli/Report.h"
#include "core/base/Result.h"
#include "core/convert/Conversion.h"

#include <filesystem>
#include <string>

namespace segue::cli {

/// What became of every file, in words and for the machine: sums, and the first files that were refused, repaired or
/// are duplicates. `configuration` is the one windows were counted for, or empty.
[[nodiscard]] Status tellConversion(const convert::Conversion& conversion, const std::string& configuration,
                                    Report& report);

/// All of it as a JSON file, one line a song, however many there are (format in core/convert/Conversion.md).
/// Errors: AtomicFile's.
[[nodiscard]] Status writeConversionReport(const convert::Conversion& conversion, const std::filesystem::path& path);

} // namespace segue::cli
