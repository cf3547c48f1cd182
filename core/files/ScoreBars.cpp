#include "core/files/ScoreBars.h"

namespace segue::files {
namespace {

/// The time signature of a bar of this length, in the beats of another one or smaller.
std::optional<ScoreMeter> meterOfLength(Ticks length, int denominator) {
    for (; denominator <= 64; denominator *= 2) {
        const std::int64_t beat = kScoreTicks * 4 / denominator;
        if (length.value % beat == 0 && length.value > 0 && length.value / beat <= 255)
            return ScoreMeter{static_cast<int>(length.value / beat), denominator};
    }
    return std::nullopt;
}

bool areAlike(Ticks a, Ticks b) {
    return a >= b - kScoreRounding && a <= b + kScoreRounding;
}

/// Of a measure that is shorter than its time signature says.
bool mayBeShort(const std::vector<ScoreMeasure>& measures, std::size_t index, Ticks nominal) {
    const ScoreMeasure& measure = measures[index];
    const auto completes = [&](const ScoreMeasure& other) {
        return other.isImplicit || areAlike(other.length + measure.length, nominal);
    };
    return index == 0 || measure.isImplicit || measure.endsSection || completes(measures[index - 1]) ||
           (index + 1 < measures.size() && completes(measures[index + 1]));
}

Ticks lengthOf(const std::vector<ScoreMeasure>& measures, std::size_t index, Ticks nominal, RepairLog& repairs) {
    const ScoreMeasure& measure = measures[index];
    const Ticks written = measure.length;
    if (nominal == Ticks(0))
        return written;
    const bool fits = areAlike(written, nominal);
    const RepeatMarks& marks = measure.repeats;
    const bool goesBack = marks.timesPlayed > 1 || marks.daCapo || marks.dalSegno;
    const bool endsPiece = index + 1 == measures.size() && written < nominal && !goesBack;
    if (fits || endsPiece || written == Ticks(0))
        return nominal;
    if (written < nominal && !mayBeShort(measures, index, nominal)) {
        repairs.add("Measure " + measure.number, "it is shorter than its time signature and is filled up with silence");
        return nominal;
    }
    if (written > nominal && !measure.isImplicit)
        repairs.add("Measure " + measure.number, "it is longer than its time signature and lasts as long as its notes");
    return written;
}

} // namespace

std::vector<Bar> layOutBars(const Score& score, RepairLog& repairs) {
    std::vector<Bar> bars;
    bars.reserve(score.measures.size());
    ScoreMeter meter{0, 4};
    std::optional<Bpm> tempo;
    std::optional<ScoreKey> key;
    for (std::size_t i = 0; i < score.measures.size(); ++i) {
        const ScoreMeasure& measure = score.measures[i];
        meter = measure.meter.value_or(meter);
        Bar bar{lengthOf(score.measures, i, meter.length(), repairs), meter, tempo, key};
        if (bar.length != meter.length() || meter.numerator == 0) {
            bar.meter = meterOfLength(bar.length, meter.denominator);
            if (!bar.meter && bar.length > Ticks(0))
                repairs.add("Measure " + measure.number, "no time signature says how long it is");
        }
        bars.push_back(bar);
        if (!measure.tempos.empty())
            tempo = measure.tempos.back().value;
        if (!measure.keys.empty())
            key = measure.keys.back().value;
    }
    return bars;
}

} // namespace segue::files
