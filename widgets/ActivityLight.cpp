#include "widgets/ActivityLight.h"

#include "widgets/Theme.h"

#include <QPainter>
#include <QTimer>

namespace segue::widgets {

ActivityLight::ActivityLight(QWidget* parent) : QWidget(parent) {
    setFixedSize(20, 20);
    setAccessibleName(tr("MIDI activity"));
    setToolTip(tr("Lights when notes go out"));
    m_timer = new QTimer(this);
    m_timer->setSingleShot(true);
    m_timer->setInterval(90);
    connect(m_timer, &QTimer::timeout, this, qOverload<>(&QWidget::update));
}

void ActivityLight::flash() {
    const bool wasLit = isLit();
    m_timer->start();
    if (!wasLit)
        update();
}

bool ActivityLight::isLit() const {
    return m_timer->isActive();
}

void ActivityLight::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QPointF centre = QRectF(rect()).center();
    if (isLit()) {
        painter.setBrush(withAlpha(theme.alive, 0.25));
        painter.drawEllipse(centre, 8, 8);
    }
    painter.setBrush(isLit() ? theme.alive : mix(theme.background, theme.alive, 0.35));
    painter.drawEllipse(centre, 5, 5);
}

} // namespace segue::widgets
