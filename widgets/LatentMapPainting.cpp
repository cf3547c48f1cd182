// The drawing half of LatentMapView.
#include "widgets/Figures.h"
#include "widgets/LatentMapView.h"
#include "widgets/PatternThumbnail.h"

#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTimer>

#include <algorithm>
#include <cmath>

namespace segue::widgets {
namespace {

constexpr double kPuckRadius = 10;
constexpr double kHaloRadius = 22;
constexpr double kAnchorRadius = 12;
constexpr double kLegendRow = 22;
constexpr double kLegendMark = 4;
constexpr double kReadoutWidth = 104;
constexpr QSizeF kCardSize{140, 74};

} // namespace

void LatentMapView::layOut() {
    const QFontMetricsF metrics(font());
    m_legend.clear();
    double x = 0;
    double row = 0;
    const auto rowWidth = [&](double r) { return width() - (r == 0 ? kReadoutWidth : 0); };
    for (int index = 0; index < m_names.size(); ++index) {
        const double entry = 3 * kLegendMark + metrics.horizontalAdvance(m_names[index]) + 16;
        if (x > 0 && x + entry - 16 > rowWidth(row)) {
            x = 0;
            ++row;
        }
        m_legend.push_back({index, QRectF(x, row * kLegendRow, entry, kLegendRow)});
        x += entry;
    }
    const double legendHeight = (row + 1) * kLegendRow;
    const double top = std::max(0.0, height() - legendHeight);
    for (LegendEntry& entry : m_legend)
        entry.area.translate(0, top);
    m_geometry.setArea(QRectF(0, 0, std::max(1, width()), std::max(1.0, top - 4)));
}

QRectF LatentMapView::readoutArea() const {
    const double rows = m_legend.empty() ? height() - kLegendRow : m_legend.front().area.top();
    return {width() - kReadoutWidth, rows, kReadoutWidth, kLegendRow};
}

std::optional<int> LatentMapView::legendAt(QPointF position) const {
    for (const LegendEntry& entry : m_legend)
        if (entry.area.contains(position))
            return entry.index;
    return std::nullopt;
}

QRectF LatentMapView::puckRegion() const {
    const QPointF centre = m_geometry.toView(m_puck);
    QRectF region(centre.x() - kHaloRadius - 2, centre.y() - kHaloRadius - 2, 2 * kHaloRadius + 4, 2 * kHaloRadius + 4);
    for (const Point& point : m_trail) {
        const QPointF place = m_geometry.toView(point);
        region = region.united(QRectF(place.x() - 4, place.y() - 4, 8, 8));
    }
    return region;
}

void LatentMapView::paintEvent(QPaintEvent* event) {
    const Theme& theme = themeOf(*this);
    const double ratio = devicePixelRatioF();
    const bool moving = m_sharpen->isActive();
    if (!m_dots.isSharp(m_geometry, ratio) && !(moving && m_dots.hasPicture()))
        m_dots.render(m_points, m_classes, m_geometry, theme, ratio, {m_isolated});

    QPainter painter(this);
    painter.fillRect(event->rect(), theme.panel);
    if (m_points.empty()) {
        paintEmpty(painter);
        return;
    }
    painter.save();
    painter.setClipRect(m_geometry.area());
    m_dots.paint(painter, m_geometry);
    painter.setRenderHint(QPainter::Antialiasing);
    paintPath(painter);
    paintAnchor(painter, Anchor::A);
    paintAnchor(painter, Anchor::B);
    paintPuck(painter);
    painter.restore();
    painter.setRenderHint(QPainter::Antialiasing);
    paintLegend(painter);
    paintCard(painter);
    if (m_dropping) {
        painter.setPen(QPen(theme.anchorA, 2, Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(m_geometry.area().adjusted(1, 1, -1, -1), 8, 8);
    }
}

void LatentMapView::paintPath(QPainter& painter) const {
    if (m_path.size() < 2)
        return;
    const Theme& theme = themeOf(*this);
    QPainterPath line(m_geometry.toView(m_path.front()));
    for (const Point& point : m_path)
        line.lineTo(m_geometry.toView(point));
    QLinearGradient gradient(m_geometry.toView(m_path.front()), m_geometry.toView(m_path.back()));
    gradient.setColorAt(0, theme.anchorA);
    gradient.setColorAt(1, theme.anchorB);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QBrush(gradient), 2.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(line);
}

void LatentMapView::paintAnchor(QPainter& painter, Anchor which) const {
    const auto& anchor = m_anchors[static_cast<std::size_t>(which)];
    if (!anchor)
        return;
    const Theme& theme = themeOf(*this);
    const QPointF centre = m_geometry.toView(*anchor);
    painter.setPen(QPen(theme.anchor(which), 2.2));
    painter.setBrush(theme.background);
    painter.drawEllipse(centre, kAnchorRadius, kAnchorRadius);
    painter.setFont(scaled(font(), 0.92, QFont::Bold));
    painter.setPen(theme.anchor(which));
    painter.drawText(
        QRectF(centre.x() - kAnchorRadius, centre.y() - kAnchorRadius, 2 * kAnchorRadius, 2 * kAnchorRadius),
        Qt::AlignCenter, which == Anchor::A ? QStringLiteral("A") : QStringLiteral("B"));
}

void LatentMapView::paintPuck(QPainter& painter) const {
    const Theme& theme = themeOf(*this);
    const QPointF centre = m_geometry.toView(m_puck);
    painter.setBrush(Qt::NoBrush);
    if (!m_trail.empty()) {
        QPointF from = m_geometry.toView(m_trail.front());
        for (std::size_t i = 1; i <= m_trail.size(); ++i) {
            const QPointF to = i < m_trail.size() ? m_geometry.toView(m_trail[i]) : centre;
            const double age = static_cast<double>(i) / static_cast<double>(m_trail.size());
            painter.setPen(QPen(withAlpha(theme.accent, 0.6 * age), 1 + 1.5 * age, Qt::SolidLine, Qt::RoundCap));
            painter.drawLine(from, to);
            from = to;
        }
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(withAlpha(theme.accent, m_grip == Grip::Puck ? 0.34 : 0.22));
    painter.drawEllipse(centre, kHaloRadius, kHaloRadius);
    painter.setPen(QPen(theme.isDark ? QColor(Qt::white) : theme.panel, 2));
    painter.setBrush(theme.accent);
    painter.drawEllipse(centre, kPuckRadius, kPuckRadius);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.text, 1));
        painter.drawEllipse(centre, kPuckRadius + 4, kPuckRadius + 4);
    }
}

void LatentMapView::paintLegend(QPainter& painter) const {
    const Theme& theme = themeOf(*this);
    painter.setFont(font());
    for (const LegendEntry& entry : m_legend) {
        const bool faded = m_isolated && *m_isolated != entry.index;
        const QColor colour = theme.classColour(entry.index);
        paintClassMark(painter, {entry.area.left() + kLegendMark, entry.area.center().y()}, kLegendMark, entry.index,
                       faded ? withAlpha(colour, 0.35) : colour);
        painter.setPen(faded        ? mix(theme.panel, theme.secondaryText, 0.6)
                       : m_isolated ? theme.text
                                    : theme.secondaryText);
        painter.drawText(entry.area.adjusted(3 * kLegendMark, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         m_names[entry.index]);
    }
    painter.setPen(theme.secondaryText);
    paintFigures(
        painter, readoutArea(), Qt::AlignRight,
        tr("x %1 y %2").arg(figures(static_cast<double>(m_puck.x), 2), figures(static_cast<double>(m_puck.y), 2)));
}

void LatentMapView::paintCard(QPainter& painter) const {
    if (m_hovered < 0 || static_cast<std::size_t>(m_hovered) >= m_points.size())
        return;
    const Theme& theme = themeOf(*this);
    const int index = m_classes[static_cast<std::size_t>(m_hovered)];
    const QColor colour = index < 0 ? theme.secondaryText : theme.classColour(index);
    const QPointF dot = m_geometry.toView(m_points[static_cast<std::size_t>(m_hovered)]);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.text, 1.5));
    painter.drawEllipse(dot, 5, 5);
    if (m_card.example != m_hovered)
        return;
    painter.setFont(scaled(font(), 0.86));
    const QFontMetricsF metrics(painter.font());
    const double width = std::clamp(metrics.horizontalAdvance(m_card.text) + 24, kCardSize.width(), 260.0);
    QRectF card(dot.x() + 16, dot.y() - kCardSize.height() - 8, width, kCardSize.height());
    if (card.right() > m_geometry.area().right())
        card.moveRight(dot.x() - 16);
    card.moveLeft(std::max(card.left(), 0.0));
    if (card.top() < 0)
        card.moveTop(std::min(dot.y() + 16, m_geometry.area().bottom() - card.height()));
    painter.setPen(QPen(theme.track, 1));
    painter.setBrush(theme.background);
    painter.drawRoundedRect(card, 6, 6);
    painter.setPen(theme.secondaryText);
    const QString text = metrics.elidedText(m_card.text, Qt::ElideMiddle, width - 20);
    painter.drawText(QRectF(card.left() + 10, card.top() + 6, card.width() - 20, metrics.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, text);
    const double top = card.top() + 10 + metrics.height();
    paintPattern(painter, QRectF(card.left() + 10, top, card.width() - 20, card.bottom() - 8 - top), m_card.pattern,
                 colour);
}

void LatentMapView::paintEmpty(QPainter& painter) const {
    const Theme& theme = themeOf(*this);
    painter.setFont(font());
    painter.setPen(theme.secondaryText);
    painter.drawText(QRectF(rect()).adjusted(40, 40, -40, -40), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
    if (m_dropping) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.anchorA, 2, Qt::DashLine));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
    }
}

} // namespace segue::widgets
