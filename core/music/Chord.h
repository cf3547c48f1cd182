#pragma once

#include "core/base/Result.h"

#include <bitset>
#include <optional>
#include <string>
#include <string_view>

namespace segue::music {

/// A chord by its third and its fifth, whatever else it has.
enum class Triad { Major, Minor, Augmented, Diminished };

/// What a chord figure means. One without pitches is "N.C.": no harmony at all.
struct Chord {
    int root = 0; ///< pitch class [0, 12), C is 0
    int bass = 0; ///< pitch class; the root where the figure names none
    std::bitset<12> pitches; ///< by pitch class; the bass is not among them unless the chord has it
    std::optional<Triad> triad; ///< nothing where third or fifth is missing, suspended, doubled or unusual

    friend bool operator==(const Chord&, const Chord&) = default;
};

/// Reads "Am7", "C/E", "F#dim7", "Bbmaj7(#11)", "N.C.", and how else people write chords: "C-7", "CΔ", "B♭ø7",
/// "G7sus4", "D7alt", "C6/9", "E7(b9,#11)". Figures that note_seq reads mean the same here, except that an alteration
/// that is there already changes nothing ("C+(#5)"), two of one degree both sound ("C7b9#9"), and "#7" is the major
/// seventh.
/// Source: note_seq/chord_symbols_lib.py. Errors: Malformed, quoting the figure.
[[nodiscard]] Result<Chord> chordFromFigure(std::string_view figure);

/// How a model counts chords: 0 is no chord, then the major triads from C up, the minor ones, the augmented ones and
/// the diminished ones. Source: note_seq/chords_encoder_decoder.py, TriadChordOneHotEncoding.
inline constexpr int kTriadClasses = 49;

/// Range: [0, 49). Nothing: a chord that has no class.
[[nodiscard]] std::optional<int> triadClass(const Chord& chord);
/// The same for a figure; nothing also where it cannot be read.
[[nodiscard]] std::optional<int> triadClass(std::string_view figure);
/// "N.C.", "C", "Ebm", "F#aug", "Bdim". Requires: triadClass in [0, 49).
[[nodiscard]] std::string figureOfTriadClass(int triadClass);
/// The class with every root moved up, or down. Requires: triadClass in [0, 49).
[[nodiscard]] int transposedTriadClass(int triadClass, int semitones);

/// "C", "C#", "D", "Eb" and so on: the spelling Segue writes. Requires: pitchClass in [0, 12).
[[nodiscard]] std::string_view pitchClassName(int pitchClass);

} // namespace segue::music
