#pragma once

#include <QVector>
#include <QWidget>

#include <limits>
#include <optional>
#include <vector>

class QCustomPlot;

namespace segue::widgets {

/// A line over training steps with its last value in figures: a solid line, and dashed with dots what was measured on
/// held-out data; thinner, other runs to compare with. However long the run, at most kMostPoints of a line are drawn.
/// The mouse, or the arrow keys, read the values at a step.
class RunChart : public QWidget {
    Q_OBJECT

public:
    static constexpr int kMostPoints = 600;

    /// Requires: x rises and is as long as y.
    struct Curve {
        QVector<double> x;
        QVector<double> y;
    };
    /// Another run, with a name and a colour of its own.
    struct Other {
        QString name;
        Curve curve;
        int colourIndex = 0;
    };

    /// `decimals` of the figures; negative: as many as make so many significant ones.
    RunChart(const QString& title, int colourIndex, int decimals, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    [[nodiscard]] QString title() const { return m_title; }
    void setTraining(Curve curve);
    void setHeldOut(Curve curve);
    void setOthers(std::vector<Other> others);
    void clear();
    /// Reads the values at the known step that is nearest; nothing: the last ones.
    void setReading(std::optional<double> step);
    /// What the figures say; "–" while there is nothing.
    [[nodiscard]] QString valueText() const;
    /// What is said of the step that is read: "step 1,268: 31.4, held out 33.0"; empty without one.
    [[nodiscard]] QString readingText() const;

    [[nodiscard]] QSize sizeHint() const override { return {218, 114}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {kLeastWidth, 84}; }

    static constexpr int kLeastWidth = 108;

Q_SIGNALS:
    /// A hand reads a step, or has left: for other charts of the same run.
    void readingChanged(std::optional<double> step);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    /// The curves in full, for reading; what is drawn is thinned out.
    struct Kept {
        Curve training;
        Curve heldOut;
        std::vector<Other> others;
    };

    void dress();
    void layOut();
    [[nodiscard]] bool isNarrow() const;
    [[nodiscard]] int headerHeight() const;
    void showValue();
    void fitAxes();
    void read(std::optional<double> step);
    void markReading();
    [[nodiscard]] const Curve& readCurve() const;
    [[nodiscard]] QString number(double value) const;

    QCustomPlot* m_plot = nullptr;
    QString m_title;
    Kept m_kept;
    std::optional<double> m_reading;
    int m_colourIndex = 0;
    int m_decimals = 1;
};

/// At most `limit` points of a curve that keep its extremes: the smallest and the largest of each stretch. The last
/// point always stays. Requires: same lengths, limit >= 4.
void decimate(QVector<double>& x, QVector<double>& y, int limit);

} // namespace segue::widgets
