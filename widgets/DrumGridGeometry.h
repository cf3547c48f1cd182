#pragma once

#include "core/music/DrumMap.h"

#include <QPointF>
#include <QRectF>

#include <optional>

namespace segue::widgets {

/// A place of a drum grid.
struct DrumGridCell {
    int step = 0;
    int drum = 0;

    friend bool operator==(const DrumGridCell&, const DrumGridCell&) = default;
};

/// Where steps and drums lie in a grid of `steps` columns and nine rows, the kick lowest. Knows no widget.
class DrumGridGeometry {
public:
    /// `area` is the grid alone, without names and bar numbers; in device-independent pixels.
    void setArea(const QRectF& area) { m_area = area; }
    [[nodiscard]] const QRectF& area() const { return m_area; }
    void setSteps(int steps) { m_steps = steps; }
    [[nodiscard]] int steps() const { return m_steps; }

    [[nodiscard]] double columnWidth() const;
    [[nodiscard]] double rowHeight() const;
    /// Left edge of a step; between steps for a playhead. Unit: steps; steps() is the right edge.
    [[nodiscard]] double x(double step) const;
    [[nodiscard]] double stepAt(double x) const;
    [[nodiscard]] double rowTop(int drum) const;
    /// The rounded box of an empty cell.
    [[nodiscard]] QRectF cell(DrumGridCell place) const;
    /// The box of a hit: the cell's, displaced by `microtiming` steps (positive is late) but never out of the area by
    /// more than half a step.
    [[nodiscard]] QRectF hit(DrumGridCell place, double microtiming) const;
    [[nodiscard]] std::optional<DrumGridCell> cellAt(QPointF position) const;

private:
    QRectF m_area;
    int m_steps = 32;
};

} // namespace segue::widgets
