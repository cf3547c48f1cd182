#pragma once

#include "app/cli/DrumMapOption.h"
#include "app/cli/Report.h"
#include "core/base/Result.h"
#include "core/codec/Codec.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace segue::cli {

/// What a model can read of a MIDI file or score, as patterns of its length.
struct PatternFile {
    std::filesystem::path path;
    codec::Patterns extraction; ///< at least one window
    Bpm tempo; ///< its first
};

/// Errors: readMusicFile's and Codec::patterns', with the path.
[[nodiscard]] Result<PatternFile> readPatterns(const std::filesystem::path& path, const codec::Codec& codec,
                                               const ReadingMap& map = nullptr);

/// Which windows of a file are meant.
struct WindowChoice {
    std::optional<int> bar{}; ///< they begin with this one, from 1, as musicians count
    std::optional<int> track{}; ///< they are of this instrument, as `inspect` numbers them
};

/// The windows that are meant, in their order; not empty.
/// Errors: NotFound, with the tracks or bars there are.
[[nodiscard]] Result<std::vector<codec::PatternWindow>> chooseWindows(const PatternFile& file,
                                                                      const WindowChoice& choice);

/// "bars 3 to 4 of x.mid, instrument 2, one of 12 places to begin at".
[[nodiscard]] std::string describe(const codec::PatternWindow& window, const PatternFile& file,
                                   const codec::Codec& codec);

/// Bars of a window.
[[nodiscard]] int barsOf(const codec::Codec& codec);

/// writeMidiFolder() of the patterns at `tempo`; reports each file with its "hits" or "notes".
[[nodiscard]] Status writePatterns(const std::vector<music::Pattern>& patterns, const codec::Codec& codec, Bpm tempo,
                                   const std::filesystem::path& folder, const std::string& name, Report& report);

} // namespace segue::cli
