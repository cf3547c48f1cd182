#pragma once

#include "core/base/Quantity.h"
#include "core/base/Result.h"
#include "core/music/NoteSequence.h"
#include "core/playback/MemorySink.h"

#include <filesystem>
#include <span>

namespace segue::tour {

/// The notes of what was really sent to the outputs, in seconds from the first message; a note that never ended ends
/// with the last message.
[[nodiscard]] music::NoteSequence toNotes(std::span<const playback::RecordedMessage> messages, Bpm tempo);

/// Errors: those of writeMidiFile.
[[nodiscard]] Status writeMidi(const std::filesystem::path& path, std::span<const playback::RecordedMessage> messages,
                               Bpm tempo);

/// What the messages sound like with the SoundFont of the system.
/// Errors: those of devices::renderWav; DeviceUnavailable in a build without devices.
[[nodiscard]] Status writeWav(const std::filesystem::path& path, std::span<const playback::RecordedMessage> messages);

} // namespace segue::tour
