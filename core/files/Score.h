#pragma once

#include "core/base/Quantity.h"
#include "core/files/RepeatOrder.h"

#include <optional>
#include <string>
#include <vector>

namespace segue::files {

/// Ticks a quarter of a score: 2^7 3^2 5 7 11 13, so that every usual tuplet falls on one.
inline constexpr std::int64_t kScoreTicks = 5'765'760;

/// Programs round durations: lengths of a measure that differ by no more, a 128th note, are meant to be the same.
inline constexpr Ticks kScoreRounding(kScoreTicks / 32);

/// Something at a place of a measure.
template <class Value>
struct ScoreEvent {
    Ticks at; ///< from the measure's beginning
    Value value;
};

struct ScoreNote {
    Ticks start; ///< from the measure's beginning; below 0: a grace note that sounds before it
    Ticks length;
    MidiPitch pitch; ///< as it sounds
    Velocity velocity; ///< 0 while the dynamics that hold are not known
    int instrument = 0; ///< of Score::instruments
    int voice = 0;
    bool tieBegins = false; ///< it goes on in a note of its pitch that begins where it ends
    bool tieEnds = false; ///< it goes on from such a note
};

struct ScoreMeter {
    int numerator = 4; ///< 0: none, a measure is as long as what is in it
    int denominator = 4; ///< a power of two up to 64

    [[nodiscard]] Ticks length() const { return Ticks(kScoreTicks * 4 * numerator / denominator); }
    friend bool operator==(const ScoreMeter&, const ScoreMeter&) = default;
};

struct ScoreKey {
    int tonic = 0; ///< pitch class [0, 12), as it sounds
    bool isMinor = false;

    friend bool operator==(const ScoreKey&, const ScoreKey&) = default;
};

/// One measure of all parts.
struct ScoreMeasure {
    std::string number; ///< as it is printed
    bool isImplicit = false; ///< not counted: a pickup, or the second half of a divided measure
    bool endsSection = false; ///< with a double bar or a repeat: it may be the first half of a divided measure
    Ticks length; ///< of its longest voice
    std::optional<ScoreMeter> meter; ///< where it changes
    std::vector<ScoreNote> notes;
    std::vector<ScoreEvent<Bpm>> tempos; ///< by place, as the next two
    std::vector<ScoreEvent<ScoreKey>> keys;
    std::vector<ScoreEvent<std::string>> chords;
    RepeatMarks repeats;
};

struct ScoreInstrument {
    std::string name;
    int program = 0; ///< [0, 128)
    bool isDrum = false;
};

/// A piece as it is written: measures that all parts share, each once, before it is performed.
struct Score {
    std::vector<ScoreInstrument> instruments;
    std::vector<ScoreMeasure> measures;
};

} // namespace segue::files
