#include "app/cli/MidiLoop.h"

#include "app/devices/MidiPerformance.h"
#include "core/music/BeatClock.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace segue::cli {
namespace {

constexpr int kStepsPerBeat = 4;
constexpr double kShortest = 0.05; // in steps
// A hit that a drummer placed this little before a bar belongs to the bar, as with the grid everywhere else.
constexpr double kEarly = 0.5; // in steps
constexpr int kMaximumBars = 10000;

} // namespace

Result<playback::LoopPattern> toLoop(const music::NoteSequence& sequence, int firstBar, int bars) {
    const double stepsPerBar = sequence.firstTimeSignature().beatsPerBar() * kStepsPerBeat;
    if (stepsPerBar < 1 || stepsPerBar != std::floor(stepsPerBar))
        return fail(ErrorCode::Unsupported, "Bars of " + sequence.name + " are not whole sixteenths long");

    music::BeatClock clock(sequence.tempos);
    const auto stepsAt = [&](Seconds time) { return clock.beatsAt(time) * kStepsPerBeat; };
    double end = 0; // of the last bar in which a note begins
    for (const music::Note& note : sequence.notes)
        end = std::max(end, stepsAt(note.start) + kEarly);
    const double pieceBars = std::max(1.0, std::ceil(end / stepsPerBar));
    if (!(pieceBars <= kMaximumBars))
        return fail(ErrorCode::Unsupported,
                    sequence.name + " is longer than " + std::to_string(kMaximumBars) + " bars");
    const int barCount = bars > 0 ? bars : static_cast<int>(pieceBars) - firstBar;

    playback::LoopPattern loop;
    loop.stepsPerBeat = kStepsPerBeat;
    loop.steps = static_cast<std::int32_t>(stepsPerBar) * std::max(barCount, 1);
    const double begin = firstBar * stepsPerBar;
    const std::vector<std::uint8_t> channels = devices::channelsOf(sequence);
    for (std::size_t i = 0; i < channels.size(); ++i) {
        const music::Note& note = sequence.notes[i];
        const double start = stepsAt(note.start) - begin;
        if (start < -kEarly || start >= loop.steps - kEarly || note.velocity.value == 0)
            continue;
        const double length = std::clamp(stepsAt(note.end) - begin - start, kShortest, loop.steps - kShortest);
        if (!loop.add({static_cast<float>(start), static_cast<float>(length), note.pitch.value, note.velocity.value,
                       channels[i]}))
            return fail(ErrorCode::Unsupported, "These bars of " + sequence.name + " have more than " +
                                                    std::to_string(playback::LoopPattern::kCapacity) +
                                                    " notes: choose fewer with --bar and --bars");
    }
    if (loop.noteCount == 0)
        return fail(ErrorCode::NoMusic, sequence.name + " has no notes in these bars");
    return loop;
}

} // namespace segue::cli
