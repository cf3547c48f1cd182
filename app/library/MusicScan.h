#pragma once

#include "app/library/FoundMusic.h"
#include "core/architecture/Architecture.h"
#include "core/base/Result.h"
#include "core/music/DrumMap.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace segue::library {

/// What to read, and how.
struct ScanRequest {
    std::vector<std::string> paths; ///< files, folders and TFRecords
    architecture::CodecConfig codec = architecture::GrooveCodecConfig{}; ///< whose windows are looked for
    std::shared_ptr<const music::DrumMap> readingMap = nullptr; ///< as in codec::ExtractionOptions
    std::stop_token stop{};
    /// Called with each piece as soon as it was read. Thread: the caller's.
    std::function<void(FoundPiece)> found{};
    /// Called after each piece with how many are done of how many, of the path that is being read.
    std::function<void(int done, int total)> progress{};
};

/// Reads everything and hands it over piece by piece: nothing is kept, and no single file can end it. A path that
/// cannot be read is a refused piece. Errors: Cancelled.
[[nodiscard]] Status scanMusic(const ScanRequest& request);

/// "17 notes of pitch 23 belong to no drum".
[[nodiscard]] std::string unmappedText(int pitch, int count);

} // namespace segue::library
