#pragma once

#include "core/base/Result.h"
#include "core/codec/Extraction.h"
#include "core/music/Quantizer.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace segue::codec {

/// A piece as the codecs of 4/4 see it, under either set of rules.

inline constexpr int kBeatsPerBar = 4;

/// As many steps as whole bars hold that hold these.
[[nodiscard]] constexpr int wholeBars(int steps, int stepsPerBeat) {
    const int stepsPerBar = kBeatsPerBar * stepsPerBeat;
    return (steps + stepsPerBar - 1) / stepsPerBar * stepsPerBar;
}

/// A segment of a piece on Magenta's grid: 4/4 and one tempo throughout.
struct GridSegment {
    music::NoteSequence music;
    music::QuantizedSequence grid; ///< of the music
    int bar = 0; ///< of the whole piece, on which it begins
};

/// The piece, cut at its changes of time, as far as Magenta can read it; the rest is counted in report.drops.
/// Source: data.py, split_process_and_combine and the beginnings of the converters' to_tensors.
[[nodiscard]] std::vector<GridSegment> magentaSegments(const music::NoteSequence& sequence, int stepsPerBeat,
                                                       ExtractionReport& report);

/// The whole piece on a grid that follows its tempo map; what the report says of tempo and phase is filled in.
/// Errors: as music::quantizeAlongTempoMap.
[[nodiscard]] Result<music::QuantizedSequence> wholeGrid(const music::NoteSequence& sequence, int stepsPerBeat,
                                                         const ExtractionOptions& options, ExtractionReport& report);

/// Bars of four quarters, one after the other.
struct BarRun {
    int start = 0; ///< the step of the first bar line
    int end = 0; ///< where the music or its meter ends; the last bar may be cut short

    friend bool operator==(const BarRun&, const BarRun&) = default;
};

/// Where a grid has bars of four quarters, or bars that make such: four of 1/4, two of 2/4, half of one of 8/4. Bars of
/// another length are counted in report.drops, one for each change to such a meter.
/// Errors: Unsupported (no bar of four quarters), naming `piece`, which is a music::pieceName().
[[nodiscard]] Result<std::vector<BarRun>> barRuns(const music::QuantizedSequence& grid, const std::string& piece,
                                                  ExtractionReport& report);

/// The windows of a run under Rules::Segue: `count` of them, the next one `hop` steps after the last.
class RunWindows {
public:
    /// Requires: options.hopBars > 0.
    RunWindows(const BarRun& run, int stepsPerBeat, int windowBars, const ExtractionOptions& options);

    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] int start(int window) const { return m_run.start + window * m_hop; }
    /// Where its music ends: at its own end, or before that, if the run is over.
    [[nodiscard]] int end(int window) const;
    [[nodiscard]] bool isPadded(int window) const { return start(window) + m_length > m_end; }
    /// The first window from `window` on that holds `step`, or that begins after it; count() if there is none.
    [[nodiscard]] int firstWith(int step, int window) const;

private:
    BarRun m_run;
    int m_end; // of the last bar
    int m_hop; // in steps, as all the rest
    int m_length;
    int m_count = 0;
};

/// A window of a piece under Rules::Segue.
struct WindowPlace {
    int from = 0;
    int to = 0; ///< where its music ends
    bool isPadded = false;
};

/// Calls visit(WindowPlace) for the windows of the runs in turn until it returns false. Unless silence counts as well
/// (options.minimumHits is 0), stretches without an onset are stepped over, however long and many: nextOnset(step) is
/// the first one on the step or later, or nothing.
template <class NextOnset, class Visit>
void visitWindows(const std::vector<BarRun>& runs, int stepsPerBeat, int windowBars, const ExtractionOptions& options,
                  NextOnset nextOnset, Visit visit) {
    const bool silenceCounts = options.minimumHits == 0;
    for (auto run = runs.begin(); run != runs.end(); ++run) {
        if (!silenceCounts) {
            const std::optional<int> onset = nextOnset(run->start);
            if (!onset)
                return;
            run = std::partition_point(run, runs.end(), [&](const BarRun& r) { return r.end <= *onset; });
            if (run == runs.end())
                return;
        }
        const RunWindows windows(*run, stepsPerBeat, windowBars, options);
        for (int i = 0; i < windows.count(); ++i) {
            if (!silenceCounts) {
                const std::optional<int> onset = nextOnset(windows.start(i));
                i = onset ? windows.firstWith(*onset, i) : windows.count();
                if (i == windows.count())
                    break;
            }
            if (!visit(WindowPlace{windows.start(i), windows.end(i), windows.isPadded(i)}))
                return;
        }
    }
}

/// Whether a window under Rules::Segue holds enough onsets to be kept. One that has some, but not enough, is counted.
[[nodiscard]] bool holdsEnough(int onsets, const ExtractionOptions& options, ExtractionReport& report);

/// NoMusic: no window held enough. `onsets` says what was counted: "hits", "notes".
[[nodiscard]] Error noStretch(const std::string& piece, int windowBars, const ExtractionOptions& options,
                              const char* onsets);

} // namespace segue::codec
