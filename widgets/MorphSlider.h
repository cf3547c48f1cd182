#pragma once

#include <QWidget>

namespace segue::widgets {

/// A wide slider from A's colour to B's with its value above the knob. Value in [0, 1].
class MorphSlider : public QWidget {
    Q_OBJECT

public:
    explicit MorphSlider(QWidget* parent = nullptr);

    [[nodiscard]] double value() const { return m_value; }
    void setValue(double value);

    [[nodiscard]] QSize sizeHint() const override { return {236, 48}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {96, 48}; }

Q_SIGNALS:
    /// By the user only.
    void valueChanged(double value);
    void released();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] double valueAt(double x) const;
    void change(double value);

    double m_value = 0;
};

} // namespace segue::widgets
