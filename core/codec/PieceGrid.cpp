#include "core/codec/PieceGrid.h"

#include "core/music/TimeSplit.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace segue::codec {
namespace {

bool isWhole(double value) {
    return value >= 1 && value == std::floor(value);
}

/// Bars that follow one another as bars of four quarters do.
bool makesBarsOfFour(const music::Meter& meter) {
    return isWhole(kBeatsPerBar / meter.beatsPerBar()) || isWhole(meter.beatsPerBar() / kBeatsPerBar);
}

} // namespace

std::vector<GridSegment> magentaSegments(const music::NoteSequence& sequence, int stepsPerBeat,
                                         ExtractionReport& report) {
    report.tempoChanges = std::max(0, static_cast<int>(sequence.tempos.size()) - 1);
    auto segments = music::splitAtTimeChanges(sequence);
    if (!segments) {
        ++report.drops[DropReason::BadTimes];
        return {};
    }
    if (segments->empty())
        ++report.drops[DropReason::NoNotes];
    std::vector<GridSegment> readable;
    for (music::TimeSegment& segment : *segments) {
        auto grid = music::quantize(segment.music, stepsPerBeat);
        if (!grid)
            ++report.drops[DropReason::BadTimes];
        else if (grid->meters.front().beatsPerBar() != kBeatsPerBar)
            ++report.drops[DropReason::NotInFour];
        else
            readable.push_back({std::move(segment.music), std::move(*grid), segment.bar});
    }
    return readable;
}

Result<music::QuantizedSequence> wholeGrid(const music::NoteSequence& sequence, int stepsPerBeat,
                                           const ExtractionOptions& options, ExtractionReport& report) {
    report.tempoChanges = std::max(0, static_cast<int>(sequence.tempos.size()) - 1);
    auto grid = music::quantizeAlongTempoMap(sequence, stepsPerBeat, options.removePhase);
    if (grid)
        report.phase = grid->phase;
    return grid;
}

Result<std::vector<BarRun>> barRuns(const music::QuantizedSequence& grid, const std::string& piece,
                                    ExtractionReport& report) {
    const int stepsPerBar = kBeatsPerBar * grid.stepsPerBeat;
    std::vector<BarRun> runs;
    for (std::size_t i = 0; i < grid.meters.size(); ++i) {
        const music::Meter& meter = grid.meters[i];
        const int next = i + 1 < grid.meters.size() ? grid.meters[i + 1].step : grid.steps;
        const int end = std::min(next, grid.steps);
        if (i > 0 && meter.step >= grid.steps)
            break;
        if (!makesBarsOfFour(meter))
            ++report.drops[DropReason::NotInFour];
        else if (!runs.empty() && runs.back().end == meter.step && (meter.step - runs.back().start) % stepsPerBar == 0)
            runs.back().end = end; // a change that no bar line feels
        else
            runs.push_back({meter.step, end});
    }
    if (runs.empty())
        return fail(ErrorCode::Unsupported, piece + " is in " + std::to_string(grid.meters.front().numerator) + "/" +
                                                std::to_string(grid.meters.front().denominator) +
                                                "; only bars of four quarters can be read");
    return runs;
}

RunWindows::RunWindows(const BarRun& run, int stepsPerBeat, int windowBars, const ExtractionOptions& options)
    : m_run(run),
      m_end(run.start + wholeBars(run.end - run.start, stepsPerBeat)),
      m_hop(options.hopBars * kBeatsPerBar * stepsPerBeat),
      m_length(windowBars * kBeatsPerBar * stepsPerBeat) {
    assert(options.hopBars > 0);
    const int steps = m_end - m_run.start;
    const int full = steps >= m_length ? (steps - m_length) / m_hop + 1 : 0;
    const int covered = full == 0 ? 0 : (full - 1) * m_hop + m_length;
    const bool hasRest = std::max(full * m_hop, covered) < steps;
    m_count = full + (options.padShort && hasRest ? 1 : 0);
}

int RunWindows::end(int window) const {
    return std::min(start(window) + m_length, m_run.end);
}

int RunWindows::firstWith(int step, int window) const {
    // The first one that ends after the step: (step - start - length) / hop, rounded down, and one more.
    const int beyond = step - m_run.start - m_length;
    const int first = beyond < 0 ? 0 : beyond / m_hop + 1;
    return std::min(std::max(window, first), m_count);
}

bool holdsEnough(int onsets, const ExtractionOptions& options, ExtractionReport& report) {
    if (onsets >= options.minimumHits)
        return true;
    if (onsets > 0)
        ++report.drops[DropReason::TooFewHits];
    return false;
}

Error noStretch(const std::string& piece, int windowBars, const ExtractionOptions& options, const char* onsets) {
    return Error(ErrorCode::NoMusic, piece + " has no stretch of " + std::to_string(windowBars) +
                                         " bars with at least " + std::to_string(options.minimumHits) + " " + onsets);
}

} // namespace segue::codec
