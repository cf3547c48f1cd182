#include "widgets/MorphSlider.h"

#include "widgets/Figures.h"
#include "widgets/Theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace segue::widgets {
namespace {

constexpr double kKnob = 10; // radius
constexpr double kGroove = 5;

} // namespace

MorphSlider::MorphSlider(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Morph from A to B"));
}

void MorphSlider::setValue(double value) {
    const double next = std::clamp(value, 0.0, 1.0);
    if (!(next == next) || next == m_value)
        return;
    m_value = next;
    update();
}

double MorphSlider::valueAt(double x) const {
    return std::clamp((x - kKnob) / std::max(1.0, width() - 2 * kKnob), 0.0, 1.0);
}

void MorphSlider::change(double value) {
    const double before = m_value;
    setValue(value);
    if (m_value != before)
        Q_EMIT valueChanged(m_value);
}

void MorphSlider::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double y = height() - kKnob - 4;
    const double left = kKnob;
    const double right = width() - kKnob;
    const double x = left + (right - left) * m_value;
    const QRectF groove(left, y - kGroove / 2, right - left, kGroove);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.track);
    painter.drawRoundedRect(groove, kGroove / 2, kGroove / 2);
    if (isEnabled()) {
        QLinearGradient gradient(groove.topLeft(), groove.topRight());
        gradient.setColorAt(0, theme.anchorA);
        gradient.setColorAt(1, theme.anchorB);
        painter.setBrush(gradient);
        painter.drawRoundedRect(QRectF(left, groove.top(), x - left, kGroove), kGroove / 2, kGroove / 2);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.secondaryText, 1.5));
        painter.drawEllipse(QPointF(x, y), kKnob + 2, kKnob + 2);
        painter.setPen(Qt::NoPen);
    }
    painter.setBrush(isEnabled() ? theme.handle : theme.track);
    painter.drawEllipse(QPointF(x, y), kKnob, kKnob);
    if (!isEnabled())
        return;
    painter.setFont(scaled(font(), 1, QFont::DemiBold));
    painter.setPen(theme.text);
    const double half = 24;
    const double middle = std::clamp(x, half, width() - half);
    paintFigures(painter, QRectF(middle - half, 0, 2 * half, y - kKnob - 2), Qt::AlignHCenter, figures(m_value, 2));
}

void MorphSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        change(valueAt(event->position().x()));
}

void MorphSlider::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton)
        change(valueAt(event->position().x()));
}

void MorphSlider::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        Q_EMIT released();
}

void MorphSlider::wheelEvent(QWheelEvent* event) {
    constexpr double kNotch = 120;
    const QPoint turn = event->angleDelta();
    change(m_value + (turn.y() - turn.x()) / kNotch * 0.02);
    event->accept();
}

void MorphSlider::keyPressEvent(QKeyEvent* event) {
    const double step = event->modifiers() & Qt::ShiftModifier ? 0.1 : 0.01;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down: change(m_value - step); break;
    case Qt::Key_Right:
    case Qt::Key_Up: change(m_value + step); break;
    case Qt::Key_PageDown: change(m_value - 0.1); break;
    case Qt::Key_PageUp: change(m_value + 0.1); break;
    case Qt::Key_Home: change(0); break;
    case Qt::Key_End: change(1); break;
    default: return QWidget::keyPressEvent(event);
    }
    Q_EMIT released();
}

} // namespace segue::widgets
