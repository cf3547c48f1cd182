#include "core/files/ScorePerformance.h"

#include "core/files/MidiFile.h"
#include "core/files/ScoreBars.h"
#include "core/files/ScoreTies.h"
#include "core/files/TickMap.h"

#include <algorithm>
#include <numeric>

namespace segue::files {
namespace {

template <class Value>
using Timeline = std::vector<ScoreEvent<Value>>; // from the beginning of the piece

/// `value` holds from `at` on. At one tick the last one counts, and repetitions say nothing.
template <class Value>
void add(Timeline<Value>& line, Ticks at, const Value& value) {
    if (!line.empty() && line.back().at == at)
        line.pop_back();
    if (line.empty() || line.back().value != value)
        line.push_back({at, value});
}

/// The measures' events from the beginning of the piece, in the order in which they are played.
class Performance {
public:
    explicit Performance(const Score& score, RepairLog& repairs)
        : m_score(score), m_bars(layOutBars(score, repairs)), m_repairs(repairs) {}

    /// False: this is longer than any piece.
    [[nodiscard]] bool play(const std::vector<std::size_t>& order) {
        for (const std::size_t index : order) {
            playMeasure(m_score.measures[index], m_bars[index]);
            if (static_cast<double>(m_at.value) > kMaximumMidiBeats * kScoreTicks)
                return false;
        }
        mergeTies(m_notes, m_repairs);
        return true;
    }

    [[nodiscard]] music::NoteSequence inSeconds() const {
        constexpr double kSecondsPerTick = 60.0 / kScoreTicks;
        TickMap map(kSecondsPerTick / 120, m_at);
        for (const auto& [at, tempo] : m_tempos)
            map.set(at, kSecondsPerTick / tempo.value);
        music::NoteSequence sequence;
        sequence.notes.reserve(m_notes.size());
        for (const ScoreNote& note : m_notes) {
            const ScoreInstrument& instrument = m_score.instruments[static_cast<std::size_t>(note.instrument)];
            sequence.notes.push_back({.pitch = note.pitch,
                                      .velocity = note.velocity,
                                      .start = map.secondsAt(note.start),
                                      .end = map.secondsAt(note.start + note.length),
                                      .instrument = note.instrument,
                                      .program = instrument.program,
                                      .isDrum = instrument.isDrum});
        }
        if (!m_tempos.empty() && m_tempos.front().at > Ticks(0))
            sequence.tempos.push_back({Seconds(0), Bpm(120)});
        for (const auto& [at, tempo] : m_tempos)
            sequence.tempos.push_back({map.secondsAt(at), tempo});
        for (const auto& [at, meter] : m_meters)
            sequence.timeSignatures.push_back({map.secondsAt(at), meter.numerator, meter.denominator});
        for (const auto& [at, key] : m_keys)
            sequence.keySignatures.push_back({map.secondsAt(at), key.tonic, key.isMinor});
        for (const auto& [at, figure] : m_chords)
            sequence.chords.push_back({map.secondsAt(at), figure});
        for (std::size_t i = 0; i < m_score.instruments.size(); ++i)
            sequence.instrumentNames.push_back({static_cast<int>(i), m_score.instruments[i].name});
        sequence.sortNotes();
        return sequence;
    }

private:
    void playMeasure(const ScoreMeasure& measure, const Bar& bar) {
        if (bar.meter)
            add(m_meters, m_at, *bar.meter);
        playEvents(measure.tempos, bar.length, bar.tempo, m_tempos);
        playEvents(measure.keys, bar.length, bar.key, m_keys);
        for (const auto& [at, figure] : measure.chords) {
            const Ticks time = m_at + inside(at, bar.length);
            if (m_chords.empty() || m_chords.back().at != time || m_chords.back().value != figure)
                m_chords.push_back({time, figure});
        }
        for (ScoreNote note : measure.notes) {
            // Where durations were rounded, what ends with the measure does so here, so that ties meet.
            if (const Ticks missing = bar.length - note.start - note.length;
                measure.length != bar.length && missing >= Ticks(0) - kScoreRounding && missing <= kScoreRounding)
                note.length = std::max(note.length + missing, Ticks(0));
            note.start += m_at;
            if (note.start < Ticks(0))
                m_repairs.add("Measure " + measure.number, "a grace note before the beginning is left out");
            else
                m_notes.push_back(note);
        }
        m_at += bar.length;
    }

    /// `before` holds at the measure's beginning, also when a repeat leads to it.
    template <class Value>
    void playEvents(const Timeline<Value>& events, Ticks length, const std::optional<Value>& before,
                    Timeline<Value>& line) {
        if (before && (events.empty() || events.front().at > Ticks(0)))
            add(line, m_at, *before);
        for (const auto& [at, value] : events)
            add(line, m_at + inside(at, length), value);
    }

    [[nodiscard]] static Ticks inside(Ticks at, Ticks length) {
        return std::clamp(at, Ticks(0), std::max(length - Ticks(1), Ticks(0)));
    }

    const Score& m_score;
    std::vector<Bar> m_bars;
    RepairLog& m_repairs;
    Ticks m_at;
    std::vector<ScoreNote> m_notes; // from the beginning of the piece
    Timeline<Bpm> m_tempos;
    Timeline<ScoreMeter> m_meters;
    Timeline<ScoreKey> m_keys;
    Timeline<std::string> m_chords;
};

/// None: too many measures or events.
std::optional<std::vector<std::size_t>> orderOf(const Score& score, bool unfoldingRepeats, RepairLog& repairs) {
    std::vector<RepeatMarks> marks;
    for (const ScoreMeasure& measure : score.measures)
        marks.push_back(measure.repeats);
    const auto isMarked = [](const RepeatMarks& mark) {
        return mark.timesPlayed > 1 || mark.endings != 0 || mark.daCapo || mark.dalSegno;
    };
    if (!unfoldingRepeats || std::ranges::none_of(marks, isMarked)) {
        if (std::ranges::any_of(marks, isMarked))
            repairs.add("The score", "its repeats are not played, each measure sounds once");
        std::vector<std::size_t> order(score.measures.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        return order;
    }
    auto order = unfoldRepeats(marks, kMaximumMeasures);
    if (!order)
        return std::nullopt;
    std::size_t events = 0;
    for (const std::size_t index : order->measures) {
        const ScoreMeasure& measure = score.measures[index];
        events += measure.notes.size() + measure.tempos.size() + measure.keys.size() + measure.chords.size();
    }
    if (events > kMaximumUnfoldedEvents)
        return std::nullopt;
    if (!order->isComplete)
        repairs.add("The score", "a jump to a segno or coda that is missing is not followed");
    return std::move(order->measures);
}

} // namespace

Result<music::NoteSequence> performScore(const Score& score, bool unfoldingRepeats, RepairLog& repairs) {
    const auto order = orderOf(score, unfoldingRepeats, repairs);
    Performance performance(score, repairs);
    if (!order || !performance.play(*order))
        return fail(ErrorCode::Unsupported,
                    "The score is too long" + std::string(unfoldingRepeats ? " when its repeats are played" : ""));
    return performance.inSeconds();
}

} // namespace segue::files
