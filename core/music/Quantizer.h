#pragma once

#include "core/base/Result.h"
#include "core/music/GridPhase.h"
#include "core/music/NoteSequence.h"

#include <optional>
#include <string>
#include <vector>

namespace segue::music {

/// A note on a grid, from the step on which it begins to the one on which it has ended.
struct QuantizedNote {
    int start = 0; ///< in steps, not negative
    int end = 1; ///< above start
    MidiPitch pitch;
    Velocity velocity;
    int instrument = 0;
    int program = 0;
    bool isDrum = false;

    friend bool operator==(const QuantizedNote&, const QuantizedNote&) = default;
};

/// Bars of one length, from one change of the time signature to the next.
struct Meter {
    int step = 0; ///< on which its first bar begins
    int bar = 0; ///< of the piece, from 0
    int numerator = 4;
    int denominator = 4;

    [[nodiscard]] double beatsPerBar() const { return 4.0 * numerator / denominator; }
    friend bool operator==(const Meter&, const Meter&) = default;
};

/// From `step` on, the harmony.
struct QuantizedChord {
    int step = 0;
    std::string figure;

    friend bool operator==(const QuantizedChord&, const QuantizedChord&) = default;
};

/// From `step` on, the key.
struct QuantizedKey {
    int step = 0;
    int tonic = 0; ///< [0, 12)
    bool isMinor = false;

    friend bool operator==(const QuantizedKey&, const QuantizedKey&) = default;
};

/// A piece on a grid of equal parts of a beat.
struct QuantizedSequence {
    int stepsPerBeat = 4;
    std::vector<QuantizedNote> notes; ///< in the order of the sequence
    std::vector<Meter> meters; ///< by step; the first at step 0
    std::vector<QuantizedChord> chords; ///< by step
    std::vector<QuantizedKey> keys; ///< by step
    int steps = 0; ///< the end of the last note
    std::optional<GridPhase> phase{}; ///< of the notes, where it was looked for

    [[nodiscard]] double stepsPerBar(const Meter& meter) const { return meter.beatsPerBar() * stepsPerBeat; }
    /// The bar of the piece that holds `step`. Requires: step >= 0.
    [[nodiscard]] int barAt(int step) const;

    friend bool operator==(const QuantizedSequence&, const QuantizedSequence&) = default;
};

/// The piece under its one tempo and one time signature: a time goes to the nearest step, a tie to the later one, and
/// a note lasts one step at least. Source: note_seq/sequences_lib.py, quantize_note_sequence.
/// Errors: Unsupported (a change of tempo or time signature, also one from MIDI's 120 and 4/4 by a first event after
/// time 0; a time beyond 2^30 steps), Malformed (a time that is negative or no number, a note that ends before it
/// begins, a tempo or a time signature that is none).
[[nodiscard]] Result<QuantizedSequence> quantize(const NoteSequence& sequence, int stepsPerBeat);

/// The same on a grid that follows the tempo map, with all its time signatures. With `removePhase` the notes, and
/// nothing else, are moved onto the grid where all lie off it by the same. Signatures that are none are passed over; a
/// note that begins less than a step before the beginning is moved to it, and one that ends before it begins lasts a
/// step.
/// Errors: Unsupported (longer than 10,000 bars of 4/4, or more than a step before the beginning), Malformed (a note
/// whose time is no number).
[[nodiscard]] Result<QuantizedSequence> quantizeAlongTempoMap(const NoteSequence& sequence, int stepsPerBeat,
                                                              bool removePhase);
/// Places chords and keys on a grid that follows their tempo map, in place of what it has.
void placeHarmony(const NoteSequence& sequence, QuantizedSequence& grid);

} // namespace segue::music
