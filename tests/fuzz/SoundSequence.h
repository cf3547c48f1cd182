#pragma once

#include "core/music/NoteSequence.h"

#include <algorithm>
#include <cmath>

namespace segue::fuzz {

inline bool isTime(Seconds time) {
    return std::isfinite(time.value) && time >= Seconds(0);
}

inline bool isMidiByte(int value) {
    return value >= 0 && value < 128;
}

/// What every reader promises of its notes: sorted, finite, within MIDI's ranges.
inline bool isSound(const music::NoteSequence& sequence) {
    const auto areInOrder = [](const auto& events) {
        return std::ranges::is_sorted(events, {}, [](const auto& event) { return event.time; });
    };
    return std::ranges::is_sorted(sequence.notes, {}, &music::Note::start) && areInOrder(sequence.tempos) &&
           areInOrder(sequence.timeSignatures) && areInOrder(sequence.keySignatures) && areInOrder(sequence.chords) &&
           areInOrder(sequence.controlChanges) && areInOrder(sequence.pitchBends) &&
           std::ranges::all_of(sequence.notes,
                               [](const music::Note& note) {
                                   return isTime(note.start) && isTime(note.end) && note.end >= note.start &&
                                          note.pitch.value < 128 && note.velocity.value < 128 &&
                                          isMidiByte(note.program);
                               }) &&
           std::ranges::all_of(sequence.tempos,
                               [](const music::TempoChange& change) {
                                   return isTime(change.time) && change.tempo > Bpm(0) &&
                                          std::isfinite(change.tempo.value);
                               }) &&
           std::ranges::all_of(sequence.controlChanges,
                               [](const music::ControlChange& change) {
                                   return isTime(change.time) && isMidiByte(change.controller) &&
                                          isMidiByte(change.value);
                               }) &&
           std::ranges::all_of(sequence.pitchBends, [](const music::PitchBend& bend) {
               return isTime(bend.time) && bend.bend >= -8192 && bend.bend < 8192;
           });
}

} // namespace segue::fuzz
