#include "widgets/LearningMap.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>

#include <utility>

namespace segue::widgets {
namespace {

constexpr int kPadding = 10;
constexpr int kHeader = 24;
/// Below this the legend would leave no room for the map.
constexpr int kRoomForLegend = 170;

} // namespace

LearningMap::LearningMap(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Map of held-out music"));
    setToolTip(tr("Where held-out music lies for the model as it is now: the two directions in which it differs most"));
}

void LearningMap::setDots(std::vector<MapGeometry::Point> points, std::vector<int> classes, const QStringList& names) {
    Q_ASSERT(points.size() == classes.size());
    m_points = std::move(points);
    m_classes = std::move(classes);
    m_legend.setNames(names);
    m_geometry.setContent(m_points);
    m_geometry.fit();
    setAccessibleDescription(
        tr("%1 examples of %2 styles")
            .arg(QLocale().toString(static_cast<qlonglong>(m_points.size())), QLocale().toString(names.size())));
    m_dots.invalidate();
    layOut();
}

void LearningMap::setCaption(const QString& caption) {
    m_caption = caption;
    update();
}

void LearningMap::layOut() {
    QRectF area = QRectF(rect()).adjusted(kPadding, kHeader, -kPadding, -6);
    if (height() >= kRoomForLegend && !m_legend.names().isEmpty()) {
        m_legend.layOut(area, font());
        area.setBottom(m_legend.area().top() - 4);
    }
    m_geometry.setArea(area);
    m_geometry.fit();
    m_dots.invalidate();
    update();
}

void LearningMap::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(scaled(font(), 0.92));
    painter.setPen(theme.secondaryText);
    if (m_points.empty()) {
        painter.drawText(QRectF(rect()).adjusted(kPadding, 6, -kPadding, -6), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("The map of the held-out music is drawn at the run's first evaluation"));
        return;
    }
    if (!m_dots.isSharp(m_geometry, devicePixelRatioF()))
        m_dots.render(m_points, m_classes, m_geometry, theme, devicePixelRatioF(), {});
    m_dots.paint(painter, m_geometry);
    const QRectF header = QRectF(0, 0, width(), kHeader).adjusted(kPadding, 0, -kPadding, 0);
    painter.drawText(header, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_caption, Qt::ElideRight, static_cast<int>(header.width())));
    if (height() >= kRoomForLegend)
        m_legend.paint(painter, theme, std::nullopt, {});
}

void LearningMap::resizeEvent(QResizeEvent* /*event*/) {
    layOut();
}

void LearningMap::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        layOut();
}

} // namespace segue::widgets
