#include "core/codec/PerformanceWindows.h"

#include "core/codec/PieceGrid.h"
#include "core/codec/StepHarmony.h"
#include "core/music/Chord.h"
#include "core/music/ChordInference.h"
#include "core/music/PieceName.h"
#include "core/music/SustainPedal.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace segue::codec {
namespace {

using architecture::PerformanceCodecConfig;
using music::Note;
using music::NoteSequence;

constexpr int kFewestInstruments = 2; // Magenta's, as the next
constexpr std::size_t kFewestEvents = 8;
constexpr int kNoTriad = 0;
constexpr std::size_t kProgramAndEnd = 2;

std::size_t mostEvents(const PerformanceCodecConfig& config) {
    return static_cast<std::size_t>(config.eventsPerInstrument) - kProgramAndEnd;
}

/// What one instrument does in one window.
struct Part {
    int instrument = 0;
    int program = 0;
    bool isDrum = false;
    std::vector<TrackNote> notes;
};

class Parts {
public:
    void add(int instrument, int program, bool isDrum, const TrackNote& note) {
        auto [part, isNew] = m_parts.try_emplace(instrument);
        if (isNew)
            part->second = {instrument, isDrum ? 0 : program, isDrum, {}};
        part->second.notes.push_back(note);
        ++m_notes;
    }
    [[nodiscard]] int notes() const { return m_notes; }
    [[nodiscard]] std::size_t size() const { return m_parts.size(); }

    /// The `most` busiest, as tracks lie in a window.
    [[nodiscard]] std::vector<Part> inOrder(std::size_t most) const {
        std::vector<Part> parts;
        for (const auto& [instrument, part] : m_parts)
            parts.push_back(part);
        if (parts.size() > most) {
            std::ranges::stable_sort(parts, std::greater{}, [](const Part& part) { return part.notes.size(); });
            parts.resize(most);
        }
        std::ranges::sort(parts, {},
                          [](const Part& part) { return std::tuple(part.isDrum, part.program, part.instrument); });
        return parts;
    }

private:
    std::map<int, Part> m_parts;
    int m_notes = 0;
};

/// From `step` on, a class of harmony; nothing where the chord has none.
struct TriadChange {
    int step = 0;
    std::optional<int> triad;
};

/// Of each event, the harmony that lies under it.
template <class TriadAt>
std::vector<int> triadsUnder(const std::vector<PerformanceEvent>& events, TriadAt triadAt) {
    std::vector<int> triads;
    int now = 0;
    for (const PerformanceEvent& event : events) {
        triads.push_back(triadAt(now));
        now += event.type == PerformanceEvent::Type::Shift ? event.value : 0;
    }
    return triads;
}

std::optional<int> triadAt(const std::vector<TriadChange>& changes, int step) {
    const auto next = std::ranges::upper_bound(changes, step, {}, &TriadChange::step);
    return next == changes.begin() ? std::optional(kNoTriad) : std::prev(next)->triad;
}

/// As many notes as fit, from the first on. Requires: not all do.
std::vector<PerformanceEvent> fittingEvents(const std::vector<TrackNote>& notes, const TrackGrid& grid,
                                            std::size_t most) {
    const auto eventsOfFirst = [&](std::size_t count) {
        return grid.events({notes.begin(), notes.begin() + static_cast<std::ptrdiff_t>(count)});
    };
    std::size_t fitting = 0;
    for (std::size_t beyond = notes.size(); fitting + 1 < beyond;) {
        const std::size_t middle = std::midpoint(fitting, beyond);
        (eventsOfFirst(middle).size() <= most ? fitting : beyond) = middle;
    }
    return eventsOfFirst(fitting);
}

/// The windows of a piece whose grid follows its tempo map.
class TempoMapWindows {
public:
    TempoMapWindows(const PerformanceCodecConfig& config, const ExtractionOptions& options,
                    music::QuantizedSequence piece, ExtractionReport report)
        : m_config(&config), m_options(&options), m_piece(std::move(piece)), m_harmony(m_piece) {
        m_extraction.report = std::move(report);
        std::ranges::stable_sort(m_piece.notes, {}, [](const auto& note) { return std::pair(note.start, note.pitch); });
    }

    void add(const BarRun& run) {
        const RunWindows places(run, m_config->stepsPerQuarter, m_config->bars, *m_options);
        for (int i = 0; i < places.count(); ++i) {
            const auto notes = notesBetween(places.start(i), places.end(i));
            if (static_cast<int>(notes.size()) >= m_options->minimumHits)
                add(notes, places.start(i), places.end(i), places.isPadded(i));
            else if (!notes.empty())
                drop(DropReason::TooFewHits);
        }
        m_extraction.report.notes += static_cast<int>(notesBetween(run.start, run.end).size());
    }

