#pragma once

#include "widgets/TimeAxis.h"

#include <QPointF>
#include <QRectF>

#include <optional>

namespace segue::widgets {

/// A stretch of pitches. `highest` is the first that is no longer in it; fractions are parts of a row.
struct PitchRange {
    double lowest = 48;
    double highest = 84;

    [[nodiscard]] double length() const { return highest - lowest; }
    friend bool operator==(const PitchRange&, const PitchRange&) = default;
};

/// A place of a piano roll.
struct RollPlace {
    int step = 0;
    int pitch = 0;

    friend bool operator==(const RollPlace&, const RollPlace&) = default;
};

/// Where steps and pitches lie in a piano roll, high pitches on top. Knows no widget.
class PianoRollGeometry {
public:
    static constexpr double kFewestPitches = 12; ///< in view at the nearest
    static constexpr double kAllPitches = 128;

    /// `area` is where the notes are, without keys and bar numbers; in device-independent pixels.
    void setArea(const QRectF& area);
    [[nodiscard]] const QRectF& area() const { return m_area; }
    [[nodiscard]] TimeAxis& time() { return m_time; }
    [[nodiscard]] const TimeAxis& time() const { return m_time; }

    [[nodiscard]] const PitchRange& pitches() const { return m_pitches; }
    /// Moved and shortened to lie within MIDI's pitches.
    void showPitches(const PitchRange& range);

    [[nodiscard]] double rowHeight() const { return m_area.height() / m_pitches.length(); }
    /// The lower edge of a pitch's row.
    [[nodiscard]] double y(double pitch) const;
    [[nodiscard]] double pitchAt(double y) const;
    /// The row's box, as wide as the area.
    [[nodiscard]] QRectF row(int pitch) const;
    [[nodiscard]] QRectF note(int pitch, int start, int length) const;
    /// Nothing outside the area or beyond the last step.
    [[nodiscard]] std::optional<RollPlace> placeAt(QPointF position) const;

    /// The pitch at `y` stays there, as far as there are pitches.
    void zoomPitchesAt(double y, double factor);
    /// The notes follow the hand by `pixels`.
    void panPitches(double pixels);

private:
    QRectF m_area{0, 0, 1, 1};
    TimeAxis m_time;
    PitchRange m_pitches;
};

} // namespace segue::widgets
