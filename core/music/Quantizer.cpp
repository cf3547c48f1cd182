#include "core/music/Quantizer.h"

#include "core/music/BeatClock.h"
#include "core/music/PieceName.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <optional>

namespace segue::music {
namespace {

constexpr double kMostSteps = 1 << 30;
/// Eleven hours of 4/4 at 60: whatever is longer has a broken time stamp, and must not cost memory.
constexpr int kMaximumBeats = 4 * 10000;
/// A tie between two steps goes to the later one, also where a sum of many ticks fell short of it by rounding.
constexpr double kTie = 1e-9;

bool isMeter(const TimeSignature& signature) {
    return signature.numerator > 0 && signature.denominator > 0 &&
           std::has_single_bit(static_cast<unsigned>(signature.denominator));
}

bool hasFiniteNotes(const NoteSequence& sequence) {
    return std::ranges::all_of(sequence.notes, [](const Note& note) {
        return std::isfinite(note.start.value) && std::isfinite(note.end.value);
    });
}

tl::unexpected<Error> noNumber(const NoteSequence& sequence) {
    return fail(ErrorCode::Malformed, pieceName(sequence) + " has a note without a time");
}

/// The only value of `events` when they are taken with `initial`, which holds from time 0 until the first of them.
/// Nothing if there are several.
template <class Event, class Same>
std::optional<Event> onlyOne(std::vector<Event> events, const Event& initial, Same same) {
    if (events.empty())
        return initial;
    std::ranges::stable_sort(events, {}, &Event::time);
    if (events.front().time != Seconds(0) && !same(events.front(), initial))
        return std::nullopt;
    const auto differs = [&](const Event& event) { return !same(event, events.front()); };
    if (std::any_of(std::next(events.begin()), events.end(), differs))
        return std::nullopt;
    return events.front();
}

Result<Bpm> onlyTempo(const NoteSequence& sequence) {
    const auto tempo = onlyOne(sequence.tempos, TempoChange{},
                               [](const TempoChange& a, const TempoChange& b) { return a.tempo == b.tempo; });
    if (!tempo)
        return fail(ErrorCode::Unsupported, pieceName(sequence) + " changes its tempo");
    if (!std::isfinite(tempo->tempo.value) || tempo->tempo.value <= 0)
        return fail(ErrorCode::Malformed, pieceName(sequence) + " has a tempo that is none");
    return tempo->tempo;
}

Result<Meter> onlyMeter(const NoteSequence& sequence) {
    const auto signature = onlyOne(sequence.timeSignatures, TimeSignature{}, [](const auto& a, const auto& b) {
        return a.numerator == b.numerator && a.denominator == b.denominator;
    });
    if (!signature)
        return fail(ErrorCode::Unsupported, pieceName(sequence) + " changes its time signature");
    if (!isMeter(*signature))
        return fail(ErrorCode::Malformed, pieceName(sequence) + " has a time signature that is none: " +
                                              std::to_string(signature->numerator) + "/" +
                                              std::to_string(signature->denominator));
    return Meter{.numerator = signature->numerator, .denominator = signature->denominator};
}

QuantizedNote placed(const Note& note, int start, int end) {
    return {start, end, note.pitch, note.velocity, note.instrument, note.program, note.isDrum};
}

/// Times in beats, each looked up in the order of time, so that a clock never steps back.
std::vector<double> beatsAt(const std::vector<Seconds>& times, const std::vector<TempoChange>& tempos) {
    std::vector<std::size_t> order(times.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto timeOf = [&](std::size_t i) { return times[i]; };
    if (!std::ranges::is_sorted(times))
        std::ranges::sort(order, {}, timeOf);
    std::vector<double> beats(times.size());
    BeatClock clock(tempos);
    for (const std::size_t i : order)
        beats[i] = clock.beatsAt(times[i]);
    return beats;
}

template <class Event>
std::vector<Event> inOrderOfTime(const std::vector<Event>& events) {
    std::vector<Event> ordered;
    std::ranges::copy_if(events, std::back_inserter(ordered),
                         [](const Event& event) { return std::isfinite(event.time.value); });
    std::ranges::stable_sort(ordered, {}, &Event::time);
    return ordered;
}

/// On which step of the grid what is not a note begins, under a tempo map.
class StepClock {
public:
    StepClock(const NoteSequence& sequence, int stepsPerBeat)
        : m_clock(sequence.tempos), m_stepsPerBeat(stepsPerBeat) {}

    double exactStepAt(Seconds time) { return std::clamp(m_clock.beatsAt(time) * m_stepsPerBeat, 0.0, kMostSteps); }
    int stepAt(Seconds time) { return static_cast<int>(exactStepAt(time) + 0.5 + kTie); }

private:
    BeatClock m_clock;
    int m_stepsPerBeat;
};

std::vector<Meter> metersOf(const NoteSequence& sequence, const QuantizedSequence& grid) {
    std::vector<Meter> meters{{}};
    StepClock clock(sequence, grid.stepsPerBeat);
    for (const TimeSignature& signature : inOrderOfTime(sequence.timeSignatures)) {
        const Meter meter{clock.stepAt(signature.time), 0, signature.numerator, signature.denominator};
        Meter& last = meters.back();
        if (!isMeter(signature) || (meter.numerator == last.numerator && meter.denominator == last.denominator))
            continue;
        if (meter.step >= grid.steps && meter.step > 0)
            break;
        if (meter.step == last.step) {
            last.numerator = meter.numerator;
            last.denominator = meter.denominator;
            continue;
        }
        const int bars = static_cast<int>(std::ceil((meter.step - last.step) / grid.stepsPerBar(last)));
        meters.push_back({meter.step, last.bar + bars, meter.numerator, meter.denominator});
    }
    return meters;
}

} // namespace

int QuantizedSequence::barAt(int step) const {
    const auto next = std::ranges::upper_bound(meters, step, {}, &Meter::step);
    const Meter& meter = next == meters.begin() ? meters.front() : *std::prev(next);
    return meter.bar + static_cast<int>((step - meter.step) / stepsPerBar(meter));
}

Result<QuantizedSequence> quantize(const NoteSequence& sequence, int stepsPerBeat) {
    if (!hasFiniteNotes(sequence))
        return noNumber(sequence);
    const auto tempo = onlyTempo(sequence);
    if (!tempo)
        return fail(tempo.error());
    const auto meter = onlyMeter(sequence);
    if (!meter)
        return fail(meter.error());

    QuantizedSequence grid{.stepsPerBeat = stepsPerBeat, .notes = {}, .meters = {*meter}, .chords = {}, .keys = {}};
    const double stepsPerSecond = stepsPerBeat * tempo->value / 60.0;
    // Rounded towards 0 as in the source, so that up to a step and a half before time 0 still counts as 0.
    const auto stepAt = [&](Seconds time) { return std::trunc(time.value * stepsPerSecond + 0.5); };
    grid.notes.reserve(sequence.notes.size());
    for (const Note& note : sequence.notes) {
        const double start = stepAt(note.start);
        const double end = stepAt(note.end);
        if (start < 0 || end < start)
            return fail(ErrorCode::Malformed, pieceName(sequence) + " has a note " +
                                                  (start < 0 ? "before time 0" : "that ends before it begins"));
        if (!(end < kMostSteps))
            return fail(ErrorCode::Unsupported, pieceName(sequence) + " has a note beyond any grid");
        grid.notes.push_back(placed(note, static_cast<int>(start), static_cast<int>(end) + (end == start ? 1 : 0)));
        grid.steps = std::max(grid.steps, grid.notes.back().end);
    }
    const auto placeable = [&](Seconds time) { return std::abs(time.value * stepsPerSecond) < kMostSteps; };
    for (const ChordSymbol& chord : inOrderOfTime(sequence.chords))
        if (placeable(chord.time))
            grid.chords.push_back({static_cast<int>(stepAt(chord.time)), chord.figure});
    for (const KeySignature& key : inOrderOfTime(sequence.keySignatures))
        if (placeable(key.time))
            grid.keys.push_back({static_cast<int>(std::ceil(stepsPerSecond * key.time.value)), key.tonic, key.isMinor});
    return grid;
}

Result<QuantizedSequence> quantizeAlongTempoMap(const NoteSequence& sequence, int stepsPerBeat, bool removePhase) {
    if (!hasFiniteNotes(sequence))
        return noNumber(sequence);
    std::vector<Seconds> starts;
    std::vector<Seconds> ends;
    for (const Note& note : sequence.notes) {
        starts.push_back(note.start);
        ends.push_back(note.end);
    }
    const auto startBeats = beatsAt(starts, sequence.tempos);
    const auto endBeats = beatsAt(ends, sequence.tempos);

    QuantizedSequence grid{.stepsPerBeat = stepsPerBeat, .notes = {}, .meters = {}, .chords = {}, .keys = {}};
    const double most = double{kMaximumBeats} * stepsPerBeat - 1;
    for (const double beat : startBeats)
        if (!(beat * stepsPerBeat > -1 && beat * stepsPerBeat < most))
            return fail(ErrorCode::Unsupported,
                        pieceName(sequence) + " is longer than " + std::to_string(kMaximumBeats / 4) + " bars");
    if (removePhase)
        grid.phase = gridPhase(startBeats, stepsPerBeat);
    const double phase = grid.phase ? grid.phase->shift() : 0.0;
    grid.notes.reserve(sequence.notes.size());
    for (std::size_t i = 0; i < sequence.notes.size(); ++i) {
        const double onset = startBeats[i] * stepsPerBeat;
        const double end = std::min(endBeats[i] * stepsPerBeat, most);
        const int first = std::max(0, static_cast<int>(std::floor(onset - phase + 0.5 + kTie)));
        const double last = std::max(first + 1.0, std::floor(end - phase + 0.5 + kTie));
        grid.notes.push_back(placed(sequence.notes[i], first, static_cast<int>(last)));
        grid.steps = std::max(grid.steps, grid.notes.back().end);
    }
    grid.meters = metersOf(sequence, grid);
    placeHarmony(sequence, grid);
    return grid;
}

void placeHarmony(const NoteSequence& sequence, QuantizedSequence& grid) {
    grid.chords.clear();
    grid.keys.clear();
    StepClock chordClock(sequence, grid.stepsPerBeat);
    for (const ChordSymbol& chord : inOrderOfTime(sequence.chords))
        grid.chords.push_back({chordClock.stepAt(chord.time), chord.figure});
    StepClock keyClock(sequence, grid.stepsPerBeat);
    for (const KeySignature& key : inOrderOfTime(sequence.keySignatures)) {
        const double step = std::ceil(keyClock.exactStepAt(key.time) - kTie);
        grid.keys.push_back({static_cast<int>(step), key.tonic, key.isMinor});
    }
}

} // namespace segue::music
