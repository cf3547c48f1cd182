#pragma once

class QKeyEvent;
class QNativeGestureEvent;
class QWheelEvent;

namespace segue::widgets {

class TimeAxis;

/// What hands do to a time axis, the same over every view that has one. Each says whether the event was for the time,
/// even if the axis was at its end.

/// Ctrl and the wheel zoom about the cursor; Shift and the wheel, or two fingers sideways, pan.
bool moveTime(TimeAxis& axis, const QWheelEvent& event);
/// Two fingers apart zoom.
bool moveTime(TimeAxis& axis, const QNativeGestureEvent& event);
/// Plus and minus zoom about the middle, Page Up and Page Down pan by half of what is in view.
bool moveTime(TimeAxis& axis, const QKeyEvent& event);

/// How far a turn of the wheel pans, in pixels: `up` as the content follows the hand, both ways.
struct WheelTravel {
    double right = 0;
    double down = 0;
};
[[nodiscard]] WheelTravel travelOf(const QWheelEvent& event);
/// How much nearer a turn of the wheel brings.
[[nodiscard]] double zoomOf(const QWheelEvent& event);

} // namespace segue::widgets
