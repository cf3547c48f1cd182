#pragma once

#include "core/base/Random.h"
#include "core/music/NoteSequence.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

namespace segue::test {

/// Controllers and bends for one part, at most 5 of each.
inline void addRandomControls(Random& random, int instrument, int program, bool isDrum, music::NoteSequence& sequence) {
    const auto below = [&random](std::uint64_t limit) { return static_cast<int>(random.below(limit)); };
    for (int i = below(6); i > 0; --i)
        sequence.controlChanges.push_back(
            {Seconds(random.uniform(0, 6)), below(128), below(128), instrument, program, isDrum});
    for (int i = below(6); i > 0; --i)
        sequence.pitchBends.push_back(
            {Seconds(random.uniform(0, 6)), below(16384) - 8192, instrument, program, isDrum});
}

/// A sequence in the form that a MIDI file can keep: see writeMidi.
inline music::NoteSequence randomSequence(Random& random) {
    music::NoteSequence sequence;
    sequence.ticksPerQuarter = std::array{24, 96, 220, 480, 960, 32767}.at(random.below(6));
    double time = 0;
    for (std::uint64_t i = random.below(4); i > 0; --i) {
        sequence.tempos.push_back({Seconds(time), Bpm(random.uniform(40, 300))});
        time += random.uniform(1, 5);
    }
    if (random.chance(0.5))
        sequence.timeSignatures = {{Seconds(0), 4, 4}, {Seconds(random.uniform(1, 9)), 7, 8}};
    if (random.chance(0.5))
        sequence.keySignatures = {{Seconds(0), static_cast<int>(random.below(12)), random.chance(0.5)}};
    const auto instruments = static_cast<int>(random.below(20));
    for (int instrument = 0; instrument < instruments; ++instrument) {
        const bool isDrum = random.chance(0.3);
        const int program = static_cast<int>(random.below(128));
        if (random.chance(0.7))
            sequence.instrumentNames.push_back({instrument, "Übung " + std::to_string(instrument)});
        for (int pitch = 0; pitch < 128; pitch += 9) { // notes of one pitch follow one another
            double start = random.uniform(0, 4);
            for (std::uint64_t i = 1 + random.below(5); i > 0; --i) {
                const double end = start + (random.chance(0.1) ? 0.0 : random.uniform(0.05, 2));
                sequence.notes.push_back({MidiPitch(static_cast<std::uint8_t>(pitch)),
                                          Velocity(static_cast<std::uint8_t>(1 + random.below(127))), Seconds(start),
                                          Seconds(end), instrument, program, isDrum});
                start = end + (random.chance(0.3) ? 0.0 : random.uniform(0.0, 2));
            }
        }
        if (random.chance(0.5))
            addRandomControls(random, instrument, program, isDrum, sequence);
    }
    if (random.chance(0.3)) { // one that plays nothing
        sequence.controlChanges.push_back({Seconds(0.5), 7, 100, instruments, 3, false});
        sequence.instrumentNames.push_back({instruments, "Mute"});
    }
    std::ranges::stable_sort(sequence.controlChanges, {}, &music::ControlChange::time);
    std::ranges::stable_sort(sequence.pitchBends, {}, &music::PitchBend::time);
    sequence.sortNotes();
    return sequence;
}

/// By what rounding does not touch first, so that two readings of one piece can be compared note by note.
inline void sortByPart(music::NoteSequence& sequence) {
    std::ranges::stable_sort(sequence.notes, {},
                             [](const music::Note& n) { return std::tuple(n.instrument, n.pitch, n.start, n.end); });
    std::ranges::stable_sort(sequence.controlChanges, {}, &music::ControlChange::instrument);
    std::ranges::stable_sort(sequence.pitchBends, {}, &music::PitchBend::instrument);
}

} // namespace segue::test
