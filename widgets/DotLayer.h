#pragma once

#include "widgets/MapGeometry.h"
#include "widgets/Theme.h"

#include <QImage>

#include <optional>
#include <span>

class QPainter;

namespace segue::widgets {

/// Tens of thousands of dots as one picture. render() draws it for one view; paint() shows it for that view as it is
/// and for any other one moved and stretched, which costs one blit: the caller renders anew when the hand rests.
class DotLayer {
public:
    using Point = MapGeometry::Point;

    struct Look {
        std::optional<int> isolated; ///< the others fade
        friend bool operator==(const Look&, const Look&) = default;
    };

    /// Requires: as many classes as points. Cost: about linear in their number.
    void render(std::span<const Point> points, std::span<const int> classes, const MapGeometry& geometry,
                const Theme& theme, double devicePixelRatio, const Look& look);
    void invalidate() { m_valid = false; }
    /// Whether what paint() shows belongs to the last render() and has not been invalidated since.
    [[nodiscard]] bool isCurrent() const { return m_valid; }
    /// False when what paint() shows has been invalidated, or belongs to another view or device.
    [[nodiscard]] bool isSharp(const MapGeometry& geometry, double devicePixelRatio) const;
    void paint(QPainter& painter, const MapGeometry& geometry) const;

private:
    QImage m_image;
    MapGeometry m_geometry;
    bool m_valid = false;
};

/// The mark of a class: its colour's shape, so that no class is known by colour alone. `radius` in pixels.
void paintClassMark(QPainter& painter, QPointF centre, double radius, int classIndex, const QColor& colour);

} // namespace segue::widgets
