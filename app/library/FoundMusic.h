#pragma once

#include "core/music/DrumPattern.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace segue::library {

/// A drum pattern as its hits alone, because a list may hold hundreds of thousands: about a tenth of the memory.
class StoredPattern {
public:
    StoredPattern() = default;
    /// What a cell without a hit says is not kept.
    explicit StoredPattern(const music::DrumPattern& pattern);

    [[nodiscard]] music::DrumPattern pattern() const;
    [[nodiscard]] int hits() const { return static_cast<int>(m_hits.size()); }

private:
    struct Hit {
        std::int16_t step;
        std::int16_t drum;
        float probability;
        float velocity;
        float microtiming;
    };

    int m_steps = 0;
    int m_stepsPerBeat = 4;
    std::vector<Hit> m_hits;
};

/// A stretch of a piece that can be played.
struct FoundWindow {
    StoredPattern pattern;
    int bar = 0; ///< its first, from 0
    bool padded = false; ///< the piece ended before the window did
};

/// A file of music, and what became of it. Texts are UTF-8, for a person.
struct FoundPiece {
    std::string file; ///< path that can be read again; empty for a record of a TFRecord
    std::string name; ///< relative to what was opened
    std::string style; ///< may be empty
    std::string track; ///< may be empty
    double bpm = 0; ///< 0 is unknown
    std::vector<FoundWindow> windows;
    std::vector<std::string> remarks; ///< what was repaired, moved or left out, a sentence each
    std::string refusal; ///< why there is no window at all
    std::map<int, int> unmappedPitches; ///< pitch -> count: notes of no drum

    [[nodiscard]] bool isRefused() const { return windows.empty(); }
};

} // namespace segue::library
