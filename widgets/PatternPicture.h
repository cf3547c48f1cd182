#pragma once

#include "core/music/Pattern.h"

#include <QColor>

class QPainter;
class QRectF;

namespace segue::widgets {

/// A pattern as a small picture in one colour: drums as a grid with velocity as opacity, melodies and instruments as a
/// roll of the pitches they have, where the parts after the first are paler, and a trio as a roll over a grid. Draws
/// nothing around it, and nothing of an empty pattern.
void paintPattern(QPainter& painter, const QRectF& area, const music::Pattern& pattern, const QColor& colour);

} // namespace segue::widgets
