#include "core/codec/DrumsCodec.h"

#include "core/codec/DistinctWindows.h"
#include "core/codec/PieceGrid.h"
#include "core/music/PieceName.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <iterator>
#include <optional>

namespace segue::codec {
namespace {

using architecture::DrumsCodecConfig;
using music::DrumPattern;
using music::HitPattern;
using music::NoteSequence;
using music::QuantizedNote;

constexpr int kMaximumBarsOfMagenta = 100;
constexpr Velocity kWrittenVelocity(80);
constexpr int kDrumInstrument = 9;

/// Whole bars that hold the hits from `first` to `last`.
struct Track {
    int start;
    int steps;
};
Track trackOf(const Hits& first, const Hits& last, int stepsPerBeat) {
    const int start = first.step - first.step % (kBeatsPerBar * stepsPerBeat);
    return {start, wholeBars(last.step + 1 - start, stepsPerBeat)};
}

bool isHit(std::uint64_t drums, int drum) {
    return (drums >> drum & 1U) != 0;
}

} // namespace

HitExtraction DrumsCodec::extractAsMagenta(const NoteSequence& sequence) const {
    const int stepsPerBar = kBeatsPerBar * m_config.stepsPerBeat;
    const int most = kMaximumBarsOfMagenta * stepsPerBar;
    const DrumsOfPitches drums(m_config.drumMap);
    HitExtraction extraction;
    ExtractionReport& report = extraction.report;
    for (GridSegment& segment : magentaSegments(sequence, m_config.stepsPerBeat, report)) {
        std::erase_if(segment.grid.notes, [](const QuantizedNote& note) { return !note.isDrum; });
        const DrumLine line = drumLine(segment.grid.notes, drums, report);
        if (line.empty())
            ++report.drops[DropReason::NoNotes];
        DistinctWindows<HitPattern> distinct;
        for (auto first = line.begin(); first != line.end();) {
            // The next track begins with the hit that a bar of silence, or more, comes before.
            const auto gap = std::adjacent_find(
                first, line.end(), [&](const Hits& a, const Hits& b) { return b.step - (a.step + 1) >= stepsPerBar; });
            const auto last = gap == line.end() ? std::prev(gap) : gap;
            const Track track = trackOf(*first, *last, m_config.stepsPerBeat);
            first = std::next(last);
            if (track.steps > most)
                ++report.drops[DropReason::TooLong];
            const int end = track.start + std::min(track.steps, most);
            if (track.start + m_config.steps() > end)
                ++report.drops[DropReason::TooShort];
            for (int from = track.start; from + m_config.steps() <= end; from += stepsPerBar)
                distinct.add({.pattern = {m_config.stepsPerBeat, hitsBetween(line, from, from + m_config.steps())},
                              .bar = segment.bar + from / stepsPerBar},
                             report);
        }
        std::ranges::copy(distinct.windows(), std::back_inserter(extraction.windows));
    }
    return extraction;
}

Result<HitExtraction> DrumsCodec::extractAll(const NoteSequence& sequence, const ExtractionOptions& options) const {
    const std::string name = music::pieceName(sequence);
    const DrumsOfPitches drums(m_config.drumMap, options);
    HitExtraction extraction;
    ExtractionReport& report = extraction.report;
    auto grid = wholeGrid(sequence, m_config.stepsPerBeat, options, report);
    if (!grid)
        return fail(grid.error());
    const bool hasDrums = std::ranges::any_of(grid->notes, &QuantizedNote::isDrum);
    std::erase_if(grid->notes, [&](const QuantizedNote& note) {
        return hasDrums || !options.acceptAnyChannel ? !note.isDrum : !drums[note.pitch].has_value();
    });
    const DrumLine line = drumLine(grid->notes, drums, report);
    if (line.empty())
        return fail(ErrorCode::NoMusic,
                    name + (grid->notes.empty() ? " has no drum notes" : " has no notes that are drums of the model"));
    grid->steps = line.back().step + 1;
    const auto runs = barRuns(*grid, name, report);
    if (!runs)
        return fail(runs.error());

    const auto nextOnset = [&](int step) {
        const auto hits = firstFrom(line, step);
        return hits == line.end() ? std::nullopt : std::optional(hits->step);
    };
    const auto add = [&](const WindowPlace& place) {
        HitWindow window{.pattern = {m_config.stepsPerBeat, hitsBetween(line, place.from, place.to)},
                         .bar = grid->barAt(place.from),
                         .padded = place.isPadded};
        if (!holdsEnough(window.pattern.hits(), options, report))
            return true;
        window.pattern.steps.resize(static_cast<std::size_t>(m_config.steps()));
        extraction.windows.push_back(std::move(window));
        return true;
    };
    visitWindows(*runs, m_config.stepsPerBeat, m_config.bars, options, nextOnset, add);
    if (extraction.windows.empty())
        return fail(noStretch(name, m_config.bars, options, "hits"));
    return extraction;
}

Result<HitExtraction> DrumsCodec::extract(const NoteSequence& sequence, const ExtractionOptions& options) const {
    assert(options.hopBars > 0);
    return options.rules == Rules::Magenta ? extractAsMagenta(sequence) : extractAll(sequence, options);
}

NoteSequence DrumsCodec::toNotes(const HitPattern& pattern, Bpm tempo) const {
    assert(tempo.value > 0);
    const double stepSeconds = 60.0 / tempo.value / pattern.stepsPerBeat;
    NoteSequence sequence;
    sequence.tempos = {{Seconds(0), tempo}};
    sequence.timeSignatures = {music::TimeSignature{}};
    sequence.instrumentNames = {{kDrumInstrument, "Drums"}};
    for (std::size_t step = 0; step < pattern.steps.size(); ++step)
        for (int drum = 0; drum < m_config.drumMap.size(); ++drum)
            if (isHit(pattern.steps[step], drum))
                sequence.notes.push_back({.pitch = m_config.drumMap.pitchOf(drum),
                                          .velocity = kWrittenVelocity,
                                          .start = Seconds(static_cast<double>(step) * stepSeconds),
                                          .end = Seconds(static_cast<double>(step + 1) * stepSeconds),
                                          .instrument = kDrumInstrument,
                                          .isDrum = true});
    sequence.sortNotes();
    return sequence;
}

void DrumsCodec::toInput(const HitPattern& pattern, std::span<float> out) const {
    const int drums = m_config.drumMap.size();
    assert(out.size() == pattern.steps.size() * static_cast<std::size_t>(drums + 1));
    float* cell = out.data();
    for (const std::uint64_t hits : pattern.steps) {
        for (int drum = 0; drum < drums; ++drum)
            *cell++ = isHit(hits, drum) ? 1.0F : 0.0F;
        *cell++ = hits == 0 ? 1.0F : 0.0F;
    }
}

void DrumsCodec::toTensor(const HitPattern& pattern, std::span<float> out) const {
    const auto depth = static_cast<std::size_t>(architecture::tensorShape(m_config).output);
    assert(out.size() == pattern.steps.size() * depth);
    std::ranges::fill(out, 0.0F);
    for (const std::uint64_t hits : pattern.steps) {
        if (m_config.output == DrumsCodecConfig::Output::OneHot)
            out[static_cast<std::size_t>(hits)] = 1.0F;
        else
            for (int drum = 0; drum < m_config.drumMap.size(); ++drum)
                out[static_cast<std::size_t>(drum)] = isHit(hits, drum) ? 1.0F : 0.0F;
        out = out.subspan(depth);
    }
}

HitPattern DrumsCodec::fromTensor(std::span<const float> tensor) const {
    const auto depth = static_cast<std::size_t>(architecture::tensorShape(m_config).output);
    assert(tensor.size() % depth == 0);
    HitPattern pattern{m_config.stepsPerBeat, {}};
    for (; !tensor.empty(); tensor = tensor.subspan(depth)) {
        const auto row = tensor.first(depth);
        std::uint64_t hits = 0;
        if (m_config.output == DrumsCodecConfig::Output::OneHot)
            hits = static_cast<std::uint64_t>(std::ranges::max_element(row) - row.begin());
        else
            for (std::size_t drum = 0; drum < depth; ++drum)
                hits |= std::uint64_t{row[drum] > 0.5F} << drum;
        pattern.steps.push_back(hits);
    }
    return pattern;
}

Result<Examples> DrumsCodec::examples(const NoteSequence& sequence, const ExtractionOptions& options) const {
    auto extraction = extract(sequence, options);
    if (!extraction)
        return fail(extraction.error());
    const auto shape = architecture::tensorShape(m_config);
    const auto steps = static_cast<std::size_t>(shape.steps);
    Examples examples{{}, std::move(extraction->report)};
    examples.windows.reserve(extraction->windows.size());
    for (const HitWindow& window : extraction->windows) {
        Example example;
        example.input.resize(steps * static_cast<std::size_t>(shape.input));
        example.output.resize(steps * static_cast<std::size_t>(shape.output));
        example.lengths = {window.padded ? wholeBars(window.pattern.soundingSteps(), m_config.stepsPerBeat)
                                         : shape.steps};
        toInput(window.pattern, example.input);
        toTensor(window.pattern, example.output);
        examples.windows.push_back({std::move(example), window.bar, window.instrument, window.padded});
    }
    return examples;
}

Result<Patterns> DrumsCodec::patterns(const NoteSequence& sequence, const ExtractionOptions& options) const {
    auto extraction = extract(sequence, options);
    if (!extraction)
        return fail(std::move(extraction).error());
    Patterns patterns{{}, std::move(extraction->report)};
    patterns.windows.reserve(extraction->windows.size());
    for (const HitWindow& window : extraction->windows)
        patterns.windows.push_back(
            {drumPattern(window.pattern, m_config.drumMap.size()), window.bar, window.instrument, window.padded});
    return patterns;
}

bool DrumsCodec::fits(const music::Pattern& pattern) const {
    const auto* drums = std::get_if<DrumPattern>(&pattern);
    return drums != nullptr && drums->stepsPerBeat() == m_config.stepsPerBeat && drums->steps() == m_config.steps() &&
           drums->drums() == m_config.drumMap.size();
}

music::Pattern DrumsCodec::silence() const {
    return DrumPattern(m_config.steps(), m_config.stepsPerBeat, m_config.drumMap.size());
}

Example DrumsCodec::exampleOf(const music::Pattern& pattern, std::optional<std::uint64_t>) const {
    const HitPattern hits = hitPattern(std::get<DrumPattern>(pattern));
    const auto shape = architecture::tensorShape(m_config);
    Example example;
    example.input.resize(hits.steps.size() * static_cast<std::size_t>(shape.input));
    example.output.resize(hits.steps.size() * static_cast<std::size_t>(shape.output));
    example.lengths = {static_cast<int>(hits.steps.size())};
    toInput(hits, example.input);
    toTensor(hits, example.output);
    return example;
}

music::Pattern DrumsCodec::patternOf(std::span<const float> output, std::span<const float> probabilities) const {
    const int drums = m_config.drumMap.size();
    DrumPattern pattern = drumPattern(fromTensor(output), drums);
    if (probabilities.empty())
        return pattern;
    const auto depth = static_cast<std::size_t>(architecture::tensorShape(m_config).output);
    assert(probabilities.size() == output.size());
    for (int step = 0; step < pattern.steps(); ++step) {
        const auto row = probabilities.subspan(static_cast<std::size_t>(step) * depth, depth);
        for (int drum = 0; drum < drums; ++drum) {
            float& probability = pattern.at(step, drum).probability;
            if (m_config.output == DrumsCodecConfig::Output::Roll) {
                probability = row[static_cast<std::size_t>(drum)];
                continue;
            }
            probability = 0.0F; // of all sets that have this drum
            for (std::size_t set = 0; set < depth; ++set)
                if (isHit(set, drum))
                    probability += row[set];
        }
    }
    return pattern;
}

NoteSequence DrumsCodec::notesOf(const music::Pattern& pattern, Bpm tempo) const {
    return toNotes(hitPattern(std::get<DrumPattern>(pattern)), tempo);
}

} // namespace segue::codec
