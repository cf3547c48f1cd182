#pragma once

#include "widgets/MapGeometry.h"
#include "widgets/Theme.h"

#include <array>
#include <deque>
#include <optional>
#include <vector>

class QFont;
class QPainter;

namespace segue::widgets {

/// What lies upon the dots of the map: the path from A to B, the two anchors, the puck and its trail. Keeps their
/// places on the plane; draws and finds them in a view.
class MapOverlay {
public:
    using Point = MapGeometry::Point;

    enum class Part { Nothing, Puck, AnchorA, AnchorB };
    static constexpr double kPuckRadius = 10;
    static constexpr double kHaloRadius = 22;
    static constexpr double kAnchorRadius = 12;
    static constexpr std::size_t kTrailLength = 28;

    [[nodiscard]] Point puck() const { return m_puck; }
    /// `leavesTrail`: the place it comes from becomes the trail's newest point.
    void movePuck(Point point, bool leavesTrail);
    /// Takes the oldest point away. False when none is left.
    bool shortenTrail();
    [[nodiscard]] std::size_t trailLength() const { return m_trail.size(); }
    void setAnchor(Anchor which, std::optional<Point> point) { m_anchors[static_cast<std::size_t>(which)] = point; }
    [[nodiscard]] std::optional<Point> anchor(Anchor which) const { return m_anchors[static_cast<std::size_t>(which)]; }
    /// From A to B; fewer than two points draw nothing.
    void setPath(std::vector<Point> path) { m_path = std::move(path); }

    /// What a hand at `position` would take; the puck lies on top.
    [[nodiscard]] Part partAt(QPointF position, const MapGeometry& geometry) const;
    /// What puck and trail cover.
    [[nodiscard]] QRectF puckRegion(const MapGeometry& geometry) const;

    struct Look {
        bool isGrabbed = false;
        bool hasFocus = false;
    };
    /// Requires: antialiasing is on.
    void paint(QPainter& painter, const MapGeometry& geometry, const Theme& theme, const Look& look) const;

private:
    void paintPath(QPainter& painter, const MapGeometry& geometry, const Theme& theme) const;
    void paintAnchor(QPainter& painter, const MapGeometry& geometry, const Theme& theme, Anchor which) const;
    void paintTrail(QPainter& painter, const MapGeometry& geometry, const Theme& theme) const;
    void paintPuck(QPainter& painter, const MapGeometry& geometry, const Theme& theme, const Look& look) const;

    Point m_puck;
    std::deque<Point> m_trail; // oldest first
    std::array<std::optional<Point>, 2> m_anchors;
    std::vector<Point> m_path;
};

} // namespace segue::widgets
