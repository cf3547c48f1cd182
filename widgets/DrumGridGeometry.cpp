#include "widgets/DrumGridGeometry.h"

#include <algorithm>
#include <cmath>

namespace segue::widgets {
namespace {

constexpr double kColumnGap = 2;
constexpr double kHighRow = 20;

} // namespace

double DrumGridGeometry::columnWidth() const {
    return m_steps > 0 ? m_area.width() / m_steps : 0;
}

double DrumGridGeometry::rowHeight() const {
    return m_area.height() / music::kDrumClasses;
}

double DrumGridGeometry::x(double step) const {
    return m_area.left() + step * columnWidth();
}

double DrumGridGeometry::stepAt(double x) const {
    return columnWidth() > 0 ? (x - m_area.left()) / columnWidth() : 0;
}

double DrumGridGeometry::rowTop(int drum) const {
    return m_area.top() + (music::kDrumClasses - 1 - drum) * rowHeight();
}

QRectF DrumGridGeometry::cell(DrumGridCell place) const {
    const double rowGap = rowHeight() >= kHighRow ? 4 : 2;
    return {x(place.step) + kColumnGap / 2, rowTop(place.drum) + rowGap / 2, std::max(1.0, columnWidth() - kColumnGap),
            std::max(1.0, rowHeight() - rowGap)};
}

QRectF DrumGridGeometry::hit(DrumGridCell place, double microtiming) const {
    return cell(place).translated(std::clamp(microtiming, -0.5, 0.5) * columnWidth(), 0);
}

std::optional<DrumGridCell> DrumGridGeometry::cellAt(QPointF position) const {
    if (m_steps <= 0 || position.x() < m_area.left() || position.x() >= m_area.right() || position.y() < m_area.top() ||
        position.y() >= m_area.bottom())
        return std::nullopt;
    const int step = static_cast<int>(stepAt(position.x()));
    const int row = static_cast<int>((position.y() - m_area.top()) / rowHeight());
    return DrumGridCell{std::min(step, m_steps - 1), music::kDrumClasses - 1 - std::min(row, music::kDrumClasses - 1)};
}

} // namespace segue::widgets