    [[nodiscard]] PerformanceExtraction take() { return std::move(m_extraction); }

private:
    void drop(DropReason reason, int count = 1) { m_extraction.report.drops[reason] += count; }

    [[nodiscard]] std::span<const music::QuantizedNote> notesBetween(int start, int end) const {
        const auto& notes = m_piece.notes;
        const auto first = std::ranges::lower_bound(notes, start, {}, &music::QuantizedNote::start);
        return {first, std::ranges::lower_bound(first, notes.end(), end, {}, &music::QuantizedNote::start)};
    }

    void add(std::span<const music::QuantizedNote> notes, int start, int end, bool padded) {
        Parts parts;
        for (const auto& note : notes)
            parts.add(note.instrument, note.program, note.isDrum,
                      {note.start - start, std::min(note.end, end) - start, note.pitch.value, note.velocity.value});
        const auto most = static_cast<std::size_t>(m_config->instruments);
        if (parts.size() > most)
            drop(DropReason::TooManyInstruments, static_cast<int>(parts.size() - most));

        const TrackGrid grid = trackGrid(*m_config);
        const auto triads = m_harmony.chords(start, grid.steps);
        if (m_config->chords && m_harmony.hasOtherChords(start, grid.steps))
            drop(DropReason::ChordNotTriad);
        PerformancePattern pattern;
        for (const Part& part : parts.inOrder(most)) {
            PerformanceTrack track{part.program, part.isDrum, grid.events(part.notes), {}};
            if (track.events.size() > mostEvents(*m_config)) {
                track.events = fittingEvents(part.notes, grid, mostEvents(*m_config));
                drop(DropReason::TooManyEvents);
            }
            if (m_config->chords)
                track.triads = triadsUnder(track.events, [&](int now) {
                    return int{triads[static_cast<std::size_t>(std::min(now, grid.steps - 1))]};
                });
            pattern.tracks.push_back(std::move(track));
        }
        m_extraction.windows.push_back({std::move(pattern), m_piece.barAt(start), -1, padded});
    }

    const PerformanceCodecConfig* m_config;
    const ExtractionOptions* m_options;
    music::QuantizedSequence m_piece; // its notes by start
    StepHarmony m_harmony;
    PerformanceExtraction m_extraction;
};

/// The windows of a stretch between two changes, as Magenta cuts it: by seconds.
class SegmentWindows {
public:
    SegmentWindows(const PerformanceCodecConfig& config, PerformanceExtraction& extraction)
        : m_config(&config), m_extraction(&extraction) {}

    void add(GridSegment segment) {
        m_tempo = segment.music.firstTempo().value;
        auto sustained = music::withSustain(std::move(segment.music));
        m_music = std::move(sustained.music);
        // Magenta takes the time at which a held pedal lets go for the end of the piece, even if drums go on.
        m_end = sustained.letGo.value_or(m_music.totalTime());
        if (m_config->chords && !inferMissingHarmony(m_music, true, false, music::kMostChordsOfMagenta))
            return drop(DropReason::ChordNotTriad);
        std::ranges::stable_sort(m_music.notes, {}, [](const Note& note) { return std::pair(note.start, note.pitch); });
        std::ranges::stable_sort(m_music.chords, {}, &music::ChordSymbol::time);
        cut(segment.bar);
    }

private:
    void drop(DropReason reason) { ++m_extraction->report.drops[reason]; }

    [[nodiscard]] int stepOf(Seconds time) const {
        return static_cast<int>(time.value * (m_config->stepsPerQuarter * m_tempo / 60.0) + 0.5);
    }

    void cut(int firstBar) {
        const double hop = 60.0 * (4.0 * m_config->bars) / m_tempo;
        const auto start = [&](std::int64_t window) {
            return window == 0 ? 0.0 : hop + static_cast<double>(window - 1) * hop;
        };
        const double total = m_end.value;
        std::int64_t window = 0;
        for (auto note = m_music.notes.begin(); note != m_music.notes.end() && note->start.value < total;) {
            const double onset = note->start.value;
            window = std::max(window, static_cast<std::int64_t>(onset / hop) - 1);
            while (onset >= start(window + 1))
                ++window;
            const Seconds from(start(window));
            const Seconds to(std::min(start(window + 1), total));
            const auto next = std::ranges::lower_bound(note, m_music.notes.end(), to, {}, &Note::start);
            addWindow({note, next}, from, to, firstBar + static_cast<int>(window) * m_config->bars);
            note = next;
        }
    }

