#include "widgets/TimeAxis.h"

#include <algorithm>
#include <cassert>

namespace segue::widgets {

void TimeAxis::setEdges(double left, double right) {
    m_left = left;
    m_right = std::max(left + 1, right);
}

void TimeAxis::setSteps(int steps) {
    assert(steps > 0);
    if (steps == m_steps)
        return;
    m_steps = steps;
    fit();
}

void TimeAxis::show(const StepRange& range) {
    const double all = m_steps;
    const double length = std::clamp(range.length(), std::min(kFewestSteps, all), all);
    const double first = std::clamp(range.first, 0.0, all - length);
    m_visible = {first, first + length};
}

double TimeAxis::stepWidth() const {
    return (m_right - m_left) / m_visible.length();
}

double TimeAxis::x(double step) const {
    return m_left + (step - m_visible.first) * stepWidth();
}

double TimeAxis::stepAt(double x) const {
    return m_visible.first + (x - m_left) / stepWidth();
}

void TimeAxis::zoomAt(double x, double factor) {
    const double all = m_steps;
    const double length = std::clamp(m_visible.length() / factor, std::min(kFewestSteps, all), all);
    const double first = stepAt(x) - (x - m_left) / (m_right - m_left) * length;
    show({first, first + length});
}

void TimeAxis::pan(double pixels) {
    const double steps = -pixels / stepWidth();
    show({m_visible.first + steps, m_visible.last + steps});
}

} // namespace segue::widgets
