#include "widgets/PatternPicture.h"

#include "widgets/RollPattern.h"
#include "widgets/Theme.h"

#include <QPainter>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace segue::widgets {
namespace {

constexpr double kQuietest = 0.35; // opacity
constexpr double kFurtherParts = 0.6; // opacity of bass and accompaniment
constexpr double kRollOfTrio = 0.6; // of the height
constexpr double kTrioGap = 2;
constexpr int kFewestPitches = 12;

/// Where each drum stands from the bottom. Of more than nine, those that are never hit have no row of their own.
std::vector<int> rowsOf(const music::DrumPattern& pattern) {
    std::vector<int> rows;
    int next = 0;
    for (int drum = 0; drum < pattern.drums(); ++drum) {
        bool isHit = pattern.drums() <= music::kDrumClasses;
        for (int step = 0; step < pattern.steps() && !isHit; ++step)
            isHit = pattern.at(step, drum).hit;
        rows.push_back(next);
        next += isHit ? 1 : 0;
    }
    for (int& row : rows)
        row = std::min(row, std::max(0, next - 1));
    return rows;
}

void paint(QPainter& painter, const QRectF& area, const music::DrumPattern& pattern, const QColor& colour) {
    if (pattern.isEmpty())
        return;
    const std::vector<int> rows = rowsOf(pattern);
    const double column = area.width() / pattern.steps();
    const double row = area.height() / (std::ranges::max(rows) + 1);
    const double width = std::max(1.0, column * 0.78);
    const double height = std::max(1.0, row * 0.8);
    for (int step = 0; step < pattern.steps(); ++step) {
        for (int drum = 0; drum < pattern.drums(); ++drum) {
            const music::DrumCell& cell = pattern.at(step, drum);
            if (!cell.hit)
                continue;
            painter.setBrush(withAlpha(colour, kQuietest + (1 - kQuietest) * static_cast<double>(cell.velocity)));
            const double x = area.left() + (step + 0.5 + static_cast<double>(cell.microtiming)) * column - width / 2;
            const double y = area.bottom() - (rows[static_cast<std::size_t>(drum)] + 0.5) * row - height / 2;
            painter.drawRoundedRect(QRectF(x, y, width, height), std::min(1.0, width / 3), std::min(1.0, width / 3));
        }
    }
}

void paint(QPainter& painter, const QRectF& area, const RollPattern& roll, const QColor& colour) {
    if (roll.notes.empty())
        return;
    const auto [low, high] = std::ranges::minmax_element(roll.notes, {}, &RollNote::pitch);
    const int pitches = high->pitch.value - low->pitch.value + 1;
    const int rows = std::max(pitches, kFewestPitches);
    const double lowest = low->pitch.value - (rows - pitches) / 2.0;
    const double column = area.width() / roll.steps;
    const double row = area.height() / rows;
    const double height = std::max(1.5, row * 0.85);
    for (const RollNote& note : roll.notes) {
        painter.setBrush(withAlpha(colour, note.part == 0 ? 1 : kFurtherParts));
        const double width = std::max(1.0, note.length * column - std::min(1.0, column * 0.3));
        const double y = area.bottom() - (note.pitch.value - lowest + 0.5) * row - height / 2;
        painter.drawRect(QRectF(area.left() + note.start * column, y, width, height));
    }
}

void paint(QPainter& painter, const QRectF& area, const music::MelodyPattern& melody, const QColor& colour) {
    paint(painter, area, rollOf(melody), colour);
}

void paint(QPainter& painter, const QRectF& area, const music::TrioPattern& trio, const QColor& colour) {
    const double roll = area.height() * kRollOfTrio;
    paint(painter, QRectF(area.left(), area.top(), area.width(), roll - kTrioGap), rollOf(trio), colour);
    paint(painter, area.adjusted(0, roll, 0, 0), music::drumPattern(trio.drums, music::kDrumClasses), colour);
}

/// In bars as most models have them; how many, the longest track says.
void paint(QPainter& painter, const QRectF& area, const music::PerformancePattern& performance, const QColor& colour) {
    architecture::PerformanceCodecConfig config;
    int steps = 1;
    for (const music::PerformanceTrack& track : performance.tracks) {
        int length = 0;
        for (const music::PerformanceEvent& event : track.events)
            length += event.type == music::PerformanceEvent::Type::Shift ? event.value : 0;
        steps = std::max(steps, length);
    }
    const int bar = 4 * config.stepsPerQuarter;
    config.bars = (steps + bar - 1) / bar;
    paint(painter, area, rollOf(performance, config), colour);
}

} // namespace

void paintPattern(QPainter& painter, const QRectF& area, const music::Pattern& pattern, const QColor& colour) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    std::visit([&](const auto& known) { paint(painter, area, known, colour); }, pattern);
    painter.restore();
}

} // namespace segue::widgets