    void addWindow(std::span<const Note> notes, Seconds from, Seconds to, int bar) {
        Parts parts;
        int total = 0; // steps until the last note has ended
        for (const Note& note : notes) {
            const int start = stepOf(note.start - from);
            const int end = std::max(start + 1, stepOf(std::min(note.end, to) - from));
            total = std::max(total, end);
            if (note.velocity.value > 0)
                parts.add(note.instrument, note.program, note.isDrum,
                          {start, end, note.pitch.value, note.velocity.value});
        }
        if (parts.size() < kFewestInstruments)
            return drop(DropReason::TooFewInstruments);
        if (parts.size() > static_cast<std::size_t>(m_config->instruments))
            return drop(DropReason::TooManyInstruments);

        const TrackGrid grid = trackGrid(*m_config);
        PerformancePattern pattern;
        std::size_t events = 0;
        for (const Part& part : parts.inOrder(parts.size())) {
            // One that begins only when the window is over is taken for drums that rest.
            const bool isGone =
                std::ranges::all_of(part.notes, [&](const auto& note) { return note.start >= grid.steps; });
            PerformanceTrack track{isGone ? 0 : part.program, part.isDrum || isGone, grid.events(part.notes), {}};
            if (track.events.size() > mostEvents(*m_config))
                return drop(DropReason::TooManyEvents);
            events += track.events.size();
            pattern.tracks.push_back(std::move(track));
        }
        if (events < kFewestEvents)
            return drop(DropReason::TooFewHits);
        if (m_config->chords && !addTriads(pattern, from, to, total))
            return drop(DropReason::ChordNotTriad);
        m_extraction->report.notes += parts.notes();
        m_extraction->windows.push_back({std::move(pattern), bar, -1, false});
    }

    /// False where a chord has no class, or two begin on one step.
    bool addTriads(PerformancePattern& pattern, Seconds from, Seconds to, int total) const {
        std::vector<TriadChange> changes;
        const auto inside = std::ranges::upper_bound(m_music.chords, from, {}, &music::ChordSymbol::time);
        const std::string* before = nullptr;
        for (auto chord = inside == m_music.chords.begin() ? inside : std::prev(inside);
             chord != m_music.chords.end() && chord->time < to; ++chord) {
            const int step = stepOf(std::max(chord->time, from) - from);
            if (step >= total)
                break;
            const bool coincides = before != nullptr && changes.back().step == step;
            if (coincides && *before != chord->figure)
                return false;
            if (!coincides)
                changes.push_back({step, music::triadClass(chord->figure)});
            before = &chord->figure;
        }
        bool known = true;
        for (PerformanceTrack& track : pattern.tracks)
            track.triads = triadsUnder(track.events, [&](int now) {
                const auto triad = triadAt(changes, now);
                known = known && triad;
                return triad.value_or(kNoTriad);
            });
        return known;
    }

    const PerformanceCodecConfig* m_config;
    PerformanceExtraction* m_extraction;
    NoteSequence m_music;
    Seconds m_end;
    double m_tempo = 120;
};

} // namespace

TrackGrid trackGrid(const PerformanceCodecConfig& config) {
    return {4 * config.stepsPerQuarter * config.bars, config.velocityBins};
}

Result<PerformanceExtraction> performanceAlongTempoMap(const NoteSequence& sequence,
                                                       const PerformanceCodecConfig& config,
                                                       const ExtractionOptions& options) {
    for (const Note& note : sequence.notes)
        if (!std::isfinite(note.start.value) || !std::isfinite(note.end.value))
            return fail(ErrorCode::Malformed, music::pieceName(sequence) + " has a note without a time");
    NoteSequence sounding = music::withSustain(sequence).music;
    std::erase_if(sounding.notes, [](const Note& note) { return note.velocity.value == 0; });
    if (sounding.notes.empty())
        return fail(ErrorCode::NoMusic, music::pieceName(sequence) + " has no notes");

    ExtractionReport report;
    if (config.chords && !inferMissingHarmony(sounding, true, false, music::kMostInferredChords))
        ++report.drops[DropReason::ChordNotTriad]; // no harmony is found: none is told
    auto piece = wholeGrid(sounding, config.stepsPerQuarter, options, report);
    if (!piece)
        return fail(piece.error());
    const auto runs = barRuns(*piece, music::pieceName(sequence), report);
    if (!runs)
        return fail(runs.error());
    TempoMapWindows windows(config, options, std::move(*piece), std::move(report));
    for (const BarRun& run : *runs)
        windows.add(run);
    auto extraction = windows.take();
    if (extraction.windows.empty())
        return fail(ErrorCode::NoMusic, music::pieceName(sequence) + " has no window with enough notes");
    return extraction;
}

Result<PerformanceExtraction> performanceBetweenTimeChanges(const NoteSequence& sequence,
                                                            const PerformanceCodecConfig& config) {
    PerformanceExtraction extraction;
    auto segments = magentaSegments(sequence, config.stepsPerQuarter, extraction.report);
    SegmentWindows windows(config, extraction);
    for (GridSegment& segment : segments)
        windows.add(std::move(segment));
    return extraction;
}

} // namespace segue::codec
