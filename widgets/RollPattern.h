#pragma once

#include "core/architecture/CodecConfig.h"
#include "core/base/Quantity.h"
#include "core/music/MelodyPattern.h"
#include "core/music/PerformancePattern.h"
#include "core/music/TrioPattern.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace segue::widgets {

/// A bar of the piano roll.
struct RollNote {
    int part = 0;
    int start = 0; ///< in steps
    int length = 1; ///< in steps, > 0
    MidiPitch pitch;
    std::optional<Velocity> velocity = std::nullopt; ///< nothing where the music has none

    [[nodiscard]] bool soundsAt(double step) const { return step >= start && step < start + length; }
    friend bool operator==(const RollNote&, const RollNote&) = default;
};

/// What a piano roll shows: the notes of one or more parts over a grid of four beats a bar.
struct RollPattern {
    int steps = 0;
    int stepsPerBeat = 4;
    QStringList parts; ///< their names
    std::vector<RollNote> notes; ///< by start

    [[nodiscard]] int stepsPerBar() const { return 4 * stepsPerBeat; }
    friend bool operator==(const RollPattern&, const RollPattern&) = default;
};

/// Likelihoods under the notes of a part.
struct RollHeat {
    int part = 0;
    int lowestPitch = 0;
    int pitches = 0;
    std::vector<float> probabilities; ///< [steps][pitches]: that a note begins there, [0, 1]

    /// 0 outside of what it covers.
    [[nodiscard]] float at(int step, int pitch) const;
    friend bool operator==(const RollHeat&, const RollHeat&) = default;
};

/// One part without a name.
[[nodiscard]] RollPattern rollOf(const music::MelodyPattern& melody);
/// Melody and bass.
[[nodiscard]] RollPattern rollOf(const music::TrioPattern& trio);
/// A part an instrument, named as General MIDI does. The configuration says how long a step and how loud a class is.
[[nodiscard]] RollPattern rollOf(const music::PerformancePattern& performance,
                                 const architecture::PerformanceCodecConfig& config);
/// The notes of a melody as those of a part of `roll`; they stay in order.
void addPart(RollPattern& roll, const QString& name, const music::MelodyPattern& melody);

/// "C4" for 60, "Eb2", "C-1" for 0.
[[nodiscard]] QString pitchName(int pitch);
/// Of the piano's black keys.
[[nodiscard]] bool isBlackKey(int pitch);

} // namespace segue::widgets
