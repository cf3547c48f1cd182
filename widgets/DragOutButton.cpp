#include "widgets/DragOutButton.h"

#include "widgets/Icons.h"
#include "widgets/Theme.h"

#include <QApplication>
#include <QEvent>
#include <QMouseEvent>

namespace segue::widgets {

DragOutButton::DragOutButton(QWidget* parent) : QToolButton(parent) {
    setAccessibleName(tr("Export the pattern as a MIDI file"));
    setToolTip(tr("Drag the pattern out as a MIDI file, or click to export it"));
    setFocusPolicy(Qt::StrongFocus);
    setIconSize({14, 14});
    setFixedSize(32, 26);
    refreshIcon();
}

void DragOutButton::mousePressEvent(QMouseEvent* event) {
    m_pressedAt = event->position();
    m_dragged = false;
    QToolButton::mousePressEvent(event);
}

void DragOutButton::mouseMoveEvent(QMouseEvent* event) {
    if (m_dragged)
        return;
    const bool isFar = (event->position() - m_pressedAt).manhattanLength() >= QApplication::startDragDistance();
    if (!(event->buttons() & Qt::LeftButton) || !isFar || music::isEmpty(m_pattern))
        return QToolButton::mouseMoveEvent(event);
    m_dragged = true;
    setDown(false); // so that letting go is no click
    dragPatternOut(*this, m_supplier, m_pattern, themeOf(*this).accent);
}

void DragOutButton::changeEvent(QEvent* event) {
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshIcon();
}

void DragOutButton::refreshIcon() {
    setIcon(widgets::icon(Glyph::DragOut, themeOf(*this).text));
}

} // namespace segue::widgets
