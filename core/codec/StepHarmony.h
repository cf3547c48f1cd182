#pragma once

#include "core/base/Result.h"
#include "core/music/MelodyPattern.h"
#include "core/music/Quantizer.h"

#include <cstdint>
#include <vector>

namespace segue::codec {

/// Writes the chords and keys that are asked for into a piece that does not name any.
/// Errors: as music::inferHarmony; the piece stays as it is.
[[nodiscard]] Status inferMissingHarmony(music::NoteSequence& music, bool chords, bool keys, int mostChords);

/// Which chord and which key hold on each step of a piece. Before the first chord there is none, before the first key
/// it holds already. Source: note_seq/chords_lib.py, event_list_chords and event_list_keys.
class StepHarmony {
public:
    explicit StepHarmony(const music::QuantizedSequence& grid);

    /// Two different chords begin on one step; the later one holds.
    [[nodiscard]] bool isAmbiguous() const { return m_ambiguous; }
    /// The triad class of each step; none for a chord without a class.
    [[nodiscard]] std::vector<std::uint8_t> chords(int from, int steps) const;
    /// A chord without a class holds on one of the steps.
    [[nodiscard]] bool hasOtherChords(int from, int steps) const;
    /// [0, 12) for each step; C where the piece has no key.
    [[nodiscard]] std::vector<std::uint8_t> tonics(int from, int steps) const;

private:
    struct Change {
        int step = 0;
        std::uint8_t value = 0; ///< a triad class or a tonic
        bool isOther = false; ///< a chord without a class
    };
    using Changes = std::vector<Change>; // by step

    static std::vector<std::uint8_t> valuesOf(const Changes& changes, int from, int steps);

    Changes m_chords;
    Changes m_tonics;
    bool m_ambiguous = false;
};

} // namespace segue::codec
