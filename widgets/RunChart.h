#pragma once

#include <QVector>
#include <QWidget>

#include <limits>

class QCustomPlot;

namespace segue::widgets {

/// A line over training steps with its last value in figures: a solid line, and dashed what was measured on held-out
/// data. However long the run, at most kMostPoints are drawn.
class RunChart : public QWidget {
    Q_OBJECT

public:
    static constexpr int kMostPoints = 600;

    /// `decimals` of the figures.
    RunChart(const QString& title, int colourIndex, int decimals, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    [[nodiscard]] QString title() const { return m_title; }
    /// Requires: x rises and is as long as y.
    void setTraining(QVector<double> x, QVector<double> y);
    void setHeldOut(QVector<double> x, QVector<double> y);
    void clear();
    /// What the figures say; "–" while there is nothing.
    [[nodiscard]] QString valueText() const;

    [[nodiscard]] QSize sizeHint() const override { return {218, 114}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 84}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void dress();
    void showValue();
    void fitAxes();

    QCustomPlot* m_plot = nullptr;
    QString m_title;
    double m_training = std::numeric_limits<double>::quiet_NaN(); // the last values
    double m_heldOut = std::numeric_limits<double>::quiet_NaN();
    int m_colourIndex = 0;
    int m_decimals = 1;
};

/// At most `limit` points of a curve that keep its extremes: the smallest and the largest of each stretch. The last
/// point always stays. Requires: same lengths, limit >= 4.
void decimate(QVector<double>& x, QVector<double>& y, int limit);

} // namespace segue::widgets
