#pragma once

#include "core/music/DrumMap.h"
#include "widgets/TimeAxis.h"

#include <QPointF>
#include <QRectF>

#include <optional>
#include <vector>

namespace segue::widgets {

/// A place of a drum grid.
struct DrumGridCell {
    int step = 0;
    int drum = 0;

    friend bool operator==(const DrumGridCell&, const DrumGridCell&) = default;
};

/// Where steps and drums lie in a grid of a row for each drum that is shown, the first one lowest: the kick. Knows no
/// widget.
class DrumGridGeometry {
public:
    DrumGridGeometry() { showAllDrums(music::kDrumClasses); }

    /// `area` is the grid alone, without names and bar numbers; in device-independent pixels.
    void setArea(const QRectF& area);
    [[nodiscard]] const QRectF& area() const { return m_area; }
    [[nodiscard]] TimeAxis& time() { return m_time; }
    [[nodiscard]] const TimeAxis& time() const { return m_time; }

    void showAllDrums(int drums);
    /// Requires: not empty, rising.
    void showDrums(std::vector<int> drums);
    [[nodiscard]] const std::vector<int>& drums() const { return m_drums; }

    [[nodiscard]] double columnWidth() const { return m_time.stepWidth(); }
    [[nodiscard]] double rowHeight() const;
    /// Requires, as all below: a drum that is shown.
    [[nodiscard]] double rowTop(int drum) const;
    /// The rounded box of an empty cell.
    [[nodiscard]] QRectF cell(DrumGridCell place) const;
    /// The box of a hit: the cell's, displaced by `microtiming` steps (positive is late) but never out of the area by
    /// more than half a step.
    [[nodiscard]] QRectF hit(DrumGridCell place, double microtiming) const;
    [[nodiscard]] std::optional<DrumGridCell> cellAt(QPointF position) const;
    /// The one `rows` above or below another, as far as there are rows.
    [[nodiscard]] int drumBeside(int drum, int rows) const;

private:
    [[nodiscard]] int rowOf(int drum) const;

    QRectF m_area{0, 0, 1, 1};
    TimeAxis m_time;
    std::vector<int> m_drums; // from the bottom up
};

} // namespace segue::widgets
