#include "core/codec/GrooveCodec.h"

#include "core/music/BeatClock.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <optional>

namespace segue::codec {
namespace {

using music::DrumCell;
using music::DrumPattern;
using music::kDrumClasses;
using music::Note;
using music::NoteSequence;
using music::TimeSignature;

/// Eleven hours of 4/4 at 60: whatever is longer has a broken time stamp, and must not cost memory.
constexpr int kMaximumBars = 10000;
/// A tie between two steps goes to the later one, also where a sum of many ticks fell short of it by rounding.
constexpr double kTie = 1e-9;
/// Microtiming that toNotes() writes at most, so that rounding to a file's ticks never carries a hit to the next step.
constexpr float kWritableMicrotiming = 0.49F;
constexpr int kDrumInstrument = 9;

std::string named(const NoteSequence& sequence) {
    return sequence.name.empty() ? "The piece" : sequence.name;
}

/// Which drum each pitch is while a piece is read; -1 is none.
class Reading {
public:
    Reading(const architecture::GrooveCodecConfig& config, const ExtractionOptions& options) {
        assert(!options.readingMap || options.readingMap->size() == kDrumClasses);
        for (std::size_t pitch = 0; pitch < m_drums.size(); ++pitch) {
            const MidiPitch asked(static_cast<std::uint8_t>(pitch));
            auto drum = (options.readingMap ? *options.readingMap : config.drumMap).classOf(asked);
            if (!drum && !options.readingMap)
                drum = music::generalMidiDrumMap().classOf(asked);
            m_drums[pitch] = drum.value_or(-1);
        }
    }

