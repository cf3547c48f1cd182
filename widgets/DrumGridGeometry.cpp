#include "widgets/DrumGridGeometry.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <utility>

namespace segue::widgets {
namespace {

constexpr double kColumnGap = 2; // or a third of a narrow column
constexpr double kHighRow = 20;

} // namespace

void DrumGridGeometry::setArea(const QRectF& area) {
    m_area = area;
    m_time.setEdges(area.left(), area.right());
}

void DrumGridGeometry::showAllDrums(int drums) {
    m_drums.resize(static_cast<std::size_t>(drums));
    std::iota(m_drums.begin(), m_drums.end(), 0);
}

void DrumGridGeometry::showDrums(std::vector<int> drums) {
    assert(!drums.empty() && std::ranges::is_sorted(drums));
    m_drums = std::move(drums);
}

double DrumGridGeometry::rowHeight() const {
    return m_area.height() / static_cast<double>(m_drums.size());
}

int DrumGridGeometry::rowOf(int drum) const {
    const auto found = std::ranges::lower_bound(m_drums, drum);
    assert(found != m_drums.end() && *found == drum);
    return static_cast<int>(found - m_drums.begin());
}

double DrumGridGeometry::rowTop(int drum) const {
    return m_area.bottom() - (rowOf(drum) + 1) * rowHeight();
}

QRectF DrumGridGeometry::cell(DrumGridCell place) const {
    const double columnGap = std::min(kColumnGap, columnWidth() / 3);
    const double rowGap = std::min(rowHeight() >= kHighRow ? 4.0 : 2.0, rowHeight() / 3);
    return {m_time.x(place.step) + columnGap / 2, rowTop(place.drum) + rowGap / 2,
            std::max(1.0, columnWidth() - columnGap), std::max(1.0, rowHeight() - rowGap)};
}

QRectF DrumGridGeometry::hit(DrumGridCell place, double microtiming) const {
    return cell(place).translated(std::clamp(microtiming, -0.5, 0.5) * columnWidth(), 0);
}

std::optional<DrumGridCell> DrumGridGeometry::cellAt(QPointF position) const {
    if (position.x() < m_area.left() || position.x() >= m_area.right() || position.y() < m_area.top() ||
        position.y() >= m_area.bottom())
        return std::nullopt;
    const int step = static_cast<int>(m_time.stepAt(position.x()));
    const auto row = static_cast<std::size_t>((m_area.bottom() - position.y()) / rowHeight());
    return DrumGridCell{std::min(step, m_time.steps() - 1), m_drums[std::min(row, m_drums.size() - 1)]};
}

int DrumGridGeometry::drumBeside(int drum, int rows) const {
    const int row = std::clamp(rowOf(drum) + rows, 0, static_cast<int>(m_drums.size()) - 1);
    return m_drums[static_cast<std::size_t>(row)];
}

} // namespace segue::widgets
