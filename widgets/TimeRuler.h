#pragma once

class QPainter;
class QRectF;

namespace segue::widgets {

class TimeAxis;
struct Theme;

/// The numbers of the bars, in a strip below what they count; and, where not all of a pattern is in view, a line that
/// shows what is. Numbers that would touch are left out.
void paintTimeRuler(QPainter& painter, const Theme& theme, const TimeAxis& time, int stepsPerBar, const QRectF& strip);

} // namespace segue::widgets
