#include "widgets/DotLayer.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace segue::widgets {
namespace {

constexpr double kOverscan = 0.2; // of the area, on each side: what a short pan uncovers is there already
constexpr int kPhases = 4; // positions within a device pixel, an axis
constexpr double kDotOpacity = 0.82;
constexpr double kFadedOpacity = 0.13;

QRectF overscanned(const QRectF& area) {
    constexpr double kWhole = 4; // a whole number of device pixels at every scale in quarters
    const double x = std::ceil(area.width() * kOverscan / kWhole) * kWhole;
    const double y = std::ceil(area.height() * kOverscan / kWhole) * kWhole;
    return area.adjusted(-x, -y, x, y);
}

double dotRadius(std::size_t count, double zoom) {
    const double base = count > 8000 ? 1.25 : count > 4000 ? 1.5 : count > 800 ? 1.8 : 2.4;
    return std::clamp(base * std::pow(zoom, 0.45), 1.1, 6.0);
}

/// One class's mark at every phase, as premultiplied pixels.
struct Sprite {
    int size = 0;
    std::array<QImage, kPhases * kPhases> phases;
};

Sprite makeSprite(int classIndex, const QColor& colour, double deviceRadius) {
    Sprite sprite;
    sprite.size = static_cast<int>(std::ceil(deviceRadius * 1.35)) * 2 + 2;
    for (int phase = 0; phase < kPhases * kPhases; ++phase) {
        QImage image(sprite.size, sprite.size, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        const double middle = sprite.size / 2 - 0.5;
        const QPointF centre(middle + (phase % kPhases + 0.5) / kPhases, middle + (phase / kPhases + 0.5) / kPhases);
        paintClassMark(painter, centre, deviceRadius, classIndex, colour);
        painter.end();
        sprite.phases[static_cast<std::size_t>(phase)] = image;
    }
    return sprite;
}

/// Source over an opaque destination, as 8-bit fixed point in two lanes.
std::uint32_t blend(std::uint32_t below, std::uint32_t above) {
    const std::uint32_t rest = 255U - (above >> 24U);
    std::uint32_t redBlue = (below & 0xff00ffU) * rest;
    redBlue = ((redBlue + ((redBlue >> 8U) & 0xff00ffU) + 0x800080U) >> 8U) & 0xff00ffU;
    std::uint32_t green = ((below >> 8U) & 0xffU) * rest;
    green = ((green + (green >> 8U) + 0x80U) >> 8U) & 0xffU;
    return 0xff000000U | (above + (redBlue | (green << 8U)));
}

void stamp(QImage& target, const Sprite& sprite, QPointF devicePosition) {
    const double x = devicePosition.x();
    const double y = devicePosition.y();
    const double left = std::floor(x);
    const double top = std::floor(y);
    if (!(left > -1e6 && left < 1e6 && top > -1e6 && top < 1e6))
        return;
    const int phase = static_cast<int>((y - top) * kPhases) * kPhases + static_cast<int>((x - left) * kPhases);
    const QImage& image = sprite.phases[static_cast<std::size_t>(phase)];
    const int x0 = static_cast<int>(left) - sprite.size / 2 + 1;
    const int y0 = static_cast<int>(top) - sprite.size / 2 + 1;
    const int firstX = std::max(0, -x0);
    const int lastX = std::min(sprite.size, target.width() - x0);
    const int firstY = std::max(0, -y0);
    const int lastY = std::min(sprite.size, target.height() - y0);
    for (int row = firstY; row < lastY; ++row) {
        const auto* source = reinterpret_cast<const std::uint32_t*>(image.constScanLine(row));
        auto* line = reinterpret_cast<std::uint32_t*>(target.scanLine(y0 + row)) + x0;
        for (int column = firstX; column < lastX; ++column)
            if (source[column] != 0)
                line[column] = blend(line[column], source[column]);
    }
}

} // namespace

void paintClassMark(QPainter& painter, QPointF centre, double radius, int classIndex, const QColor& colour) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    const double r = radius;
    const auto polygon = [&](std::initializer_list<QPointF> corners) {
        QPolygonF shape;
        for (const QPointF& corner : corners)
            shape << centre + corner * r;
        painter.drawPolygon(shape);
    };
    // Sizes are set so that all marks have about the area of the circle.
    switch (classIndex < 0 ? 0 : (classIndex + classIndex / Theme::kClassColours) % 8) {
    case 0: painter.drawEllipse(centre, r, r); return;
    case 1: polygon({{-0.89, -0.89}, {0.89, -0.89}, {0.89, 0.89}, {-0.89, 0.89}}); return;
    case 2: polygon({{0, -1.3}, {1.2, 0.85}, {-1.2, 0.85}}); return;
    case 3: polygon({{0, -1.27}, {1.27, 0}, {0, 1.27}, {-1.27, 0}}); return;
    case 4: polygon({{0, 1.3}, {1.2, -0.85}, {-1.2, -0.85}}); return;
    case 5:
        polygon({{-0.42, -1.3},
                 {0.42, -1.3},
                 {0.42, -0.42},
                 {1.3, -0.42},
                 {1.3, 0.42},
                 {0.42, 0.42},
                 {0.42, 1.3},
                 {-0.42, 1.3},
                 {-0.42, 0.42},
                 {-1.3, 0.42},
                 {-1.3, -0.42},
                 {-0.42, -0.42}});
        return;
    case 6: polygon({{-0.6, -1.05}, {0.6, -1.05}, {1.2, 0}, {0.6, 1.05}, {-0.6, 1.05}, {-1.2, 0}}); return;
    default: {
        QPainterPath ring;
        ring.addEllipse(centre, r * 1.25, r * 1.25);
        ring.addEllipse(centre, r * 0.65, r * 0.65);
        painter.drawPath(ring);
    }
    }
}

