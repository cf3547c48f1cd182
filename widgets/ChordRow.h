#pragma once

#include "widgets/ChordSegments.h"
#include "widgets/TimeAxis.h"

#include <QWidget>

#include <optional>
#include <span>
#include <vector>

class QToolButton;

namespace segue::widgets {

class ChordChooser;

/// The chords that a model is told, over the music they belong to, and the key before them. Clicking a chord opens all
/// that there are. With the keyboard: left and right go along, up and down move the chord by a semitone, Return opens,
/// Delete takes it away. The key is chosen from a menu.
class ChordRow : public QWidget {
    Q_OBJECT

public:
    explicit ChordRow(QWidget* parent = nullptr);

    /// A triad class a step; without any the row is empty. Requires: stepsPerBar > 0.
    void setChords(std::span<const std::uint8_t> chords, int stepsPerBar);
    [[nodiscard]] const std::vector<ChordSegment>& segments() const { return m_segments; }
    /// [0, 12); nothing for a model that is not told the key.
    void setTonic(std::optional<int> tonic);
    /// As the view below has it.
    void showSteps(const StepRange& range);
    void setMargin(double left);
    /// In steps; the chord that sounds is marked.
    void setPlayhead(std::optional<double> steps);

    /// Where a segment is drawn, as far as it is in view.
    [[nodiscard]] QRectF boxOf(const ChordSegment& segment) const;
    [[nodiscard]] QSize sizeHint() const override { return {580, kHeight}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, kHeight}; }

Q_SIGNALS:
    /// The steps [first, last) want this chord.
    void chordChangeRequested(int first, int last, int triadClass);
    /// Range: [0, 12).
    void tonicChangeRequested(int tonic);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    static constexpr int kHeight = 32;

    [[nodiscard]] int segmentAt(double step) const;
    [[nodiscard]] int segmentUnder(QPointF position) const;
    void layOut();
    void setCurrent(int segment);
    void openChooser(int segment);
    void request(int segment, int triadClass);
    void describe();

    std::vector<ChordSegment> m_segments;
    TimeAxis m_time;
    QToolButton* m_key = nullptr;
    ChordChooser* m_chooser = nullptr; ///< made when it is first needed
    double m_margin = 44;
    int m_chosenFor = -1; ///< the segment that the chooser is open for
    int m_current = -1; ///< under the cursor or the keyboard; -1: none
    int m_sounding = -1;
};

} // namespace segue::widgets
