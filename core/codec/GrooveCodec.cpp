#include "core/codec/GrooveCodec.h"

#include "core/base/Random.h"
#include "core/codec/GrooveGrid.h"
#include "core/codec/PieceGrid.h"
#include "core/music/PieceName.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace segue::codec {
namespace {

using music::DrumCell;
using music::DrumPattern;
using music::kDrumClasses;
using music::NoteSequence;
using music::TimeSignature;

constexpr int kDrumInstrument = 9;

/// Microtiming that toNotes() writes at most, in steps: three quarters of a tick of a usual MIDI file inside the step,
/// so that rounding to ticks never carries a hit to the next one.
float writableMicrotiming(int stepsPerBeat) {
    constexpr float kTicksPerBeat = 480;
    return 0.5F - 0.75F * static_cast<float>(stepsPerBeat) / kTicksPerBeat;
}

Window cut(const DrumPattern& piece, int bar, int bars) {
    Window window{.pattern = DrumPattern(bars * piece.stepsPerBar(), piece.stepsPerBeat()), .bar = bar};
    const int first = bar * piece.stepsPerBar();
    const int steps = std::min(window.pattern.steps(), piece.steps() - first);
    for (int step = 0; step < steps; ++step)
        for (int drum = 0; drum < kDrumClasses; ++drum)
            window.pattern.at(step, drum) = piece.at(first + step, drum);
    window.padded = steps < window.pattern.steps();
    return window;
}

/// Steps until the end of the last bar with a hit. A piece ends there, so what is beyond it in a window is padding.
int soundingSteps(const DrumPattern& pattern) {
    int steps = 0;
    for (int step = 0; step < pattern.steps(); ++step)
        for (int drum = 0; drum < kDrumClasses; ++drum)
            if (pattern.at(step, drum).hit)
                steps = (step / pattern.stepsPerBar() + 1) * pattern.stepsPerBar();
    return steps;
}

} // namespace

GrooveCodec::GrooveCodec(architecture::GrooveCodecConfig config) : m_config(std::move(config)), m_tensors(m_config) {}

architecture::CodecConfig GrooveCodec::configuration() const {
    return m_config;
}

Result<Extraction> GrooveCodec::extract(const NoteSequence& sequence, const ExtractionOptions& options) const {
    assert(options.hopBars > 0);
    const bool magenta = options.rules == Rules::Magenta;
    const int hop = magenta ? m_config.bars : options.hopBars;
    const int minimumHits = magenta ? 0 : options.minimumHits;

    Extraction extraction;
    const auto piece = grooveGrid(sequence, m_config, options, extraction.report);
    if (!piece)
        return fail(piece.error());
    const int bars = piece->steps() / piece->stepsPerBar();
    const auto add = [&](int bar) {
        Window window = cut(*piece, bar, m_config.bars);
        if (window.pattern.hits() >= minimumHits)
            extraction.windows.push_back(std::move(window));
        else
            ++extraction.report.drops[DropReason::TooFewHits];
    };
    int bar = 0;
    int covered = 0; // bars that the full windows hold, from the beginning
    for (; bar + m_config.bars <= bars; bar += hop) {
        add(bar);
        covered = bar + m_config.bars;
    }
    // The last bar has an onset, so what no full window covers always holds notes of its own.
    if (std::max(bar, covered) < bars) {
        if (options.padShort && !magenta)
            add(bar);
        else
            ++extraction.report.drops[DropReason::TooShort];
    }
    if (extraction.windows.empty() && !magenta)
        return fail(noStretch(music::pieceName(sequence), m_config.bars, options, "hits"));
    return extraction;
}

Result<Examples> GrooveCodec::examples(const NoteSequence& sequence, const ExtractionOptions& options) const {
    auto extraction = extract(sequence, options);
    if (!extraction)
        return fail(extraction.error());
    const auto shape = architecture::tensorShape(m_config);
    const auto rows = static_cast<std::size_t>(shape.steps);
    Examples examples{{}, std::move(extraction->report)};
    for (const Window& window : extraction->windows) {
        Example example{std::vector<float>(rows * static_cast<std::size_t>(shape.input)),
                        std::vector<float>(rows * static_cast<std::size_t>(shape.output)),
                        std::vector<float>(rows * static_cast<std::size_t>(shape.control)),
                        {shape.steps}};
        std::optional<std::uint64_t> seed;
        if (options.dropoutSeed)
            seed = Random::stream(*options.dropoutSeed, examples.windows.size()).next();
        toInput(window.pattern, example.input, seed);
        toTensor(window.pattern, example.output);
        toControl(window.pattern, example.control);
        if (window.padded)
            example.lengths = {soundingSteps(window.pattern) * m_tensors.rowsPerStep()};
        examples.windows.push_back({std::move(example), window.bar, window.instrument, window.padded});
    }
    return examples;
}

