#pragma once

#include "app/cli/DrumMapOption.h"
#include "app/cli/Report.h"
#include "core/base/Result.h"
#include "core/codec/GrooveCodec.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace segue::cli {

/// The drums of a MIDI file or score as patterns of a model's length.
struct GrooveFile {
    std::filesystem::path path;
    codec::Extraction extraction; ///< at least one window
    Bpm tempo; ///< its first
};

/// Errors: readMusicFile's and GrooveCodec::extract's, with the path.
[[nodiscard]] Result<GrooveFile> readGroove(const std::filesystem::path& path, const codec::GrooveCodec& codec,
                                            const ReadingMap& map = nullptr);

/// The window that begins with `bar` (from 1, as musicians count), or else the first one that has hits.
/// Errors: NotFound, with the bars there are.
[[nodiscard]] Result<codec::Window> chooseWindow(const GrooveFile& file, const std::optional<int>& bar);

/// "bars 3 to 4 of x.mid, one of 12 places with drums to begin at".
[[nodiscard]] std::string describe(const codec::Window& window, const GrooveFile& file,
                                   const codec::GrooveCodec& codec);

/// writeMidiFolder() of the patterns at `tempo`; reports each file.
[[nodiscard]] Status writePatterns(const std::vector<music::DrumPattern>& patterns, const codec::GrooveCodec& codec,
                                   Bpm tempo, const std::filesystem::path& folder, const std::string& name,
                                   Report& report);

} // namespace segue::cli
