#pragma once

#include "core/base/Random.h"
#include "core/music/MelodyPattern.h"
#include "core/music/NoteSequence.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace segue::test {

/// At 120 a sixteenth lasts an eighth of a second.
inline constexpr double kStep = 0.125;

/// A note from step to step at 120.
inline music::Note pitched(int pitch, double start, double end, int instrument = 0, int program = 0) {
    return {.pitch = MidiPitch(static_cast<std::uint8_t>(pitch)),
            .velocity = Velocity(100),
            .start = Seconds(start * kStep),
            .end = Seconds(end * kStep),
            .instrument = instrument,
            .program = program};
}

inline music::Note drum(int pitch, double start, int instrument = 9) {
    music::Note note = pitched(pitch, start, start + 1, instrument);
    note.isDrum = true;
    return note;
}

/// A melody as text: '.' goes on, 'x' ends, 'A' is pitch 60, 'B' 61 and so on.
inline std::string text(const std::vector<music::MelodyEvent>& events) {
    std::string result;
    for (const music::MelodyEvent& event : events)
        switch (event.kind) {
        case music::MelodyEvent::Kind::Hold: result += '.'; break;
        case music::MelodyEvent::Kind::Off: result += 'x'; break;
        case music::MelodyEvent::Kind::On: result += static_cast<char>('A' + event.pitch.value - 60); break;
        }
    return result;
}

/// Music with everything that files have and none of it in order: odd times, tempo maps, meters, programs, channels.
inline music::NoteSequence wildSequence(Random& random) {
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const bool isWild = random.chance(0.5);
    const auto time = [&](double upTo) {
        if (isWild && random.chance(0.02)) {
            constexpr double kOdd[] = {kNan, kInfinity, -kInfinity, -1, -1e9, 1e9, 1e300, 5e-324};
            return kOdd[random.below(std::size(kOdd))];
        }
        const double exact = random.uniform(0, upTo);
        return random.chance(0.5) ? std::round(exact / kStep) * kStep : exact;
    };
    music::NoteSequence sequence;
    for (auto i = random.below(4); i > 0; --i)
        sequence.tempos.push_back({Seconds(random.chance(0.5) ? 0 : time(20)),
                                   Bpm(isWild && random.chance(0.2) ? time(1e6) - 100 : random.uniform(30, 300))});
    for (auto i = random.below(4); i > 0; --i) {
        const bool isOdd = random.chance(0.3);
        sequence.timeSignatures.push_back({Seconds(random.chance(0.5) ? 0 : time(20)),
                                           isOdd ? static_cast<int>(random.below(9)) - (isWild ? 1 : 0) : 4,
                                           isOdd ? static_cast<int>(random.below(9)) : 4});
    }
    for (auto i = random.below(4); i > 0; --i)
        sequence.chords.push_back({Seconds(time(20)), random.chance(0.8) ? "Am7" : "?!"});
    for (auto i = random.below(3); i > 0; --i)
        sequence.keySignatures.push_back({Seconds(time(20)), static_cast<int>(random.below(12)), false});
    const double length = random.chance(0.1) ? 1000 : 30;
    for (auto i = random.below(60); i > 0; --i) {
        const double start = time(length);
        sequence.notes.push_back({.pitch = MidiPitch(static_cast<std::uint8_t>(random.below(128))),
                                  .velocity = Velocity(static_cast<std::uint8_t>(random.below(128))),
                                  .start = Seconds(start),
                                  .end = Seconds(random.chance(0.9) ? start + random.uniform(0, 3) : time(length)),
                                  .instrument = static_cast<int>(random.below(random.chance(0.1) ? 200 : 4)),
                                  .program = static_cast<int>(random.below(random.chance(0.5) ? 40 : 128)),
                                  .isDrum = random.chance(0.3)});
    }
    return sequence;
}

} // namespace segue::test
