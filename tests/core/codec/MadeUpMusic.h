#pragma once

#include "core/base/Random.h"
#include "core/music/NoteSequence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

/// Music that no one would play, for comparing codecs: off the grid and on its ties, held over bar lines and under
/// pedals, in several voices, with rests of many bars, and with odd meters and tempos. Everything is drawn from a seed.
/// Chords (plain triads) and keys are written from the beginning on.
namespace segue::test {

struct Madness {
    bool changes = false; ///< of tempo and time signature, none of them said to stay
    bool drumsOnly = false; ///< of the nine that every drum map knows
    bool oddNotes = false; ///< some of velocity 0, and some that are not what their instrument plays
};

namespace detail {

template <class Choices>
auto oneOf(const Choices& choices, Random& random) {
    return choices[random.below(choices.size())];
}

inline constexpr std::array kDrums{36, 38, 42, 46, 43, 47, 50, 49, 51};

struct Player {
    int instrument = 0;
    int program = 0;
    bool isDrum = false;
};

/// The notes of one instrument. Times in beats.
inline void play(const Player& player, double beats, double beatSeconds, Random& random, music::NoteSequence& music) {
    constexpr std::array grids{0.25, 0.25, 0.5, 0.125, 1.0 / 3, 1.0 / 12, 1.0 / 24};
    constexpr std::array lengths{0.0, 0.05, 0.24, 0.25, 0.25, 0.5, 0.5, 1.0, 1.5, 4.0, 9.0};
    constexpr std::array rests{3.0, 4.0, 4.25, 5.0, 9.0, 20.0};
    const double grid = oneOf(grids, random);
    const double jitter = random.chance(0.5) ? 0.0 : random.uniform(0.0, 0.1);
    const int lowest = random.chance(0.3) ? 15 : 50;
    const int pitches = random.chance(0.3) ? 100 : 20;
    double beat = random.chance(0.5) ? 0.0 : random.uniform(0.0, beats / 4);
    while (beat < beats) {
        const double onset = std::max(0.0, std::round(beat / grid) * grid + jitter * random.normal());
        const auto voices = 1 + random.below(4) / 2 + random.below(4) / 3;
        for (std::uint64_t voice = 0; voice < voices; ++voice) {
            const int pitch =
                player.isDrum ? oneOf(kDrums, random)
                              : std::min(127, lowest + static_cast<int>(random.below(static_cast<unsigned>(pitches))));
            const double end = onset + oneOf(lengths, random);
            music.notes.push_back({.pitch = MidiPitch(static_cast<std::uint8_t>(pitch)),
                                   .velocity = Velocity(static_cast<std::uint8_t>(1 + random.below(127))),
                                   .start = Seconds(onset * beatSeconds),
                                   .end = Seconds(end * beatSeconds),
                                   .instrument = player.instrument,
                                   .program = player.program,
                                   .isDrum = player.isDrum});
        }
        beat += random.chance(0.03) ? oneOf(rests, random) : random.chance(0.5) ? grid : 0.5;
    }
}

} // namespace detail

inline music::NoteSequence madeUpMusic(std::uint64_t seed, const Madness& madness = {}) {
    using detail::oneOf;
    Random random(seed);
    music::NoteSequence music;
    music.name = "made up from seed " + std::to_string(seed);
    constexpr std::array tempos{120.0, 120.0, 90.0, 133.7, 61.5, 200.0};
    constexpr std::array lengths{16.0, 40.0, 72.0, 112.0};
    const double tempo = oneOf(tempos, random);
    const double beatSeconds = 60.0 / tempo;
    const double beats = oneOf(lengths, random);
    const double seconds = beats * beatSeconds;
    if (tempo != 120.0 || random.chance(0.5))
        music.tempos.push_back({Seconds(0), Bpm(tempo)});
    if (random.chance(0.5))
        music.timeSignatures.push_back(random.chance(0.7) ? music::TimeSignature{Seconds(0), 4, 4}
                                                          : music::TimeSignature{Seconds(0), 2, 2});

    const auto parts = madness.drumsOnly ? 1 : 3 + random.below(4);
    constexpr std::array<detail::Player, 6> players{
        {{0, 0, false}, {1, 33, false}, {2, 0, true}, {5, 25, false}, {9, 39, false}, {11, 60, false}}};
    if (madness.drumsOnly)
        detail::play(players[2], beats, beatSeconds, random, music);
    for (std::uint64_t part = 0; !madness.drumsOnly && part < parts; ++part)
        detail::play(players[part], beats, beatSeconds, random, music);
    for (music::Note& note : music.notes) {
        if (madness.oddNotes && random.chance(0.03))
            note.velocity = Velocity(0);
        if (madness.oddNotes && note.instrument >= 5 && random.chance(0.05))
            note.isDrum = true;
        if (madness.oddNotes && note.instrument >= 5 && random.chance(0.05))
            note.program = 32;
    }
    music.sortNotes();

    constexpr std::array figures{"C", "Dm", "Eb", "F#m", "Gaug", "Bdim", "Am", "N.C.", "Ab", "C#m"};
    constexpr std::array chordBeats{4.0, 4.0, 2.0, 1.0, 3.9};
    for (double beat = 0; beat < beats; beat += oneOf(chordBeats, random))
        music.chords.push_back({Seconds(beat * beatSeconds), oneOf(figures, random)});
    for (double beat = 0; beat < beats; beat += random.uniform(4.0, 30.0))
        music.keySignatures.push_back(
            {Seconds(beat * beatSeconds), static_cast<int>(random.below(12)), random.chance(0.5)});
    for (double time = 0; random.chance(0.9) && time < seconds; time += random.uniform(0.0, seconds / 8))
        music.controlChanges.push_back({.time = Seconds(time),
                                        .controller = random.chance(0.8) ? 64 : 7,
                                        .value = static_cast<int>(random.below(128)),
                                        .instrument = static_cast<int>(random.below(3))});
    if (madness.changes) {
        constexpr std::array others{100.0, 77.7, 120.0};
        for (double beat = random.uniform(0.0, beats); beat < beats; beat += random.uniform(8.0, 40.0))
            music.tempos.push_back({Seconds(beat * beatSeconds), Bpm(oneOf(others, random))});
        for (double beat = 4.0 * static_cast<double>(random.below(8)); beat < beats; beat += 36.0)
            music.timeSignatures.push_back({Seconds(beat * beatSeconds), random.chance(0.4) ? 3 : 4, 4});
    }
    return music;
}

} // namespace segue::test
