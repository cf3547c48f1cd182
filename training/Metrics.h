#pragma once

#include "core/base/Quantity.h"
#include "core/music/DrumPattern.h"

#include <cstdint>

namespace segue::training {

/// How well guessed drum patterns agree with true ones, over all windows added.
struct HitCounts {
    std::int64_t both = 0; ///< hits that are true and guessed
    std::int64_t onlyTrue = 0;
    std::int64_t onlyGuessed = 0;

    /// Harmonic mean of precision and recall, [0, 1]; 1 where there was nothing to find and nothing was guessed.
    [[nodiscard]] double f1() const;
    [[nodiscard]] double precision() const;
    [[nodiscard]] double recall() const;
    void add(bool isTrue, bool isGuessed);
};

class PatternScores {
public:
    /// `tempo` turns timing errors into milliseconds. Requires: equal steps.
    void add(const music::DrumPattern& truth, const music::DrumPattern& guess, Bpm tempo);

    [[nodiscard]] const HitCounts& hits() const { return m_hits; }
    /// Mean absolute, of [0, 1], on hits that are true and guessed.
    [[nodiscard]] double velocityError() const;
    /// Mean absolute, in milliseconds, on hits that are true and guessed.
    [[nodiscard]] double timingErrorMs() const;
    [[nodiscard]] int windows() const { return m_windows; }

private:
    HitCounts m_hits;
    double m_velocityErrors = 0.0;
    double m_timingErrorsMs = 0.0;
    int m_windows = 0;
};

} // namespace segue::training
