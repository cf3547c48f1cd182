#pragma once

#include "core/music/Pattern.h"

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace segue::library {

/// A pattern that takes little room, because a list may hold hundreds of thousands: of drums only the hits are kept,
/// about a tenth of the memory. Other kinds are small as they are.
class StoredPattern {
public:
    StoredPattern() = default;
    /// What a drum's cell without a hit says is not kept.
    explicit StoredPattern(music::Pattern pattern);

    [[nodiscard]] music::Pattern pattern() const;
    [[nodiscard]] bool isDrums() const { return std::holds_alternative<Drums>(m_kept); }
    /// How many notes begin in it.
    [[nodiscard]] int onsets() const;

private:
    struct Hit {
        std::int16_t step;
        std::int16_t drum;
        float probability;
        float velocity;
        float microtiming;
    };
    struct Drums {
        int steps;
        int stepsPerBeat;
        int drums;
        std::vector<Hit> hits;
    };

    [[nodiscard]] static Drums packed(const music::DrumPattern& pattern);
    [[nodiscard]] static music::DrumPattern unpacked(const Drums& drums);

    std::variant<music::Pattern, Drums> m_kept;
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
