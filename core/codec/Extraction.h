#pragma once

#include "core/music/DrumMap.h"
#include "core/music/GridPhase.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace segue::codec {

/// By whose rules a piece becomes windows.
enum class Rules {
    /// Nothing that can be used is left out: the grid follows the tempo map, what is short is padded, what is long is
    /// windowed. For playing, morphing and drawing maps.
    Segue,
    /// Magenta's, to the tensor: a piece is cut at every change of tempo or time signature, and what does not fill a
    /// window is dropped. For learning what Magenta learned.
    Magenta,
};

/// Why something of a piece did not become a window. Counted, and told to the user.
enum class DropReason {
    NotInFour, ///< bars that are not of four quarters
    BadTimes, ///< a time signature or a time stamp that no grid can follow
    NoNotes, ///< none that this codec reads: no drums, no pitch in range, no program of the kind
    TooShort, ///< less than a window
    TooFewHits,
    TooFewPitches, ///< a melody of fewer pitches than asked for
    ChordNotTriad, ///< a chord that the model has no class for
    PartMissing, ///< a trio without melody, bass or drums
    TooManyEvents, ///< more than the model's window holds
    TooManyInstruments,
    TooLong, ///< bars beyond the most that are read
    MixedPrograms, ///< an instrument that is melody as well as bass or drums
    Duplicate, ///< the same as an earlier window of the piece
    TooFewInstruments, ///< less than two in a piece for several
};

/// "not in 4/4": how a report calls it.
[[nodiscard]] std::string_view text(DropReason reason);
/// "not-in-four": for reports that programs read.
[[nodiscard]] std::string_view name(DropReason reason);

/// What was found and what could not be used: told to the user, never swallowed.
struct ExtractionReport {
    int notes = 0; ///< that were placed
    int shadowed = 0; ///< notes that share their step (and drum) with one that counts more
    int tempoChanges = 0; ///< beyond the first
    std::map<int, int>
        unmappedPitches; ///< pitch -> count: notes that are no drum of the map, or outside the model's range
    std::map<DropReason, int> drops; ///< stretches or windows left out, by reason
    std::optional<music::GridPhase> phase; ///< where it was looked for

    friend bool operator==(const ExtractionReport&, const ExtractionReport&) = default;
};

/// A stretch of a piece as a pattern, and where it was.
template <class Pattern>
struct WindowOf {
    Pattern pattern;
    int bar = 0; ///< of its first bar in the piece, from 0
    int instrument = -1; ///< of the piece; -1: of several, or all drums
    bool padded = false; ///< the piece ended before the window did

    friend bool operator==(const WindowOf&, const WindowOf&) = default;
};

template <class Pattern>
struct ExtractionOf {
    std::vector<WindowOf<Pattern>> windows;
    ExtractionReport report;
};

struct ExtractionOptions {
    Rules rules = Rules::Segue;
    /// Seed of what is left out of the input for learning, where the configuration asks for it. Nothing is left out
    /// without one: who plays wants to be heard.
    std::optional<std::uint64_t> dropoutSeed = std::nullopt;

    // What follows is for Rules::Segue.
    int hopBars = 1; ///< > 0
    /// A piece shorter than a window becomes a padded window, and so does the rest that the full windows leave over.
    bool padShort = true;
    /// Windows with fewer hits (or notes) are left out. 0 keeps even silence.
    int minimumHits = 1;
    /// If a file has no notes on the drum channel, its notes that lie in drum pitches are read as drums.
    bool acceptAnyChannel = true;
    /// Which pitch is which drum, for codecs of nine drums: the model's rows, other pitches. Null: the model's own map
    /// and, for a pitch that it does not know, General MIDI's. What a model writes is not concerned.
    /// Requires: music::kDrumClasses classes.
    std::shared_ptr<const music::DrumMap> readingMap = nullptr;
    /// Music recorded beside the grid is moved onto it where all of it is off by the same fraction of a step.
    bool removePhase = true;
};

} // namespace segue::codec
