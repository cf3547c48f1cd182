#pragma once

#include "core/base/Quantity.h"
#include "core/music/DrumPattern.h"
#include "widgets/DrumGridGeometry.h"

#include <QImage>
#include <QWidget>

#include <optional>
#include <vector>

namespace segue::widgets {

/// The pattern that sounds: rows of drums by steps. Velocity is opacity, microtiming displacement, and a hit that could
/// have been but was not is a ghost with its probability as opacity: the grid's heat. Hits light up as the playhead
/// passes. Of more than nine drums those are shown that have been played since the last fit.
///
/// Ctrl and the wheel zoom time, Shift and the wheel or a drag pan it; a double-click shows all. The arrow keys go from
/// cell to cell.
class DrumGridView : public QWidget {
    Q_OBJECT
    Q_PROPERTY(bool heatVisible READ isHeatVisible WRITE setHeatVisible)

public:
    explicit DrumGridView(QWidget* parent = nullptr);

    /// Another length or number of drums is fitted.
    void setPattern(const music::DrumPattern& pattern);
    [[nodiscard]] const music::DrumPattern& pattern() const { return m_pattern; }
    /// The map's names label the rows; of the map with a pitch a drum, General MIDI's.
    void setDrumMap(const music::DrumMap& map);
    void setHeatVisible(bool visible);
    [[nodiscard]] bool isHeatVisible() const { return m_heatVisible; }
    /// For the readout's milliseconds.
    void setTempo(Bpm tempo) { m_tempo = tempo; }
    /// In steps, [0, steps()); nothing hides it. Repaints only the strips that change.
    void setPlayhead(std::optional<double> steps);
    /// A veil lies over the steps from this one on; nothing lifts it.
    void setArrived(std::optional<double> steps);
    /// What stands in the middle when there is no pattern.
    void setEmptyText(const QString& text);
    /// All steps, and of many drums those that are played now.
    void fit();
    /// As a view above or below has it.
    void showSteps(const StepRange& range);
    /// Room for the names at least, for views that share the time axis.
    void setMargin(double left);
    [[nodiscard]] double namesWidth() const;
    [[nodiscard]] const DrumGridGeometry& geometryOfGrid() const { return m_geometry; }
    /// "Snare, step 5 of 32: velocity 96, 12 ms late"; empty where there is no cell.
    [[nodiscard]] QString readout(DrumGridCell cell) const;

    [[nodiscard]] QSize sizeHint() const override { return {580, 290}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {300, 124}; }

Q_SIGNALS:
    /// The cell that the cursor or the keyboard is on, with its readout; empty when there is none.
    void cellHovered(const QString& readout);
    void stepsShown(const StepRange& range);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void layOut();
    void showPlayedDrums();
    void renderBackground();
    [[nodiscard]] QString nameOf(int drum) const;
    void setCursorCell(std::optional<DrumGridCell> cell);
    [[nodiscard]] QRect strip(double playhead) const;

    music::DrumPattern m_pattern;
    std::vector<QString> m_names; ///< of the map's drums
    DrumGridGeometry m_geometry;
    Bpm m_tempo{120};
    std::optional<double> m_playhead;
    std::optional<double> m_arrived;
    std::optional<DrumGridCell> m_cursorCell;
    std::optional<QPointF> m_grabbedAt;
    QImage m_background;
    QString m_emptyText;
    double m_margin = 0;
    bool m_heatVisible = true;
};

} // namespace segue::widgets
