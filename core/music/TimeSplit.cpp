#include "core/music/TimeSplit.h"

#include "core/music/PieceName.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace segue::music {
namespace {

constexpr std::array kPedals{64, 66, 67};
constexpr double kMostBars = 1e9;

/// Where a segment begins, and what holds in it.
struct Cut {
    Seconds time;
    Bpm tempo{120.0};
    TimeSignature signature;
};

template <class Event>
std::vector<Event> byTime(std::vector<Event> events) {
    std::ranges::stable_sort(events, {}, &Event::time);
    return events;
}

template <class Event>
bool haveTimes(const std::vector<Event>& events) {
    return std::ranges::all_of(events, [](const Event& event) { return std::isfinite(event.time.value); });
}

/// Every change before `end`; the first cut is the beginning. Tempos and signatures at one time make one cut.
std::vector<Cut> cutsOf(const NoteSequence& sequence, Seconds end) {
    const auto tempos = byTime(sequence.tempos);
    const auto signatures = byTime(sequence.timeSignatures);
    std::vector<Cut> cuts{{}};
    const auto cutAt = [&](Seconds time) -> Cut& {
        if (time > cuts.back().time) {
            cuts.push_back(cuts.back());
            cuts.back().time = time;
        }
        return cuts.back();
    };
    auto tempo = tempos.begin();
    auto signature = signatures.begin();
    const auto isNext = [&](auto event, auto events, Seconds rival) {
        return event != events && event->time < end && event->time <= rival;
    };
    constexpr Seconds kNever(HUGE_VAL);
    while (true) {
        const Seconds nextTempo = tempo == tempos.end() ? kNever : tempo->time;
        const Seconds nextSignature = signature == signatures.end() ? kNever : signature->time;
        if (isNext(signature, signatures.end(), nextTempo)) {
            const TimeSignature now = cuts.back().signature;
            if (signature->numerator != now.numerator || signature->denominator != now.denominator)
                cutAt(signature->time).signature = {Seconds(0), signature->numerator, signature->denominator};
            ++signature;
        } else if (isNext(tempo, tempos.end(), nextSignature)) {
            if (tempo->tempo != cuts.back().tempo)
                cutAt(tempo->time).tempo = tempo->tempo;
            ++tempo;
        } else {
            return cuts;
        }
    }
}

double barsUntil(const Cut& cut, Seconds end) {
    const double bars = (end - cut.time).value * cut.tempo.value / 60.0 / cut.signature.beatsPerBar();
    return std::isfinite(bars) ? std::clamp(std::ceil(bars - 1e-6), 0.0, kMostBars) : 0.0;
}

/// Hands out the events of one kind segment by segment: the one in force at the cut, moved to it, then those inside.
template <class Event>
class StateEvents {
public:
    explicit StateEvents(const std::vector<Event>& events) : m_events(byTime(events)) {}

    void skipTo(Seconds start) {
        while (m_next < m_events.size() && m_events[m_next].time <= start)
            ++m_next;
    }
    /// Requires: skipTo(start) was the last call.
    void copy(Seconds start, Seconds end, std::vector<Event>& out) const {
        if (m_next > 0) {
            out.push_back(m_events[m_next - 1]);
            out.back().time = Seconds(0);
        }
        for (std::size_t i = m_next; i < m_events.size() && m_events[i].time < end; ++i) {
            out.push_back(m_events[i]);
            out.back().time -= start;
        }
    }

private:
    std::vector<Event> m_events;
    std::size_t m_next = 0;
};

/// The same for pedals, of which each instrument has its own.
class PedalEvents {
public:
    explicit PedalEvents(const std::vector<ControlChange>& changes) {
        std::ranges::copy_if(changes, std::back_inserter(m_events), [](const ControlChange& change) {
            return std::ranges::find(kPedals, change.controller) != kPedals.end();
        });
        m_events = byTime(std::move(m_events));
    }

    void skipTo(Seconds start) {
        for (; m_next < m_events.size() && m_events[m_next].time <= start; ++m_next)
            m_inForce[{m_events[m_next].instrument, m_events[m_next].controller}] = m_events[m_next];
    }
    void copy(Seconds start, Seconds end, const std::set<int>& instruments, std::vector<ControlChange>& out) const {
        for (const int instrument : instruments)
            for (const int pedal : kPedals)
                if (const auto held = m_inForce.find({instrument, pedal}); held != m_inForce.end()) {
                    out.push_back(held->second);
                    out.back().time = Seconds(0);
                }
        for (std::size_t i = m_next; i < m_events.size() && m_events[i].time < end; ++i)
            if (instruments.contains(m_events[i].instrument)) {
                out.push_back(m_events[i]);
                out.back().time -= start;
            }
    }

private:
    std::vector<ControlChange> m_events;
    std::size_t m_next = 0;
    std::map<std::pair<int, int>, ControlChange> m_inForce;
};

} // namespace

Result<std::vector<TimeSegment>> splitAtTimeChanges(const NoteSequence& sequence) {
    const bool timed = haveTimes(sequence.tempos) && haveTimes(sequence.timeSignatures) &&
                       haveTimes(sequence.keySignatures) && haveTimes(sequence.chords) &&
                       haveTimes(sequence.controlChanges) && std::ranges::all_of(sequence.notes, [](const Note& note) {
                           return std::isfinite(note.start.value) && std::isfinite(note.end.value);
                       });
    if (!timed)
        return fail(ErrorCode::Malformed, pieceName(sequence) + " has a time that is no number");

    const Seconds total = sequence.totalTime();
    const auto cuts = cutsOf(sequence, total);
    std::vector<Note> notes = sequence.notes;
    std::ranges::stable_sort(notes, {}, &Note::start);
    auto note = std::ranges::lower_bound(notes, Seconds(0), {}, &Note::start);
    StateEvents keys(sequence.keySignatures);
    StateEvents chords(sequence.chords);
    PedalEvents pedals(sequence.controlChanges);

    std::vector<TimeSegment> segments;
    double bar = 0;
    for (std::size_t i = 0; i < cuts.size(); ++i) {
        const Cut& cut = cuts[i];
        const Seconds end = i + 1 < cuts.size() ? cuts[i + 1].time : total;
        keys.skipTo(cut.time);
        chords.skipTo(cut.time);
        pedals.skipTo(cut.time);
        if (note != notes.end() && note->start < end) {
            TimeSegment segment{.music = {}, .start = cut.time, .bar = static_cast<int>(std::min(bar, kMostBars))};
            NoteSequence& music = segment.music;
            music.name = sequence.name;
            music.ticksPerQuarter = sequence.ticksPerQuarter;
            music.tempos = {{Seconds(0), cut.tempo}};
            music.timeSignatures = {cut.signature};
            std::set<int> instruments;
            for (; note != notes.end() && note->start < end; ++note) {
                music.notes.push_back(*note);
                music.notes.back().start = note->start - cut.time;
                music.notes.back().end = std::min(note->end, end) - cut.time;
                instruments.insert(note->instrument);
            }
            keys.copy(cut.time, end, music.keySignatures);
            chords.copy(cut.time, end, music.chords);
            pedals.copy(cut.time, end, instruments, music.controlChanges);
            segments.push_back(std::move(segment));
        }
        bar += barsUntil(cut, end);
    }
    return segments;
}

} // namespace segue::music
