#pragma once

#include "core/base/Result.h"
#include "core/music/NoteSequence.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace segue::files {

/// Longer files are refused, because what reads on (a grid, a drawing) takes memory by the beat, not by the byte.
inline constexpr double kMaximumMidiBeats = 1.0e6;

/// Reads a Standard MIDI File of type 0, 1 or 2 (format in MidiFile.md). Total: any bytes give a sequence or an Error,
/// in time and memory linear in their number. Every combination of track, channel and program is an instrument of its
/// own. Notes left sounding end with their track; a second note-on of a sounding pitch queues up, and note-offs end the
/// oldest first. A file cut short inside a track is Malformed; bytes after the last track do not matter.
/// Errors: Malformed, Unsupported (SMPTE divisions are supported; other formats are not), with the byte offset.
/// Thread: any.
[[nodiscard]] Result<music::NoteSequence> readMidi(std::span<const std::byte> bytes);

/// readMidi of a file; the sequence's name is the file's name, and errors name the path.
[[nodiscard]] Result<music::NoteSequence> readMidiFile(const std::filesystem::path& path);

/// A type 1 file: the tempo map in the first track, then one track an instrument. Times are rounded to ticks of
/// `sequence.ticksPerQuarter`; readMidi gives the same sequence back, times within half a tick, where its instruments
/// are numbered from 0 without gaps, each has one program, and no note sounds inside another of its pitch and
/// instrument. Notes of velocity 0 are silence and are left out.
[[nodiscard]] std::vector<std::byte> writeMidi(const music::NoteSequence& sequence);

/// Atomic.
[[nodiscard]] Status writeMidiFile(const std::filesystem::path& path, const music::NoteSequence& sequence);

} // namespace segue::files
