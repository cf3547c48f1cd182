#pragma once

#include "core/base/Quantity.h"
#include "core/music/DrumPattern.h"
#include "widgets/DrumGridGeometry.h"

#include <QImage>
#include <QWidget>

#include <array>
#include <optional>

namespace segue::widgets {

/// The pattern that sounds: nine rows of drums by steps. Velocity is opacity, microtiming displacement, and a hit that
/// could have been but was not is a ghost with its probability as opacity. Hits light up as the playhead passes.
class DrumGridView : public QWidget {
    Q_OBJECT

public:
    explicit DrumGridView(QWidget* parent = nullptr);

    void setPattern(const music::DrumPattern& pattern);
    [[nodiscard]] const music::DrumPattern& pattern() const { return m_pattern; }
    /// The map's names label the rows.
    void setDrumMap(const music::DrumMap& map);
    /// For the readout's milliseconds.
    void setTempo(Bpm tempo) { m_tempo = tempo; }
    /// In steps, [0, steps()); nothing hides it. Repaints only the strips that change.
    void setPlayhead(std::optional<double> steps);
    /// What stands in the middle when there is no pattern.
    void setEmptyText(const QString& text);
    [[nodiscard]] const DrumGridGeometry& geometryOfGrid() const { return m_geometry; }
    /// "Snare, step 5 of 32: velocity 96, 12 ms late"; empty where there is no cell.
    [[nodiscard]] QString readout(DrumGridCell cell) const;

    [[nodiscard]] QSize sizeHint() const override { return {580, 290}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {300, 124}; }

Q_SIGNALS:
    /// The cell that the cursor or the keyboard is on, with its readout; empty when there is none.
    void cellHovered(const QString& readout);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void layOut();
    void renderBackground();
    void setCursorCell(std::optional<DrumGridCell> cell);
    [[nodiscard]] double glow(int step, double microtiming) const;
    [[nodiscard]] QRect strip(double playhead) const;
    void paintHits(QPainter& painter, const QRectF& clip) const;

    music::DrumPattern m_pattern;
    std::array<QString, music::kDrumClasses> m_names;
    DrumGridGeometry m_geometry;
    Bpm m_tempo{120};
    std::optional<double> m_playhead;
    std::optional<DrumGridCell> m_cursorCell;
    QImage m_background;
    QString m_emptyText;
};

} // namespace segue::widgets