    [[nodiscard]] std::optional<int> drumOf(MidiPitch pitch) const {
        const int drum = pitch.value < m_drums.size() ? m_drums[pitch.value] : -1;
        return drum < 0 ? std::nullopt : std::optional(drum);
    }

private:
    std::array<int, 128> m_drums{};
};

/// Every bar that sounds until `last` must have 16 sixteenths.
Status checkBars(const NoteSequence& sequence, Seconds last) {
    const auto& signatures = sequence.timeSignatures;
    for (std::size_t i = 0; i < signatures.size(); ++i) {
        const TimeSignature& signature = signatures[i];
        const bool superseded = i + 1 < signatures.size() && signatures[i + 1].time <= signature.time;
        if (superseded || signature.time > last || signature.numerator == signature.denominator)
            continue;
        return fail(ErrorCode::Unsupported, named(sequence) + " is in " + std::to_string(signature.numerator) + "/" +
                                                std::to_string(signature.denominator) +
                                                "; drum patterns can be read from bars of 4/4 only");
    }
    return {};
}

/// The notes that count as drums: those of the drum channel, or, where it is empty, whatever lies in drum pitches.
std::vector<const Note*> drumNotes(const NoteSequence& sequence, const Reading& reading, bool acceptAnyChannel) {
    std::vector<const Note*> drums;
    for (const Note& note : sequence.notes)
        if (note.isDrum && note.velocity.value > 0)
            drums.push_back(&note);
    if (drums.empty() && acceptAnyChannel)
        for (const Note& note : sequence.notes)
            if (note.velocity.value > 0 && reading.drumOf(note.pitch))
                drums.push_back(&note);
    return drums;
}

/// The whole piece on the grid, as many bars as reach its last onset; empty if it has none.
Result<DrumPattern> placeOnGrid(const NoteSequence& sequence, const std::vector<const Note*>& notes,
                                const architecture::GrooveCodecConfig& config, const Reading& reading,
                                ExtractionReport& report) {
    struct Placed {
        int step;
        int drum;
        DrumCell cell;
    };
    std::vector<Placed> placed;
    music::BeatClock clock(sequence.tempos);
    int steps = 0;
    for (const Note* note : notes) {
        const auto drum = reading.drumOf(note->pitch);
        if (!drum) {
            ++report.unmappedPitches[note->pitch.value];
            continue;
        }
        const double onset = clock.beatsAt(note->start) * config.stepsPerBeat;
        if (!(onset > -1 && onset < double{kMaximumBars} * config.stepsPerBar() - 1))
            return fail(ErrorCode::Unsupported,
                        named(sequence) + " is longer than " + std::to_string(kMaximumBars) + " bars");
        const double step = std::max(0.0, std::floor(onset + 0.5 + kTie));
        const auto microtiming = static_cast<float>(std::clamp(onset - step, -0.5, 0.5));
        placed.push_back({static_cast<int>(step),
                          *drum,
                          {true, 1.0F, static_cast<float>(note->velocity.value) / 127.0F, microtiming}});
        steps = std::max(steps, placed.back().step + 1);
    }

    const int bars = (steps + config.stepsPerBar() - 1) / config.stepsPerBar();
    DrumPattern grid(bars * config.stepsPerBar(), config.stepsPerBeat);
    for (const Placed& note : placed) {
        DrumCell& cell = grid.at(note.step, note.drum);
        ++(cell.hit ? report.shadowed : report.notes);
        if (note.cell.velocity > cell.velocity)
            cell = note.cell;
    }
    return grid;
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

} // namespace

Result<Extraction> GrooveCodec::extract(const NoteSequence& sequence, const ExtractionOptions& options) const {
    assert(options.hopBars > 0);
    const Reading reading(m_config, options);
    auto notes = drumNotes(sequence, reading, options.acceptAnyChannel);
    if (notes.empty())
        return fail(ErrorCode::NoMusic, named(sequence) + " has no drum notes");
    if (!std::ranges::all_of(notes, [](const Note* note) { return std::isfinite(note->start.value); }))
        return fail(ErrorCode::Malformed, named(sequence) + " has a note without a time");
    std::ranges::stable_sort(notes, {}, &Note::start);
    if (auto status = checkBars(sequence, notes.back()->start); !status)
        return fail(status.error());

    Extraction extraction;
    extraction.report.tempoChanges = std::max(0, static_cast<int>(sequence.tempos.size()) - 1);
    const auto piece = placeOnGrid(sequence, notes, m_config, reading, extraction.report);
    if (!piece)
        return fail(piece.error());
    if (piece->isEmpty())
        return fail(ErrorCode::NoMusic, named(sequence) + " has only pitches that belong to no drum");

    const int bars = piece->steps() / piece->stepsPerBar();
    const auto add = [&](int bar) {
        Window window = cut(*piece, bar, m_config.bars);
        if (window.pattern.hits() >= options.minimumHits)
            extraction.windows.push_back(std::move(window));
    };
    int bar = 0;
    int covered = 0; // bars that the full windows hold, from the beginning
    for (; bar + m_config.bars <= bars; bar += options.hopBars) {
        add(bar);
        covered = bar + m_config.bars;
    }
    // The last bar has an onset, so what no full window covers always holds notes of its own.
    if (options.padShort && std::max(bar, covered) < bars)
        add(bar);
    if (extraction.windows.empty())
        return fail(ErrorCode::NoMusic, named(sequence) + " has no stretch of " + std::to_string(m_config.bars) +
                                            " bars with at least " + std::to_string(options.minimumHits) + " hits");
    return extraction;
}

NoteSequence GrooveCodec::toNotes(const DrumPattern& pattern, Bpm tempo) const {
    assert(tempo.value > 0);
    const double stepSeconds = 60.0 / tempo.value / pattern.stepsPerBeat();
    NoteSequence sequence;
    sequence.tempos = {{Seconds(0), tempo}};
    sequence.timeSignatures = {TimeSignature{}};
    sequence.instrumentNames = {{kDrumInstrument, "Drums"}};
    for (int step = 0; step < pattern.steps(); ++step) {
        for (int drum = 0; drum < kDrumClasses; ++drum) {
            const DrumCell& cell = pattern.at(step, drum);
            if (!cell.hit)
                continue;
            const float late = std::clamp(cell.microtiming, -kWritableMicrotiming, kWritableMicrotiming);
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

void GrooveCodec::toTensor(const DrumPattern& pattern, std::span<float> out) const {
    assert(pattern.steps() == m_config.steps());
    assert(out.size() == static_cast<std::size_t>(m_config.steps()) * architecture::GrooveCodecConfig::kDepth);
    auto* row = out.data();
    for (int step = 0; step < pattern.steps(); ++step, row += architecture::GrooveCodecConfig::kDepth) {
        for (int drum = 0; drum < kDrumClasses; ++drum) {
            const DrumCell& cell = pattern.at(step, drum);
            row[drum] = cell.hit ? 1.0F : 0.0F;
            row[kDrumClasses + drum] = cell.hit ? cell.velocity : 0.0F;
            row[2 * kDrumClasses + drum] = cell.hit ? std::clamp(-2.0F * cell.microtiming, -1.0F, 1.0F) : 0.0F;
        }
    }
}

DrumPattern GrooveCodec::fromTensor(std::span<const float> tensor) const {
    assert(tensor.size() == static_cast<std::size_t>(m_config.steps()) * architecture::GrooveCodecConfig::kDepth);
    DrumPattern pattern(m_config.steps(), m_config.stepsPerBeat);
    const auto* row = tensor.data();
    for (int step = 0; step < pattern.steps(); ++step, row += architecture::GrooveCodecConfig::kDepth)
        for (int drum = 0; drum < kDrumClasses; ++drum)
            pattern.at(step, drum) = {row[drum] > 0.5F, std::clamp(row[drum], 0.0F, 1.0F),
                                      std::clamp(row[kDrumClasses + drum], 0.0F, 1.0F),
                                      std::clamp(-0.5F * row[2 * kDrumClasses + drum], -0.5F, 0.5F)};
    return pattern;
}

} // namespace segue::codec