void DotLayer::render(std::span<const Point> points, std::span<const int> classes, const MapGeometry& geometry,
                      const Theme& theme, double devicePixelRatio, const Look& look) {
    m_geometry = geometry;
    m_valid = true;
    const QRectF area = overscanned(geometry.area());
    const QSize size = (area.size() * devicePixelRatio).toSize().expandedTo({1, 1});
    if (m_image.size() != size)
        m_image = QImage(size, QImage::Format_RGB32);
    m_image.setDevicePixelRatio(devicePixelRatio);
    m_image.fill(theme.panel);

    const double radius = dotRadius(points.size(), geometry.zoom()) * devicePixelRatio;
    const int last = classes.empty() ? -1 : *std::max_element(classes.begin(), classes.end());
    std::vector<Sprite> bright;
    std::vector<Sprite> faded;
    for (int index = -1; index <= last; ++index) {
        const QColor colour = index < 0 ? theme.secondaryText : theme.classColour(index);
        bright.push_back(makeSprite(index, withAlpha(colour, kDotOpacity), radius));
        if (look.isolated)
            faded.push_back(makeSprite(index, withAlpha(colour, kFadedOpacity), radius));
    }
    const auto draw = [&](bool isolatedOnes) {
        for (std::size_t i = 0; i < points.size(); ++i) {
            const bool isOne = !look.isolated || classes[i] == *look.isolated;
            if (isOne != isolatedOnes)
                continue;
            const auto& sprites = isOne ? bright : faded;
            const QPointF place = (geometry.toView(points[i]) - area.topLeft()) * devicePixelRatio;
            stamp(m_image, sprites[static_cast<std::size_t>(std::max(classes[i], -1) + 1)], place);
        }
    };
    if (look.isolated)
        draw(false);
    draw(true);
}

bool DotLayer::isSharp(const MapGeometry& geometry, double devicePixelRatio) const {
    return m_valid && m_geometry == geometry && m_image.devicePixelRatio() == devicePixelRatio;
}

void DotLayer::paint(QPainter& painter, const MapGeometry& geometry) const {
    if (m_image.isNull())
        return;
    const QRectF rendered = overscanned(m_geometry.area());
    if (geometry == m_geometry) {
        painter.drawImage(rendered.topLeft(), m_image);
        return;
    }
    const double stretch = geometry.scale() / m_geometry.scale();
    const QPointF topLeft = geometry.toView(m_geometry.toPlane(rendered.topLeft()));
    painter.drawImage(QRectF(topLeft, rendered.size() * stretch), m_image);
}

} // namespace segue::widgets
