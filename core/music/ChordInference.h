#pragma once

#include "core/base/Result.h"
#include "core/music/NoteSequence.h"

#include <vector>

namespace segue::music {

/// The chords and keys that notes suggest.
struct Harmony {
    std::vector<ChordSymbol> chords; ///< one where the chord changes, the first at time 0
    std::vector<KeySignature> keys; ///< one where the key changes, the first at time 0: major, whatever the mode
};

/// Magenta gives up on pieces that have more chords to be found.
inline constexpr int kMostChordsOfMagenta = 1000;
/// And we here: 10,000 bars of four beats.
inline constexpr int kMostInferredChords = 20'000;

/// Guesses key and chord of every half bar (of 4/4 and 6/8; of every bar in 2/4, 3/4 and 2/2) as the most probable
/// path of a hidden Markov model: a key seldom changes, a chord every other time, a chord of pitches outside its key is
/// unlikely, and the pitches of a half bar, weighed by how long they sound, point where its chord points. The meter is
/// the first of the piece, the half bars follow its tempo map; drums and sound effects are not heard. Of equals the
/// first wins: the lowest key, N.C., the lowest root. Costs n log n in notes and is linear in the piece's length.
/// Source: note_seq/chord_inference.py, infer_chords_for_sequence with its defaults.
/// Errors: NoMusic (no notes, or none that lasts), Unsupported (another meter, or more than `mostChords`), Malformed
/// (a note whose time is no number). Requires: mostChords in [0, kMostInferredChords].
[[nodiscard]] Result<Harmony> inferHarmony(const NoteSequence& sequence, int mostChords = kMostInferredChords);

} // namespace segue::music
