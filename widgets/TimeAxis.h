#pragma once

namespace segue::widgets {

/// A stretch of a pattern. Unit: steps.
struct StepRange {
    double first = 0;
    double last = 0;

    [[nodiscard]] double length() const { return last - first; }
    friend bool operator==(const StepRange&, const StepRange&) = default;
};

/// Which steps of a pattern are in view, and where they lie between a left and a right edge. Views that stand above
/// each other show one range, so that a step is at one place in all of them. Knows no widget.
class TimeAxis {
public:
    static constexpr double kFewestSteps = 4; ///< in view at the nearest

    /// Unit: device-independent pixels. The range in view stays.
    void setEdges(double left, double right);
    /// All of a pattern of another length comes into view. Requires: steps > 0.
    void setSteps(int steps);
    [[nodiscard]] int steps() const { return m_steps; }
    [[nodiscard]] const StepRange& visible() const { return m_visible; }
    /// Moved and shortened to lie within the pattern.
    void show(const StepRange& range);
    void fit() { show({0, static_cast<double>(m_steps)}); }
    [[nodiscard]] bool isFitted() const { return m_visible == StepRange{0, static_cast<double>(m_steps)}; }

    [[nodiscard]] double stepWidth() const;
    [[nodiscard]] double x(double step) const;
    [[nodiscard]] double stepAt(double x) const;

    /// The step under `x` stays there, as far as the pattern reaches.
    void zoomAt(double x, double factor);
    /// The pattern follows the hand by `pixels`.
    void pan(double pixels);

private:
    double m_left = 0;
    double m_right = 1;
    int m_steps = 32;
    StepRange m_visible{0, 32};
};

} // namespace segue::widgets
