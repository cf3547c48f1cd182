#pragma once

#include "widgets/PianoRollGeometry.h"
#include "widgets/RollPattern.h"

#include <QImage>
#include <QWidget>

#include <optional>
#include <vector>

namespace segue::widgets {

/// Notes over time, one colour a part, with a keyboard at the left. Velocity is opacity, and where a model might have
/// begun a note lies its likelihood as a soft spot. Notes and their keys light up as they sound.
///
/// Drag to move; the wheel scrolls pitches, with Shift time; Ctrl and the wheel zoom time, with Shift pitches; a
/// double-click or Home shows all. The arrow keys go from note to note and scroll pitches.
class PianoRollView : public QWidget {
    Q_OBJECT
    Q_PROPERTY(bool heatVisible READ isHeatVisible WRITE setHeatVisible)

public:
    explicit PianoRollView(QWidget* parent = nullptr);

    /// The view stays where it is, so that music can change under a drag: until the user moves it, it only grows to
    /// hold pitches that were not in it. Another length is fitted. The heat, which was that of the former pattern,
    /// goes.
    void setPattern(const RollPattern& pattern);
    [[nodiscard]] const RollPattern& pattern() const { return m_pattern; }
    void setHeat(std::vector<RollHeat> heat);
    void setHeatVisible(bool visible);
    [[nodiscard]] bool isHeatVisible() const { return m_heatVisible; }
    /// In steps, [0, steps); nothing hides it. Repaints only what changes.
    void setPlayhead(std::optional<double> steps);
    /// A veil lies over the steps from this one on; nothing lifts it.
    void setArrived(std::optional<double> steps);
    /// What stands in the middle when there is no pattern.
    void setEmptyText(const QString& text);

    /// All steps, and the pitches of the pattern with some air.
    void fit();
    /// As a view above or below has it.
    void showSteps(const StepRange& range);
    /// Width of the keyboard, for views that share the time axis.
    void setMargin(double left);
    /// Without them the view below has them.
    void setBarNumbersVisible(bool visible);

    [[nodiscard]] const PianoRollGeometry& geometryOfRoll() const { return m_geometry; }
    /// What is there, in words: readoutOf() says how.
    [[nodiscard]] QString readout(RollPlace place) const;

    [[nodiscard]] QSize sizeHint() const override { return {580, 290}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {300, 96}; }

Q_SIGNALS:
    /// The place that the cursor or the keyboard is on, with its readout; empty when there is none.
    void placeHovered(const QString& readout);
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
    void viewMoved();
    void renderGround();
    void renderMusic();
    /// Around the music; an octave and a half at least.
    [[nodiscard]] std::optional<PitchRange> pitchesOfMusic() const;
    [[nodiscard]] QRegion changedBetween(std::optional<double> before, std::optional<double> after) const;
    [[nodiscard]] QRect strip(double playhead) const;
    void setCursorPlace(std::optional<RollPlace> place);
    void goToNote(int direction);
    void reveal(RollPlace place);

    RollPattern m_pattern;
    std::vector<RollHeat> m_heat;
    PianoRollGeometry m_geometry;
    std::optional<double> m_playhead;
    std::optional<double> m_arrived;
    std::optional<RollPlace> m_cursor;
    std::optional<QPointF> m_grabbedAt;
    QImage m_ground; // rows, keys and numbers
    QImage m_music; // the same with heat and notes
    QString m_emptyText;
    double m_margin = 44;
    bool m_barNumbers = true;
    bool m_heatVisible = true;
    bool m_pitchesAreTheUsers = false;
};

} // namespace segue::widgets
