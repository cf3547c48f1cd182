#pragma once

#include "core/music/DrumPattern.h"
#include "widgets/DrumGridGeometry.h"
#include "widgets/Theme.h"

#include <QPainter>
#include <QString>

#include <functional>
#include <optional>

namespace segue::widgets {

/// Draws the layers of a drum grid, each where a geometry puts it and in a theme's colours. Keeps nothing but what it
/// was given, which must outlive it.
class DrumGridPainter {
public:
    static constexpr double kNameGap = 10; ///< between a name and its row
    static constexpr double kGlowSteps = 1.6; ///< how long a struck hit stays lit

    DrumGridPainter(QPainter& painter, const DrumGridGeometry& geometry, const Theme& theme)
        : m_painter(painter), m_geometry(geometry), m_theme(theme) {}

    void paintNames(const std::function<QString(int drum)>& nameOf) const;
    /// Empty cells, shaded by beats, and the bars' lines.
    void paintGround(const music::DrumPattern& pattern) const;
    /// What lies between two edges, in pixels; hits just before the playhead are lit.
    void paintHits(const music::DrumPattern& pattern, double left, double right, std::optional<double> playhead,
                   bool heatVisible) const;

private:
    void paintHit(const music::DrumCell& cell, const QRectF& box, double struck) const;
    void paintGhost(const music::DrumCell& cell, const QRectF& box) const;
    [[nodiscard]] bool isSmall() const;

    QPainter& m_painter;
    const DrumGridGeometry& m_geometry;
    const Theme& m_theme;
};

} // namespace segue::widgets
