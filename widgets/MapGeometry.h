#pragma once

#include "core/latent/LatentMap.h"

#include <QPointF>
#include <QRectF>

#include <span>

namespace segue::widgets {

/// Where a point of the latent plane lies in the view, and back: one scale for both axes, y upwards on the plane.
/// Knows no widget and paints nothing.
class MapGeometry {
public:
    using Point = latent::LatentMap::Point;

    static constexpr double kNearest = 40; ///< largest zoom, relative to the fitted scale
    static constexpr double kFarthest = 0.25;

    /// The area to draw in, in device-independent pixels. Keeps the centre's plane point and the scale relative to fit.
    void setArea(const QRectF& area);
    [[nodiscard]] const QRectF& area() const { return m_area; }

    /// What fit() shows: the smallest box around all points but the outermost 0.2 % an axis, with a margin. Without
    /// points, [-1, 1] in both axes. Does not move the view.
    void setContent(std::span<const Point> points);
    void fit();
    [[nodiscard]] bool isFitted() const;

    /// Unit: pixels a unit of the plane.
    [[nodiscard]] double scale() const;
    /// Relative to the fitted scale, in [kFarthest, kNearest].
    [[nodiscard]] double zoom() const { return m_zoom; }

    [[nodiscard]] QPointF toView(Point point) const;
    [[nodiscard]] Point toPlane(QPointF position) const;

    /// The plane's point under `position` stays there.
    void zoomAt(QPointF position, double factor);
    /// The content follows the hand by `pixels`.
    void pan(QPointF pixels);

    friend bool operator==(const MapGeometry&, const MapGeometry&) = default;

private:
    [[nodiscard]] double fittedScale() const;

    QRectF m_area{0, 0, 1, 1};
    QRectF m_content{-1, -1, 2, 2}; // of the plane; top is the smallest y
    QPointF m_centre; // of the plane, at the middle of the area
    double m_zoom = 1;
};

} // namespace segue::widgets
