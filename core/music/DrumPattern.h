#pragma once

#include "core/music/DrumMap.h"

#include <cassert>
#include <cstddef>
#include <vector>

namespace segue::music {

/// What one drum does on one step of the grid.
struct DrumCell {
    bool hit = false;
    float probability = 0.0F; ///< of a hit, [0, 1]; 0 or 1 where the pattern was read from notes
    float velocity = 0.0F; ///< [0, 1]; of MIDI's 127. A model says what it would be even where there is no hit
    float microtiming = 0.0F; ///< in steps, [-0.5, 0.5]; positive is late

    friend bool operator==(const DrumCell&, const DrumCell&) = default;
};

/// A drum loop on a grid that keeps the feel: each hit has its velocity and its distance from the grid. The grid has
/// four steps a beat (sixteenths) or twelve (sixteenths and triplets), and four beats a bar. What the codecs of grooves
/// and drums read, the decoder writes, the drum grid shows and the scheduler plays. Its drums are those of the model's
/// map: nine for most.
class DrumPattern {
public:
    DrumPattern() = default;
    explicit DrumPattern(int steps, int stepsPerBeat = 4, int drums = kDrumClasses)
        : m_stepsPerBeat(stepsPerBeat),
          m_drums(drums),
          m_cells(static_cast<std::size_t>(steps) * static_cast<std::size_t>(drums)) {}

    [[nodiscard]] int steps() const { return static_cast<int>(m_cells.size()) / m_drums; }
    [[nodiscard]] int drums() const { return m_drums; }
    [[nodiscard]] int stepsPerBeat() const { return m_stepsPerBeat; }
    [[nodiscard]] int stepsPerBar() const { return 4 * m_stepsPerBeat; }
    [[nodiscard]] bool isEmpty() const { return m_cells.empty(); }
    /// Requires: 0 <= step < steps(), 0 <= drum < drums().
    [[nodiscard]] DrumCell& at(int step, int drum) { return m_cells[index(step, drum)]; }
    [[nodiscard]] const DrumCell& at(int step, int drum) const { return m_cells[index(step, drum)]; }
    [[nodiscard]] int hits() const;

    friend bool operator==(const DrumPattern&, const DrumPattern&) = default;

private:
    [[nodiscard]] std::size_t index(int step, int drum) const {
        assert(step >= 0 && step < steps() && drum >= 0 && drum < m_drums);
        return static_cast<std::size_t>(step) * static_cast<std::size_t>(m_drums) + static_cast<std::size_t>(drum);
    }

    int m_stepsPerBeat = 4;
    int m_drums = kDrumClasses;
    std::vector<DrumCell> m_cells; // [step][drum]
};

} // namespace segue::music
