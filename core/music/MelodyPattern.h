#pragma once

#include "core/base/Quantity.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace segue::music {

/// What a step of a melody does: a note begins, the one that sounds ends, or all goes on as it was.
struct MelodyEvent {
    enum class Kind : std::uint8_t { Hold, Off, On };

    Kind kind = Kind::Hold;
    MidiPitch pitch; ///< of the note that begins, else 0

    [[nodiscard]] static constexpr MelodyEvent off() { return {Kind::Off, MidiPitch(0)}; }
    [[nodiscard]] static constexpr MelodyEvent on(MidiPitch pitch) { return {Kind::On, pitch}; }
    friend auto operator<=>(const MelodyEvent&, const MelodyEvent&) = default;
};

/// One voice on a grid. A note lasts until the next one begins, until it is ended, or until the pattern is over.
struct MelodyPattern {
    int stepsPerBeat = 4;
    std::vector<MelodyEvent> events; ///< one a step
    std::vector<std::uint8_t> chords; ///< the triad class of each step (core/music/Chord.h); empty where none was asked
    std::vector<std::uint8_t> tonics; ///< the key of each step, [0, 12); empty where none was asked

    [[nodiscard]] int steps() const { return static_cast<int>(events.size()); }
    [[nodiscard]] int onsets() const {
        return static_cast<int>(std::ranges::count(events, MelodyEvent::Kind::On, &MelodyEvent::kind));
    }
    /// Until the last note ends.
    [[nodiscard]] int soundingSteps() const {
        for (int step = steps(); step > 0; --step) {
            const MelodyEvent& event = events[static_cast<std::size_t>(step - 1)];
            if (event.kind == MelodyEvent::Kind::On)
                return steps();
            if (event.kind == MelodyEvent::Kind::Off)
                return step - 1;
        }
        return 0;
    }
    friend auto operator<=>(const MelodyPattern&, const MelodyPattern&) = default;
};

} // namespace segue::music
