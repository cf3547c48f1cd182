#include "widgets/DrumGridPainter.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace segue::widgets {
namespace {

constexpr double kCornerRadius = 3;
constexpr float kUnlikely = 0.06F; // below it a ghost is no longer worth showing
constexpr double kQuietest = 0.3; // opacity of a hit that can hardly be heard
constexpr double kRimOpacity = 0.9;
constexpr double kNarrowestCell = 4; // below, hits have no rim and the ground is drawn by beats
constexpr double kBarOverhang = 4; // of a bar's line above and below the grid

double opacityOf(float velocity) {
    return kQuietest + (1 - kQuietest) * static_cast<double>(std::clamp(velocity, 0.0F, 1.0F));
}

} // namespace

bool DrumGridPainter::isSmall() const {
    return m_geometry.columnWidth() < kNarrowestCell;
}

void DrumGridPainter::paintNames(const std::function<QString(int drum)>& nameOf) const {
    m_painter.save();
    const double fitting = m_geometry.rowHeight() / QFontMetricsF(m_painter.font()).height();
    m_painter.setFont(scaled(m_painter.font(), std::clamp(fitting, 0.6, 1.0)));
    m_painter.setPen(m_theme.secondaryText);
    for (const int drum : m_geometry.drums())
        m_painter.drawText(
            QRectF(0, m_geometry.rowTop(drum), m_geometry.area().left() - kNameGap, m_geometry.rowHeight()),
            Qt::AlignRight | Qt::AlignVCenter, nameOf(drum));
    m_painter.restore();
}

void DrumGridPainter::paintGround(const music::DrumPattern& pattern) const {
    const QRectF area = m_geometry.area();
    const TimeAxis& time = m_geometry.time();
    const int unit = isSmall() ? pattern.stepsPerBeat() : 1;
    m_painter.save();
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(Qt::NoPen);
    m_painter.setClipRect(area);
    for (const int drum : m_geometry.drums())
        for (int step = 0; step < pattern.steps(); step += unit) {
            if (step + unit <= time.visible().first || step >= time.visible().last)
                continue;
            const bool shaded = step / pattern.stepsPerBeat() % 2 == 1;
            m_painter.setBrush(shaded ? m_theme.cellShade : m_theme.cell);
            QRectF box = m_geometry.cell({step, drum});
            box.setRight(m_geometry.cell({step + unit - 1, drum}).right());
            m_painter.drawRoundedRect(box, kCornerRadius, kCornerRadius);
        }
    m_painter.restore();
    for (int step = 0; step < pattern.steps(); step += pattern.stepsPerBar())
        if (const double x = time.x(step); x >= area.left() - 1 && x < area.right())
            m_painter.fillRect(QRectF(x - 0.5, area.top() - kBarOverhang, 1, area.height() + 2 * kBarOverhang),
                               m_theme.track);
}

void DrumGridPainter::paintHit(const music::DrumCell& cell, const QRectF& box, double struck) const {
    const QColor lit = mix(m_theme.accent, m_theme.isDark ? Qt::white : Qt::black, 0.45);
    const QColor colour = mix(m_theme.accent, lit, struck);
    const double opacity = opacityOf(cell.velocity);
    const double radius = std::min(kCornerRadius, box.width() / 3);
    const double rim = isSmall() ? 0 : 0.5;
    // The quietest hit is a hit, no ghost.
    m_painter.setPen(isSmall() ? QPen(Qt::NoPen) : QPen(withAlpha(colour, kRimOpacity), 1));
    m_painter.setBrush(withAlpha(colour, opacity + (1 - opacity) * struck));
    m_painter.drawRoundedRect(box.adjusted(rim, rim, -rim, -rim), radius, radius);
}

void DrumGridPainter::paintGhost(const music::DrumCell& cell, const QRectF& box) const {
    const double radius = std::min(kCornerRadius, box.width() / 3);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(
        withAlpha(mix(m_theme.accent, m_theme.secondaryText, 0.5), static_cast<double>(cell.probability)));
    m_painter.drawRoundedRect(box, radius, radius);
}

void DrumGridPainter::paintHits(const music::DrumPattern& pattern, double left, double right,
                                std::optional<double> playhead, bool heatVisible) const {
    const TimeAxis& time = m_geometry.time();
    const double beyond = m_geometry.columnWidth() / 2; // what a hit may lie off its step
    const QRectF area = m_geometry.area();
    m_painter.save();
    m_painter.setClipRect(area.adjusted(time.visible().first <= 0 ? -beyond : 0, -1,
                                        time.visible().last >= time.steps() ? beyond : 0, 1));
    m_painter.setRenderHint(QPainter::Antialiasing);
    const auto glow = [&](double at) {
        if (!playhead)
            return 0.0;
        const double since = std::fmod(*playhead - at + pattern.steps(), pattern.steps());
        return std::max(0.0, 1 - since / kGlowSteps);
    };
    const int first = std::clamp(static_cast<int>(time.stepAt(left)) - 1, 0, pattern.steps());
    const int last = std::clamp(static_cast<int>(time.stepAt(right)) + 2, 0, pattern.steps());
    for (int step = first; step < last; ++step) {
        for (const int drum : m_geometry.drums()) {
            const music::DrumCell& cell = pattern.at(step, drum);
            const double late = static_cast<double>(cell.microtiming);
            if (cell.hit)
                paintHit(cell, m_geometry.hit({step, drum}, late), glow(step + late));
            else if (heatVisible && cell.probability >= kUnlikely)
                paintGhost(cell, m_geometry.hit({step, drum}, late));
        }
    }
    m_painter.restore();
}

} // namespace segue::widgets
