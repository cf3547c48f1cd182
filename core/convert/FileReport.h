#pragma once

#include "core/convert/WindowCount.h"
#include "core/files/Repair.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue::convert {

enum class Outcome {
    Written,
    KeptOut, ///< by a filter
    Duplicate, ///< left out
    Refused, ///< cannot be read
};

/// "written", "kept-out", "duplicate", "refused".
[[nodiscard]] std::string_view name(Outcome outcome);

/// What became of one song.
struct FileReport {
    std::string file;
    Outcome outcome = Outcome::Written;
    std::string reason; ///< KeptOut: the filter; Refused: the error's code
    std::string message; ///< Refused: why
    std::vector<files::Repair> repairs;
    int notes = 0;
    double seconds = 0;
    bool hasBeatType = false;
    std::uint64_t fingerprint = 0; ///< of its music; 0 if it was not read or has no notes
    std::string duplicateOf; ///< an earlier file with the same music
    std::optional<WindowCount> windows;

    friend bool operator==(const FileReport&, const FileReport&) = default;
};

/// Without what is empty (format in Conversion.md).
[[nodiscard]] nlohmann::json toJson(const FileReport& report);
/// Total. Errors: Malformed.
[[nodiscard]] Result<FileReport> fileReportFrom(std::string_view json);

/// The sums over many files.
struct Totals {
    int written = 0;
    int keptOut = 0;
    int duplicates = 0; ///< written although an earlier file is the same music
    int duplicatesLeftOut = 0;
    int refused = 0;
    int repaired = 0;
    std::size_t notes = 0; ///< of what was written, like all that follows
    double seconds = 0;
    int windows = 0;
    int withoutWindows = 0; ///< files
    int phasesRemoved = 0; ///< files
    std::map<std::string, int> keptOutBy; ///< filter -> files
    std::map<std::string, int> refusedBy; ///< error code -> files
    std::map<codec::DropReason, int> drops;
    std::map<int, int> unmappedPitches;
    bool hasBeatTypes = false; ///< of any file the beat type is known

    void add(const FileReport& report);
};

[[nodiscard]] nlohmann::json toJson(const Totals& totals);

} // namespace segue::convert
