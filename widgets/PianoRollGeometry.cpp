#include "widgets/PianoRollGeometry.h"

#include <algorithm>
#include <cmath>

namespace segue::widgets {
namespace {

constexpr double kWidestGap = 1.5; // between a note and the next of its pitch
constexpr double kHighRow = 8; // from here on there is one between neighbouring pitches, too

} // namespace

void PianoRollGeometry::setArea(const QRectF& area) {
    m_area = area;
    m_time.setEdges(area.left(), area.right());
}

void PianoRollGeometry::showPitches(const PitchRange& range) {
    const double length = std::clamp(range.length(), kFewestPitches, kAllPitches);
    const double lowest = std::clamp(range.lowest, 0.0, kAllPitches - length);
    m_pitches = {lowest, lowest + length};
}

double PianoRollGeometry::y(double pitch) const {
    return m_area.bottom() - (pitch - m_pitches.lowest) * rowHeight();
}

double PianoRollGeometry::pitchAt(double y) const {
    return m_pitches.lowest + (m_area.bottom() - y) / rowHeight();
}

QRectF PianoRollGeometry::row(int pitch) const {
    return {m_area.left(), y(pitch + 1), m_area.width(), rowHeight()};
}

QRectF PianoRollGeometry::note(int pitch, int start, int length) const {
    const double left = m_time.x(start);
    const double width = m_time.x(start + length) - left;
    const double top = std::round(y(pitch + 1)); // whole pixels keep the rim sharp
    const double bottom = std::round(y(pitch)) - (rowHeight() >= kHighRow ? 1 : 0);
    return {left, top, std::max(1.0, width - std::min(kWidestGap, width / 4)), std::max(1.0, bottom - top)};
}

std::optional<RollPlace> PianoRollGeometry::placeAt(QPointF position) const {
    if (position.x() < m_area.left() || position.x() >= m_area.right() || position.y() < m_area.top() ||
        position.y() >= m_area.bottom())
        return std::nullopt;
    const int step = static_cast<int>(m_time.stepAt(position.x()));
    const int pitch = static_cast<int>(std::floor(pitchAt(position.y())));
    return RollPlace{std::min(step, m_time.steps() - 1), std::clamp(pitch, 0, static_cast<int>(kAllPitches) - 1)};
}

void PianoRollGeometry::zoomPitchesAt(double y, double factor) {
    const double length = std::clamp(m_pitches.length() / factor, kFewestPitches, kAllPitches);
    const double lowest = pitchAt(y) - (m_area.bottom() - y) / m_area.height() * length;
    showPitches({lowest, lowest + length});
}

void PianoRollGeometry::panPitches(double pixels) {
    const double pitches = pixels / rowHeight();
    showPitches({m_pitches.lowest + pitches, m_pitches.highest + pitches});
}

} // namespace segue::widgets
