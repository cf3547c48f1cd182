#pragma once

#include "tests/core/codec/slow/Music.h"

#include <array>
#include <string_view>

namespace segue::slow {

inline constexpr int kTriads = 49;
inline constexpr int kTonics = 12;

/// The class of a triad that is written plainly: "N.C.", "F#", "Bbm", "Caug", "Ebdim". Nothing for all others, although
/// Magenta knows many more figures.
inline std::optional<int> triadOf(const std::string& figure) {
    if (figure == "N.C.")
        return 0;
    const std::array<std::string_view, 17> roots{"C",  "C#", "Db", "D",  "D#", "Eb", "E",  "F", "F#",
                                                 "Gb", "G",  "G#", "Ab", "A",  "A#", "Bb", "B"};
    const std::array<int, 17> tonics{0, 1, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 8, 9, 10, 10, 11};
    const std::array<std::string_view, 4> kinds{"", "m", "aug", "dim"};
    for (std::size_t root = 0; root < roots.size(); ++root)
        for (std::size_t kind = 0; kind < kinds.size(); ++kind)
            if (figure == std::string(roots[root]) + std::string(kinds[kind]))
                return 1 + 12 * static_cast<int>(kind) + tonics[root];
    return std::nullopt;
}

/// The figure that holds at each step until `last`. Nothing if two different ones fall on the same step.
inline std::optional<std::vector<std::string>> figuresBefore(int last, const std::vector<music::ChordSymbol>& chords,
                                                             const Grid& grid) {
    std::vector<std::string> figures(static_cast<std::size_t>(last), "N.C.");
    for (int step = 0; step < last; ++step) {
        const music::ChordSymbol* here = nullptr;
        for (const music::ChordSymbol& chord : chords) {
            if (grid.step(chord.time.value) != step)
                continue;
            if (here != nullptr && here->figure != chord.figure)
                return std::nullopt;
            here = &chord;
        }
        const auto at = static_cast<std::size_t>(step);
        if (here != nullptr)
            figures[at] = here->figure;
        else if (step > 0)
            figures[at] = figures[at - 1];
    }
    return figures;
}

/// The tonic at a step: of the last key that is written at or before it, else of the first.
inline int tonicAt(int step, const std::vector<music::KeySignature>& keys, const Grid& grid) {
    int tonic = keys.front().tonic;
    for (const music::KeySignature& key : keys)
        if (grid.stepsPerSecond * key.time.value <= step)
            tonic = key.tonic;
    return tonic;
}

} // namespace segue::slow
