#include "widgets/MapOverlay.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace segue::widgets {
namespace {

QRectF around(QPointF centre, double radius) {
    return {centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius};
}

} // namespace

void MapOverlay::movePuck(Point point, bool leavesTrail) {
    if (leavesTrail) {
        m_trail.push_back(m_puck);
        if (m_trail.size() > kTrailLength)
            m_trail.pop_front();
    }
    m_puck = point;
}

bool MapOverlay::shortenTrail() {
    if (!m_trail.empty())
        m_trail.pop_front();
    return !m_trail.empty();
}

MapOverlay::Part MapOverlay::partAt(QPointF position, const MapGeometry& geometry) const {
    const auto isNear = [&](std::optional<Point> point, double radius) {
        if (!point)
            return false;
        const QPointF away = geometry.toView(*point) - position;
        return std::hypot(away.x(), away.y()) <= radius;
    };
    if (isNear(m_puck, kPuckRadius))
        return Part::Puck;
    if (isNear(anchor(Anchor::A), kAnchorRadius))
        return Part::AnchorA;
    if (isNear(anchor(Anchor::B), kAnchorRadius))
        return Part::AnchorB;
    return Part::Nothing;
}

QRectF MapOverlay::puckRegion(const MapGeometry& geometry) const {
    constexpr double kPen = 4;
    QRectF region = around(geometry.toView(m_puck), kHaloRadius + kPen);
    for (const Point& point : m_trail)
        region = region.united(around(geometry.toView(point), kPen));
    return region;
}

void MapOverlay::paint(QPainter& painter, const MapGeometry& geometry, const Theme& theme, const Look& look) const {
    paintPath(painter, geometry, theme);
    paintAnchor(painter, geometry, theme, Anchor::A);
    paintAnchor(painter, geometry, theme, Anchor::B);
    paintTrail(painter, geometry, theme);
    paintPuck(painter, geometry, theme, look);
}

void MapOverlay::paintPath(QPainter& painter, const MapGeometry& geometry, const Theme& theme) const {
    if (m_path.size() < 2)
        return;
    QPainterPath line(geometry.toView(m_path.front()));
    for (const Point& point : m_path)
        line.lineTo(geometry.toView(point));
    QLinearGradient gradient(geometry.toView(m_path.front()), geometry.toView(m_path.back()));
    gradient.setColorAt(0, theme.anchorA);
    gradient.setColorAt(1, theme.anchorB);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(withAlpha(theme.panel, 0.7), 5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(line); // lifts the path off the dots
    painter.setPen(QPen(QBrush(gradient), 2.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(line);
}

void MapOverlay::paintAnchor(QPainter& painter, const MapGeometry& geometry, const Theme& theme, Anchor which) const {
    const std::optional<Point> place = anchor(which);
    if (!place)
        return;
    const QPointF centre = geometry.toView(*place);
    painter.setPen(QPen(theme.anchor(which), 2.2));
    painter.setBrush(theme.background);
    painter.drawEllipse(centre, kAnchorRadius, kAnchorRadius);
    painter.save();
    painter.setFont(scaled(painter.font(), 0.92, QFont::Bold));
    painter.setPen(theme.anchor(which));
    painter.drawText(around(centre, kAnchorRadius), Qt::AlignCenter,
                     which == Anchor::A ? QStringLiteral("A") : QStringLiteral("B"));
    painter.restore();
}

void MapOverlay::paintTrail(QPainter& painter, const MapGeometry& geometry, const Theme& theme) const {
    for (std::size_t i = 0; i < m_trail.size(); ++i) {
        const Point next = i + 1 < m_trail.size() ? m_trail[i + 1] : m_puck;
        const double youth = static_cast<double>(i + 1) / static_cast<double>(m_trail.size());
        painter.setPen(QPen(withAlpha(theme.accent, 0.6 * youth), 1 + 1.5 * youth, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(geometry.toView(m_trail[i]), geometry.toView(next));
    }
}

void MapOverlay::paintPuck(QPainter& painter, const MapGeometry& geometry, const Theme& theme, const Look& look) const {
    const QPointF centre = geometry.toView(m_puck);
    painter.setPen(Qt::NoPen);
    painter.setBrush(withAlpha(theme.accent, look.isGrabbed ? 0.34 : 0.22));
    painter.drawEllipse(centre, kHaloRadius, kHaloRadius);
    painter.setPen(QPen(theme.puckRim, 2));
    painter.setBrush(theme.accent);
    painter.drawEllipse(centre, kPuckRadius, kPuckRadius);
    if (look.hasFocus) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.text, 1));
        painter.drawEllipse(centre, kPuckRadius + 4, kPuckRadius + 4);
    }
}

} // namespace segue::widgets
