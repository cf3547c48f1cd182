#pragma once

#include <QWidget>

namespace segue::widgets {

/// A number that is changed where it stands: drag it up or down (Shift for fine), scroll, use the arrow keys, or click
/// and type. Shows tabular figures and, smaller, a unit.
class NumberField : public QWidget {
    Q_OBJECT

public:
    struct Range {
        double minimum = 0;
        double maximum = 1;
        double step = 0.01; ///< of a wheel notch, an arrow key and of 4 dragged pixels
        int decimals = 2;
    };

    explicit NumberField(Range range, QWidget* parent = nullptr);
    ~NumberField() override;

    [[nodiscard]] double value() const { return m_value; }
    /// Clamped and rounded to the range's decimals. Silent.
    void setValue(double value);
    void setUnit(const QString& unit);
    /// Delete goes back to it. Becomes the value.
    void setDefaultValue(double value);
    [[nodiscard]] QString text() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// By the user only.
    void valueChanged(double value);
    /// The hand let go, or the typed number was entered: one thing to undo.
    void editingFinished();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    class Editor;

    [[nodiscard]] double rounded(double value) const;
    void change(double value);
    void startTyping(const QString& text);
    void finishTyping(bool accept);

    Range m_range;
    double m_value = 0;
    double m_default = 0;
    QString m_unit;
    Editor* m_editor = nullptr;
    bool m_pressed = false;
    bool m_dragging = false;
    QPointF m_pressedAt;
    double m_dragValue = 0;
    double m_lastY = 0;
    double m_wheelRest = 0;
};

} // namespace segue::widgets
