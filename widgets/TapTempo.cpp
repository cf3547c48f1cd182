#include "widgets/TapTempo.h"

namespace segue::widgets {

std::optional<Bpm> TapTempo::tap(std::chrono::steady_clock::time_point when) {
    if (!m_taps.empty() && (when - m_taps.back() > kPause || when <= m_taps.back()))
        m_taps.clear();
    m_taps.push_back(when);
    if (m_taps.size() > kTaps)
        m_taps.pop_front();
    if (m_taps.size() < 2)
        return std::nullopt;
    const std::chrono::duration<double> span = m_taps.back() - m_taps.front();
    return Bpm(60.0 * static_cast<double>(m_taps.size() - 1) / span.count());
}

} // namespace segue::widgets
