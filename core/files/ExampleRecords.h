#pragma once

#include "core/files/NoteSequenceRecords.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>

namespace segue::files {

/// Whether a record is a tf.train.Example, by its first bytes: TensorFlow Datasets keep music in them.
[[nodiscard]] bool isExample(std::span<const std::byte> bytes);

/// The MIDI file in an example, and what its other features tell of it (format in NoteSequenceRecords.md). Total.
/// Errors: Malformed, NoMusic (no MIDI file in it), and those of recoverMidi.
[[nodiscard]] Result<NoteSequenceRecord> decodeExample(std::span<const std::byte> bytes);

/// The split that TensorFlow Datasets name in a file: "groove-validation.tfrecord-00000-of-00001".
[[nodiscard]] std::optional<Split> splitOfDataset(const std::filesystem::path& path);

} // namespace segue::files
