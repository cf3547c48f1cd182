#include "widgets/DotLayer.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace segue::widgets {
namespace {

constexpr double kOverscan = 0.2; // of the area, on each side: what a short pan uncovers is there already
constexpr int kPhases = 4; // positions within a device pixel, an axis
constexpr double kDotOpacity = 0.82;
constexpr double kFadedOpacity = 0.13;
constexpr double kLargestMark = 1.35; // reach of a mark's corners, in radii

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

std::span<const std::uint32_t> rowOf(const QImage& image, int y) {
    return {reinterpret_cast<const std::uint32_t*>(image.constScanLine(y)), static_cast<std::size_t>(image.width())};
}

/// The smallest box around all pixels that are not clear.
QRect seenIn(const QImage& image) {
    QRect box;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (rowOf(image, y)[static_cast<std::size_t>(x)] != 0)
                box |= QRect(x, y, 1, 1);
    return box;
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

DotLayer::Sprite DotLayer::makeSprite(int classIndex, const QColor& colour, double deviceRadius) {
    const int reach = static_cast<int>(std::ceil(deviceRadius * kLargestMark)) + 1;
    Sprite sprite(kPhases * kPhases);
    for (int phase = 0; phase < kPhases * kPhases; ++phase) {
        QImage image(2 * reach + 1, 2 * reach + 1, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        const int across = phase % kPhases;
        const int down = phase / kPhases;
        paintClassMark(painter, {reach + (across + 0.5) / kPhases, reach + (down + 0.5) / kPhases}, deviceRadius,
                       classIndex, colour);
        painter.end();

        const QRect box = seenIn(image);
        Mark& mark = sprite[static_cast<std::size_t>(phase)];
        mark.box = box.translated(-reach, -reach);
        for (int y = box.top(); y <= box.bottom(); ++y) {
            const auto row = rowOf(image, y).subspan(static_cast<std::size_t>(box.left()));
            mark.pixels.insert(mark.pixels.end(), row.begin(), row.begin() + box.width());
        }
    }
    return sprite;
}

void DotLayer::makeSprites(const SpriteKey& key, const Theme& theme) {
    if (key == m_key && !m_bright.empty())
        return;
    m_key = key;
    m_bright.clear();
    m_faded.clear();
    for (int index = -1; index < key.classes; ++index) {
        const QColor colour = index < 0 ? theme.secondaryText : theme.classColour(index);
        m_bright.push_back(makeSprite(index, withAlpha(colour, kDotOpacity), key.deviceRadius));
        m_faded.push_back(makeSprite(index, withAlpha(colour, kFadedOpacity), key.deviceRadius));
    }
}

/// `x` and `y` in device pixels of the image.
void DotLayer::stamp(const Sprite& sprite, double x, double y) {
    const int margin = sprite.front().box.width() + 1;
    if (!(x > -margin && y > -margin && x < m_image.width() + margin && y < m_image.height() + margin))
        return;
    const double left = std::floor(x);
    const double top = std::floor(y);
    const int phase = static_cast<int>((y - top) * kPhases) * kPhases + static_cast<int>((x - left) * kPhases);
    const Mark& mark = sprite[static_cast<std::size_t>(phase)];
    const QRect box = mark.box.translated(static_cast<int>(left), static_cast<int>(top));
    const QRect seen = box.intersected(m_image.rect());
    if (seen.isEmpty())
        return;
    const std::ptrdiff_t stride = m_image.bytesPerLine() / 4;
    auto* const image = reinterpret_cast<std::uint32_t*>(m_image.bits());
    for (int row = seen.top(); row <= seen.bottom(); ++row) {
        const std::uint32_t* above = mark.pixels.data() + static_cast<std::ptrdiff_t>(row - box.top()) * box.width() +
                                     (seen.left() - box.left());
        std::uint32_t* below = image + row * stride + seen.left();
        for (int column = 0; column < seen.width(); ++column)
            below[column] = blend(below[column], above[column]);
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

    const int last = classes.empty() ? -1 : *std::max_element(classes.begin(), classes.end());
    const double radius = dotRadius(points.size(), geometry.zoom()) * devicePixelRatio;
    makeSprites({std::max(last, -1) + 1, radius, theme.isDark}, theme);
    const QPointF origin = (geometry.toView({0, 0}) - area.topLeft()) * devicePixelRatio;
    const double scale = geometry.scale() * devicePixelRatio;
    const auto draw = [&](bool isBright) {
        const std::vector<Sprite>& sprites = isBright ? m_bright : m_faded;
        for (std::size_t i = 0; i < points.size(); ++i)
            if ((!look.isolated || classes[i] == *look.isolated) == isBright)
                stamp(sprites[static_cast<std::size_t>(std::max(classes[i], -1) + 1)],
                      origin.x() + static_cast<double>(points[i].x) * scale,
                      origin.y() - static_cast<double>(points[i].y) * scale);
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
