#pragma once

#include "widgets/PianoRollGeometry.h"
#include "widgets/RollPattern.h"
#include "widgets/Theme.h"

#include <QPainter>

#include <vector>

namespace segue::widgets {

/// Draws the layers of a piano roll, each where a geometry puts it and in a theme's colours. Keeps nothing but what it
/// was given, which must outlive it.
class PianoRollPainter {
public:
    PianoRollPainter(QPainter& painter, const PianoRollGeometry& geometry, const Theme& theme)
        : m_painter(painter), m_geometry(geometry), m_theme(theme) {}

    /// Rows of white and black keys, ruled by beats and bars.
    void paintGround(const RollPattern& pattern) const;
    /// A keyboard from `left` to the notes.
    void paintKeyboard(double left) const;
    /// One key pressed, in `colour`.
    void paintKey(double left, int pitch, const QColor& colour) const;
    /// The names of the parts with their colours, from right to left in `area`.
    void paintParts(const RollPattern& pattern, const QRectF& area) const;
    /// A soft spot wherever a note might begin.
    void paintHeat(const RollHeat& heat, int steps) const;
    /// Notes in view, and at the upper and the lower edge a mark for those beyond.
    void paintNotes(const std::vector<RollNote>& notes) const;
    /// One that sounds: brighter, whatever its velocity.
    void paintLitNote(const RollNote& note) const;

private:
    void paintNote(const RollNote& note, const QColor& colour, double opacity) const;
    [[nodiscard]] int lowestPitch() const;
    [[nodiscard]] int highestPitch() const;

    QPainter& m_painter;
    const PianoRollGeometry& m_geometry;
    const Theme& m_theme;
};

} // namespace segue::widgets
