#pragma once

#include "core/music/NoteSequence.h"

#include <cmath>
#include <cstddef>
#include <vector>

namespace segue::music {

/// Seconds to beats under a piece's tempo map, which must outlive it. Tempos that are none (not finite, not above 0,
/// out of order) are passed over. A step forward in time costs the changes passed; a step back starts over.
class BeatClock {
public:
    explicit BeatClock(const std::vector<TempoChange>& tempos) : m_tempos(&tempos) {}

    /// In quarter notes from the beginning; negative before it.
    [[nodiscard]] double beatsAt(Seconds time) {
        if (time < m_origin)
            *this = BeatClock(*m_tempos);
        for (; m_next < m_tempos->size() && (*m_tempos)[m_next].time <= time; ++m_next) {
            const auto& [changeTime, tempo] = (*m_tempos)[m_next];
            if (!std::isfinite(tempo.value) || tempo.value <= 0 || changeTime < m_origin)
                continue;
            m_beats += (changeTime - m_origin).value * m_beatsPerSecond;
            m_origin = changeTime;
            m_beatsPerSecond = tempo.value / 60.0;
        }
        return m_beats + (time - m_origin).value * m_beatsPerSecond;
    }

private:
    const std::vector<TempoChange>* m_tempos;
    std::size_t m_next = 0;
    Seconds m_origin; // where the tempo in force began
    double m_beats = 0; // until m_origin
    double m_beatsPerSecond = 2; // MIDI's 120 until the first change
};

} // namespace segue::music
