#include "widgets/NumberField.h"

#include "widgets/Figures.h"
#include "widgets/Theme.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QStyleHints>

#include <algorithm>
#include <cmath>

namespace segue::widgets {
namespace {

constexpr double kPixelsAStep = 4;
constexpr double kFine = 0.1;
constexpr int kPadding = 4;
constexpr double kUnitScale = 0.82;

} // namespace

/// The line that appears in the field's place while one types.
class NumberField::Editor : public QLineEdit {
public:
    explicit Editor(NumberField& field) : QLineEdit(&field), m_field(field) {
        setStyleSheet(QStringLiteral("padding: 0 2px; min-height: 0;"));
    }

protected:
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Escape)
            m_field.finishTyping(false);
        else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
            m_field.finishTyping(true);
        else
            QLineEdit::keyPressEvent(event);
    }

    void focusOutEvent(QFocusEvent* event) override {
        QLineEdit::focusOutEvent(event);
        if (event->reason() != Qt::PopupFocusReason)
            m_field.finishTyping(true);
    }

private:
    NumberField& m_field;
};

NumberField::NumberField(Range range, QWidget* parent)
    : QWidget(parent), m_range(range), m_value(range.minimum), m_default(range.minimum) {
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::SizeVerCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

NumberField::~NumberField() = default;

double NumberField::rounded(double value) const {
    const double scale = std::pow(10.0, m_range.decimals);
    return std::clamp(std::round(value * scale) / scale, m_range.minimum, m_range.maximum);
}

void NumberField::setValue(double value) {
    const double next = std::isfinite(value) ? rounded(value) : m_value;
    if (next == m_value)
        return;
    m_value = next;
    update();
}

void NumberField::setUnit(const QString& unit) {
    m_unit = unit;
    updateGeometry();
    update();
}

void NumberField::setDefaultValue(double value) {
    m_default = rounded(value);
    setValue(value);
}

QString NumberField::text() const {
    return figures(m_value, m_range.decimals);
}

QSize NumberField::sizeHint() const {
    const QFontMetricsF metrics(font());
    double width = std::max(figuresWidth(metrics, figures(m_range.minimum, m_range.decimals)),
                            figuresWidth(metrics, figures(m_range.maximum, m_range.decimals)));
    if (!m_unit.isEmpty())
        width += 2 + QFontMetricsF(scaled(font(), kUnitScale * 13 / std::max(13, fontInfo().pixelSize())))
                         .horizontalAdvance(m_unit);
    return {static_cast<int>(std::ceil(width)) + 2 * kPadding,
            std::max(spacing::kControlHeight, static_cast<int>(std::ceil(metrics.height())))};
}

QSize NumberField::minimumSizeHint() const {
    return sizeHint();
}

void NumberField::change(double value) {
    const double before = m_value;
    setValue(value);
    if (m_value != before)
        Q_EMIT valueChanged(m_value);
}

void NumberField::startTyping(const QString& text) {
    if (m_editor)
        return;
    m_editor = new Editor(*this);
    m_editor->setFont(font());
    m_editor->setGeometry(rect());
    m_editor->setAccessibleName(accessibleName());
    m_editor->setText(text);
    if (text == this->text())
        m_editor->selectAll();
    m_editor->show();
    m_editor->setFocus(Qt::OtherFocusReason);
}

void NumberField::finishTyping(bool accept) {
    if (!m_editor)
        return;
    Editor* editor = m_editor;
    m_editor = nullptr;
    QString typed = editor->text().trimmed();
    typed.replace(QChar(0x2212), u'-').replace(u',', u'.');
    const bool hadFocus = editor->hasFocus();
    editor->hide();
    editor->deleteLater();
    if (hadFocus)
        setFocus(Qt::OtherFocusReason);
    bool understood = false;
    const double value = typed.toDouble(&understood);
    if (accept && understood) {
        change(value);
        Q_EMIT editingFinished();
    }
    update();
}

void NumberField::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return QWidget::mousePressEvent(event);
    m_pressed = true;
    m_dragging = false;
    m_pressedAt = event->position();
    m_lastY = event->position().y();
    m_dragValue = m_value;
}

void NumberField::mouseMoveEvent(QMouseEvent* event) {
    if (!m_pressed)
        return;
    const QPointF position = event->position();
    if (!m_dragging &&
        std::abs(position.y() - m_pressedAt.y()) < QGuiApplication::styleHints()->startDragDistance() / 2.0)
        return;
    if (!m_dragging) {
        m_dragging = true;
        m_lastY = position.y();
        return;
    }
    const double fine = event->modifiers() & Qt::ShiftModifier ? kFine : 1.0;
    m_dragValue += (m_lastY - position.y()) / kPixelsAStep * m_range.step * fine;
    m_dragValue = std::clamp(m_dragValue, m_range.minimum, m_range.maximum);
    m_lastY = position.y();
    change(m_dragValue);
}

void NumberField::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    m_pressed = false;
    if (m_dragging)
        Q_EMIT editingFinished();
    else
        startTyping(text());
    m_dragging = false;
}

void NumberField::mouseDoubleClickEvent(QMouseEvent* event) {
    mousePressEvent(event);
}

void NumberField::wheelEvent(QWheelEvent* event) {
    constexpr double kNotch = 120;
    m_wheelRest += event->angleDelta().y() / kNotch;
    const double notches = std::trunc(m_wheelRest);
    m_wheelRest -= notches;
    if (notches != 0) {
        const double fine = event->modifiers() & Qt::ShiftModifier ? kFine : 1.0;
        change(m_value + notches * m_range.step * fine);
        Q_EMIT editingFinished();
    }
    event->accept();
}

void NumberField::keyPressEvent(QKeyEvent* event) {
    const double fine = event->modifiers() & Qt::ShiftModifier ? kFine : 1.0;
    constexpr double kPage = 10;
    double target = m_value;
    switch (event->key()) {
    case Qt::Key_Up: target += m_range.step * fine; break;
    case Qt::Key_Down: target -= m_range.step * fine; break;
    case Qt::Key_PageUp: target += m_range.step * kPage; break;
    case Qt::Key_PageDown: target -= m_range.step * kPage; break;
    case Qt::Key_Home: target = m_range.minimum; break;
    case Qt::Key_End: target = m_range.maximum; break;
    case Qt::Key_Delete:
    case Qt::Key_Backspace: target = m_default; break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_F2: return startTyping(text());
    default:
        if (!event->text().isEmpty() && (event->text()[0].isDigit() || event->text()[0] == u'-'))
            return startTyping(event->text());
        return QWidget::keyPressEvent(event);
    }
    change(target);
    Q_EMIT editingFinished();
}

void NumberField::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void NumberField::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

void NumberField::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (hasFocus() || m_dragging) {
        painter.setPen(QPen(m_dragging ? theme.accent : theme.secondaryText, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    }
    painter.setFont(font());
    painter.setPen(isEnabled() ? theme.text : theme.faintText);
    const QRectF area = QRectF(rect()).adjusted(kPadding, 0, -kPadding, 0);
    paintFigures(painter, area, Qt::AlignLeft, text());
    if (m_unit.isEmpty())
        return;
    painter.setFont(scaled(font(), kUnitScale * 13 / std::max(13, fontInfo().pixelSize())));
    painter.setPen(theme.secondaryText);
    const double x = figuresWidth(QFontMetricsF(font()), text()) + 2;
    const QFontMetricsF large(font());
    painter.drawText(QPointF(area.left() + x, area.center().y() + (large.ascent() - large.descent()) / 2), m_unit);
}

} // namespace segue::widgets
