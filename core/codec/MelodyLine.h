#pragma once

#include "core/codec/Extraction.h"
#include "core/music/MelodyPattern.h"
#include "core/music/Quantizer.h"

#include <optional>
#include <span>
#include <vector>

namespace segue::codec {

/// A note of a voice.
struct VoiceNote {
    int start = 0;
    int end = 1; ///< above start
    MidiPitch pitch;

    friend bool operator==(const VoiceNote&, const VoiceNote&) = default;
};

/// One voice: notes by start, none of which overlaps the next.
using MelodyLine = std::vector<VoiceNote>;

/// A melody as Magenta finds it: from the bar of its first note to the bar of its last.
struct MelodyTrack {
    int start = 0; ///< in steps; a bar line
    int steps = 0; ///< whole bars
    MelodyLine line; ///< not empty
};

/// By instrument, by start, and from the highest pitch down: the order that all functions below take notes in.
void sortForMelodies(std::vector<music::QuantizedNote>& notes);
/// The notes of one instrument after the other. Requires: sortForMelodies() order.
[[nodiscard]] std::vector<std::span<const music::QuantizedNote>>
byInstrument(const std::vector<music::QuantizedNote>& notes);

/// The melodies of one instrument by Magenta's rules: of notes that begin together the highest, each until the next one
/// begins; a silence of `gap` steps or more parts one melody from the next. Drums and silent notes are not heard, but
/// the bar in which the first of them lies begins a melody. Linear in the notes.
/// Source: note_seq/melodies_lib.py, Melody.from_quantized_sequence; melody_pipelines.py, extract_melodies.
[[nodiscard]] std::vector<MelodyTrack> magentaMelodies(std::span<const music::QuantizedNote> notes, int stepsPerBar,
                                                       std::optional<int> gap, ExtractionReport& report);

/// The highest voice of one instrument. Where notes overlap, a lower one that ends no later than the higher one is an
/// inner voice and left out; one that lasts longer follows it.
[[nodiscard]] MelodyLine highestVoice(std::span<const music::QuantizedNote> notes, ExtractionReport& report);

/// What becomes of a note that began before a window and sounds into it.
enum class HeldOver {
    Renewed, ///< it begins at the window's first step
    Lost, ///< neither it nor its end is heard: Magenta's melodies
    Ended, ///< only its end is heard: Magenta's trios
};

/// The steps from `from` to `to`. What begins at `to` or ends there is beyond.
[[nodiscard]] std::vector<music::MelodyEvent> eventsBetween(const MelodyLine& line, int from, int to,
                                                            HeldOver heldOver);

/// Makes the steps `steps` long with silence: a note that still sounds ends where they did. Requires: no more steps
/// yet.
void padWithSilence(std::vector<music::MelodyEvent>& events, int steps);

/// The first note that begins at `step` or later; line.end() if there is none.
[[nodiscard]] MelodyLine::const_iterator firstFrom(const MelodyLine& line, int step);

} // namespace segue::codec
