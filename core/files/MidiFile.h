#pragma once

#include "core/base/Result.h"
#include "core/files/Repair.h"
#include "core/music/NoteSequence.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

namespace segue::files {

/// Longer files are refused, because what reads on (a grid, a drawing) takes memory by the beat, not by the byte.
inline constexpr double kMaximumMidiBeats = 1.0e6;

/// Reads a Standard MIDI File of type 0, 1 or 2 (format in MidiFile.md), and whatever music there is in a broken one:
/// the page says what is mended and how. Every combination of track, channel and program is an instrument of its own.
/// Total: any bytes give a sequence or an Error, in time and memory linear in their number.
/// Errors: Malformed, Unsupported: there is no MIDI header in the bytes.
/// Thread: any.
[[nodiscard]] Result<ReadMusic> recoverMidi(std::span<const std::byte> bytes);

/// recoverMidi of a file; the sequence's name is the file's name, and errors name the path.
[[nodiscard]] Result<ReadMusic> recoverMidiFile(const std::filesystem::path& path);

/// The same for those who want whole files only: refuses a file from which music may be lost, or moved in time.
/// Errors: those of recoverMidi, and Malformed or Unsupported for its first grave defect, with the byte offset.
[[nodiscard]] Result<music::NoteSequence> readMidi(std::span<const std::byte> bytes);
[[nodiscard]] Result<music::NoteSequence> readMidiFile(const std::filesystem::path& path);

enum class MidiType {
    SingleTrack, ///< type 0: an instrument is a channel and program, so that drums of one program become one
    TrackPerInstrument, ///< type 1
};

struct MidiWriteOptions {
    MidiType type = MidiType::TrackPerInstrument;
    std::optional<int> ticksPerQuarter = std::nullopt; ///< in [1, 2^15); instead of the sequence's
};

/// The tempo map in the first track, then (or with it) the instruments: names, programs, notes, control changes and
/// pitch bends; every note has its note-off. Times are rounded to ticks. readMidi gives the same sequence back, times
/// within half a tick, but for chords, which MIDI files have no place for, where each instrument has one program, no
/// note sounds inside another of its pitch and instrument, and instruments are numbered as the reader numbers them:
/// from 0 without gaps, those without notes last. Notes of velocity 0 are silence and are left out.
[[nodiscard]] std::vector<std::byte> writeMidi(const music::NoteSequence& sequence,
                                               const MidiWriteOptions& options = {});

/// Atomic.
[[nodiscard]] Status writeMidiFile(const std::filesystem::path& path, const music::NoteSequence& sequence,
                                   const MidiWriteOptions& options = {});

} // namespace segue::files
