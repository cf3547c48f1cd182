#include "widgets/PatternThumbnail.h"

#include "widgets/PatternPicture.h"
#include "widgets/Theme.h"

#include <QApplication>
#include <QDrag>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace segue::widgets {

bool dragPatternOut(QWidget& source, const MidiFileSupplier& supplier, const music::Pattern& pattern,
                    const QColor& colour) {
    const QString path = supplier ? supplier() : QString();
    if (path.isEmpty())
        return false;
    auto mime = std::make_unique<QMimeData>();
    mime->setUrls({QUrl::fromLocalFile(path)});
    return dragPattern(source, std::move(mime), pattern, colour);
}

bool dragPattern(QWidget& source, std::unique_ptr<QMimeData> mime, const music::Pattern& pattern,
                 const QColor& colour) {
    auto* drag = new QDrag(&source);
    drag->setMimeData(mime.release());

    const Theme& theme = themeOf(source);
    const double ratio = source.devicePixelRatioF();
    const QSizeF size(96, 48);
    QPixmap picture((size * ratio).toSize());
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1));
    painter.setBrush(theme.inset);
    const QRectF frame = QRectF(QPointF(), size).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(frame, 5, 5);
    paintPattern(painter, frame.adjusted(6, 6, -6, -6), pattern, colour);
    painter.end();
    drag->setPixmap(picture);
    drag->setHotSpot({12, 12});
    return drag->exec(Qt::CopyAction) != Qt::IgnoreAction;
}

PatternThumbnail::PatternThumbnail(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
}

void PatternThumbnail::setPattern(const music::Pattern& pattern) {
    if (pattern == m_pattern)
        return;
    m_pattern = pattern;
    update();
}

void PatternThumbnail::setColour(const QColor& colour) {
    if (colour == m_colour)
        return;
    m_colour = colour;
    update();
}

void PatternThumbnail::setCurrent(bool current) {
    if (current == m_current)
        return;
    m_current = current;
    update();
}

void PatternThumbnail::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = themeOf(*this);
    const QColor colour = m_colour.isValid() ? m_colour : theme.text;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(2, 2, -2, -2);
    if (m_current) {
        painter.setPen(QPen(theme.text, 1.6));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame.adjusted(-1.2, -1.2, 1.2, 1.2), 6, 6);
    }
    const bool empty = music::isEmpty(m_pattern);
    const QColor border = empty ? theme.line : hasFocus() ? theme.text : underMouse() ? colour : withAlpha(colour, 0.8);
    painter.setPen(QPen(border, 1));
    painter.setBrush(theme.inset);
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    paintPattern(painter, frame.adjusted(5, 6, -5, -6), m_pattern, colour);
}

void PatternThumbnail::mousePressEvent(QMouseEvent* event) {
    m_pressed = event->button() == Qt::LeftButton;
    m_pressedAt = event->position();
}

void PatternThumbnail::mouseMoveEvent(QMouseEvent* event) {
    if (!m_pressed || music::isEmpty(m_pattern))
        return;
    if ((event->position() - m_pressedAt).manhattanLength() < QApplication::startDragDistance())
        return;
    m_pressed = false;
    dragPatternOut(*this, m_supplier, m_pattern, m_colour.isValid() ? m_colour : themeOf(*this).text);
}

void PatternThumbnail::mouseReleaseEvent(QMouseEvent* event) {
    const bool wasPressed = m_pressed && event->button() == Qt::LeftButton;
    m_pressed = false;
    if (wasPressed && rect().contains(event->position().toPoint()) && !music::isEmpty(m_pattern))
        Q_EMIT clicked();
}

void PatternThumbnail::keyPressEvent(QKeyEvent* event) {
    const bool chooses =
        event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (chooses && !music::isEmpty(m_pattern))
        Q_EMIT clicked();
    else
        QWidget::keyPressEvent(event);
}

} // namespace segue::widgets
