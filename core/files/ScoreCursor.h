#pragma once

#include "core/files/Score.h"

#include <algorithm>
#include <cmath>

namespace segue::files {

/// Where a reader stands in a measure. Durations are summed in the file's own divisions of a quarter and rounded to
/// ticks only as a sum, so that voices which meet in the file meet here.
class ScoreCursor {
public:
    void beginMeasure() {
        m_from = Ticks(0);
        m_divisions = 0;
    }
    /// Requires: above 0.
    void setDivisionsPerQuarter(double divisions) {
        m_from = at();
        m_divisions = 0;
        m_perQuarter = divisions;
    }

    [[nodiscard]] Ticks at() const { return after(0); }
    /// Far beyond any piece, places are no longer told apart.
    [[nodiscard]] Ticks after(double divisions) const {
        constexpr double kFarthest = 1.0e7 * kScoreTicks;
        const double ticks = (m_divisions + divisions) / m_perQuarter * kScoreTicks;
        return m_from + Ticks(std::llround(std::clamp(ticks, -kFarthest, kFarthest)));
    }
    /// False: that would be before the measure; the cursor then stands at its beginning.
    [[nodiscard]] bool move(double divisions) {
        m_divisions += divisions;
        if (at() >= Ticks(0))
            return true;
        beginMeasure();
        return false;
    }

private:
    Ticks m_from; // where the divisions last changed
    double m_divisions = 0; // since then
    double m_perQuarter = 1;
};

} // namespace segue::files