NoteSequence GrooveCodec::toNotes(const DrumPattern& pattern, Bpm tempo) const {
    assert(tempo.value > 0);
    const double stepSeconds = 60.0 / tempo.value / pattern.stepsPerBeat();
    const float latest = writableMicrotiming(pattern.stepsPerBeat());
    NoteSequence sequence;
    sequence.tempos = {{Seconds(0), tempo}};
    sequence.timeSignatures = {TimeSignature{}};
    sequence.instrumentNames = {{kDrumInstrument, "Drums"}};
    for (int step = 0; step < pattern.steps(); ++step) {
        for (int drum = 0; drum < kDrumClasses; ++drum) {
            const DrumCell& cell = pattern.at(step, drum);
            if (!cell.hit)
                continue;
            const float late = std::clamp(cell.microtiming, -latest, latest);
            const Seconds start(std::max(0.0, (step + double{late}) * stepSeconds));
            const auto velocity = std::clamp(std::lround(cell.velocity * 127.0F), 1L, 127L);
            sequence.notes.push_back({.pitch = m_config.drumMap.pitchOf(drum),
                                      .velocity = Velocity(static_cast<std::uint8_t>(velocity)),
                                      .start = start,
                                      .end = start + Seconds(stepSeconds),
                                      .instrument = kDrumInstrument,
                                      .isDrum = true});
        }
    }
    sequence.sortNotes();
    return sequence;
}

Result<Patterns> GrooveCodec::patterns(const NoteSequence& sequence, const ExtractionOptions& options) const {
    return anyPatterns(extract(sequence, options));
}

bool GrooveCodec::fits(const music::Pattern& pattern) const {
    const auto* drums = std::get_if<DrumPattern>(&pattern);
    return drums != nullptr && drums->stepsPerBeat() == m_config.stepsPerBeat && drums->steps() == m_config.steps() &&
           drums->drums() == kDrumClasses;
}

music::Pattern GrooveCodec::silence() const {
    return DrumPattern(m_config.steps(), m_config.stepsPerBeat);
}

Example GrooveCodec::exampleOf(const music::Pattern& pattern, std::optional<std::uint64_t> dropoutSeed) const {
    const auto& groove = std::get<DrumPattern>(pattern);
    const auto shape = architecture::tensorShape(m_config);
    const auto rows = static_cast<std::size_t>(groove.steps() * m_tensors.rowsPerStep());
    Example example{std::vector<float>(rows * static_cast<std::size_t>(shape.input)),
                    std::vector<float>(rows * static_cast<std::size_t>(shape.output)),
                    std::vector<float>(rows * static_cast<std::size_t>(shape.control)),
                    {static_cast<int>(rows)}};
    toInput(groove, example.input, dropoutSeed);
    toTensor(groove, example.output);
    toControl(groove, example.control);
    return example;
}

music::Pattern GrooveCodec::patternOf(std::span<const float> output, std::span<const float> probabilities) const {
    DrumPattern groove = fromTensor(output);
    if (probabilities.empty())
        return groove;
    const DrumPattern likely = fromTensor(probabilities);
    for (int step = 0; step < groove.steps(); ++step)
        for (int drum = 0; drum < kDrumClasses; ++drum)
            groove.at(step, drum).probability = likely.at(step, drum).probability;
    return groove;
}

NoteSequence GrooveCodec::notesOf(const music::Pattern& pattern, Bpm tempo) const {
    return toNotes(std::get<DrumPattern>(pattern), tempo);
}

void GrooveCodec::toTensor(const DrumPattern& pattern, std::span<float> out) const {
    m_tensors.write(pattern, out);
}

void GrooveCodec::toInput(const DrumPattern& pattern, std::span<float> out,
                          std::optional<std::uint64_t> dropoutSeed) const {
    m_tensors.write(heardPattern(pattern, m_config, dropoutSeed), out);
}

void GrooveCodec::toControl(const DrumPattern& pattern, std::span<float> out) const {
    m_tensors.writeControl(pattern, out);
}

DrumPattern GrooveCodec::fromTensor(std::span<const float> tensor) const {
    return m_tensors.read(tensor);
}

} // namespace segue::codec
