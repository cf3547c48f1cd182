#pragma once

#include "core/architecture/Architecture.h"
#include "core/base/Result.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

namespace segue::learning {

/// What a folder of MIDI files has to learn from.
struct MusicSurvey {
    int files = 0; ///< that could be read
    int windows = 0; ///< that the model can learn from
    int withoutMusic = 0; ///< files that were read but have no window
    int refused = 0; ///< files that could not be read
    std::string firstRefusal; ///< why, of one of them
};

/// Reads everything once. Errors: readMusicCollection's; NoMusic (nothing in it is for this codec).
[[nodiscard]] Result<MusicSurvey> surveyMusic(const std::filesystem::path& folder,
                                              const architecture::CodecConfig& codec, std::stop_token stop,
                                              const std::function<void(int done, int total)>& progress);

/// "214 files, 3,120 windows".
[[nodiscard]] std::string summaryOf(const MusicSurvey& survey);

} // namespace segue::learning
