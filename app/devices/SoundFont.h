#pragma once

#include "core/base/Result.h"

#include <filesystem>

namespace segue::devices {

/// The sounds to listen with: `given` if it is not empty, else the file that the environment's SEGUE_SOUNDFONT names,
/// else the General MIDI set that the system's packages bring. Thread: any.
/// Errors: NotFound, Malformed (what was named is no SoundFont).
[[nodiscard]] Result<std::filesystem::path> findSoundFont(const std::filesystem::path& given = {});

} // namespace segue::devices
