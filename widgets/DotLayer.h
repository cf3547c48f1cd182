#pragma once

#include "widgets/MapGeometry.h"
#include "widgets/Theme.h"

#include <QImage>
#include <QRect>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

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
    /// A mark's pixels, premultiplied, in the smallest box that holds those that are not clear.
    struct Mark {
        QRect box; // from the pixel that the mark's middle is in
        std::vector<std::uint32_t> pixels; // [row][column]
    };
    /// One class's mark at every position within a device pixel.
    using Sprite = std::vector<Mark>; // [phase]
    struct SpriteKey {
        int classes = 0;
        double deviceRadius = 0;
        bool isDark = true;
        friend bool operator==(const SpriteKey&, const SpriteKey&) = default;
    };

    static Sprite makeSprite(int classIndex, const QColor& colour, double deviceRadius);
    void makeSprites(const SpriteKey& key, const Theme& theme);
    void stamp(const Sprite& sprite, double x, double y);

    QImage m_image;
    SpriteKey m_key;
    std::vector<Sprite> m_bright; // the class -1 first
    std::vector<Sprite> m_faded;
    MapGeometry m_geometry;
    bool m_valid = false;
};

/// The mark of a class: its colour's shape, so that no class is known by colour alone. `radius` in pixels.
void paintClassMark(QPainter& painter, QPointF centre, double radius, int classIndex, const QColor& colour);

} // namespace segue::widgets
