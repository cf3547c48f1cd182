#include "widgets/TimeAxisInput.h"

#include "widgets/TimeAxis.h"

#include <QKeyEvent>
#include <QNativeGestureEvent>
#include <QWheelEvent>

#include <cmath>
#include <utility>

namespace segue::widgets {
namespace {

constexpr double kZoomNotch = 1.2;
constexpr double kWheelNotch = 120;
constexpr double kNotchPixels = 40;

} // namespace

WheelTravel travelOf(const QWheelEvent& event) {
    const QPointF pixels = event.pixelDelta().isNull() ? QPointF(event.angleDelta()) / kWheelNotch * kNotchPixels
                                                       : QPointF(event.pixelDelta());
    WheelTravel travel{pixels.x(), pixels.y()};
    if (event.modifiers().testFlag(Qt::ShiftModifier) && travel.right == 0)
        std::swap(travel.right, travel.down);
    return travel;
}

double zoomOf(const QWheelEvent& event) {
    const QPoint turn = event.angleDelta(); // some systems turn the wheel sideways with a modifier
    return std::pow(kZoomNotch, (turn.y() != 0 ? turn.y() : turn.x()) / kWheelNotch);
}

bool moveTime(TimeAxis& axis, const QWheelEvent& event) {
    if (event.modifiers().testFlag(Qt::ControlModifier)) {
        axis.zoomAt(event.position().x(), zoomOf(event));
        return true;
    }
    const WheelTravel travel = travelOf(event);
    if (std::abs(travel.right) <= std::abs(travel.down))
        return false;
    axis.pan(travel.right);
    return true;
}

bool moveTime(TimeAxis& axis, const QNativeGestureEvent& event) {
    if (event.gestureType() != Qt::ZoomNativeGesture)
        return false;
    axis.zoomAt(event.position().x(), 1 + event.value());
    return true;
}

bool moveTime(TimeAxis& axis, const QKeyEvent& event) {
    const StepRange seen = axis.visible();
    const double middle = axis.x((seen.first + seen.last) / 2);
    const double half = seen.length() / 2 * axis.stepWidth();
    switch (event.key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal: axis.zoomAt(middle, kZoomNotch); return true;
    case Qt::Key_Minus: axis.zoomAt(middle, 1 / kZoomNotch); return true;
    case Qt::Key_PageUp: axis.pan(half); return true;
    case Qt::Key_PageDown: axis.pan(-half); return true;
    default: return false;
    }
}

} // namespace segue::widgets
