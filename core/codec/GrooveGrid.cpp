#include "core/codec/GrooveGrid.h"

#include "core/music/BeatClock.h"
#include "core/music/PieceName.h"
#include "core/music/Quantizer.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

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

/// Which drum each pitch is while a piece is read; -1 is none.
class Reading {
public:
    Reading(const architecture::GrooveCodecConfig& config, const ExtractionOptions& options) {
        assert(!options.readingMap || options.readingMap->size() == kDrumClasses);
        const bool guess = !options.readingMap && options.rules == Rules::Segue;
        for (std::size_t pitch = 0; pitch < m_drums.size(); ++pitch) {
            const MidiPitch asked(static_cast<std::uint8_t>(pitch));
            auto drum = (options.readingMap ? *options.readingMap : config.drumMap).classOf(asked);
            if (!drum && guess)
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

/// Hits on their way to a grid of which the length is not yet known.
class Hits {
public:
    explicit Hits(const architecture::GrooveCodecConfig& config) : m_config(&config) {}

    void add(int step, int drum, Velocity velocity, double microtiming) {
        m_hits.push_back({step, drum,
                          DrumCell{true, 1.0F, static_cast<float>(velocity.value) / 127.0F,
                                   static_cast<float>(std::clamp(microtiming, -0.5, 0.5))}});
        m_steps = std::max(m_steps, step + 1);
    }

    [[nodiscard]] int bars() const { return (m_steps + m_config->stepsPerBar() - 1) / m_config->stepsPerBar(); }

    [[nodiscard]] DrumPattern onGrid(ExtractionReport& report) const {
        DrumPattern grid(bars() * m_config->stepsPerBar(), m_config->stepsPerBeat);
        for (const Hit& hit : m_hits) {
            DrumCell& cell = grid.at(hit.step, hit.drum);
            ++(cell.hit ? report.shadowed : report.notes);
            if (!cell.hit || hit.cell.velocity > cell.velocity)
                cell = hit.cell;
        }
        return grid;
    }

private:
    struct Hit {
        int step;
        int drum;
        DrumCell cell;
    };
    const architecture::GrooveCodecConfig* m_config;
    std::vector<Hit> m_hits;
    int m_steps = 0;
};

/// Every bar that sounds until `last` must have 16 sixteenths.
Status checkBars(const NoteSequence& sequence, Seconds last) {
    const auto& signatures = sequence.timeSignatures;
    for (std::size_t i = 0; i < signatures.size(); ++i) {
        const TimeSignature& signature = signatures[i];
        const bool superseded = i + 1 < signatures.size() && signatures[i + 1].time <= signature.time;
        if (superseded || signature.time > last || signature.numerator == signature.denominator)
            continue;
        return fail(ErrorCode::Unsupported,
                    music::pieceName(sequence) + " is in " + std::to_string(signature.numerator) + "/" +
                        std::to_string(signature.denominator) + "; drum patterns can be read from bars of 4/4 only");
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

Result<DrumPattern> alongTempoMap(const NoteSequence& sequence, const architecture::GrooveCodecConfig& config,
                                  const ExtractionOptions& options, ExtractionReport& report) {
    const Reading reading(config, options);
    auto notes = drumNotes(sequence, reading, options.acceptAnyChannel);
    if (notes.empty())
        return fail(ErrorCode::NoMusic, music::pieceName(sequence) + " has no drum notes");
    if (!std::ranges::all_of(notes, [](const Note* note) { return std::isfinite(note->start.value); }))
        return fail(ErrorCode::Malformed, music::pieceName(sequence) + " has a note without a time");
    std::ranges::stable_sort(notes, {}, &Note::start);
    if (auto status = checkBars(sequence, notes.back()->start); !status)
        return fail(status.error());

    report.tempoChanges = std::max(0, static_cast<int>(sequence.tempos.size()) - 1);
    if (options.removePhase)
        report.phase = music::gridPhase(sequence, config.stepsPerBeat);
    const double shift = report.phase ? report.phase->shift() : 0.0;
    Hits hits(config);
    music::BeatClock clock(sequence.tempos);
    for (const Note* note : notes) {
        const auto drum = reading.drumOf(note->pitch);
        if (!drum) {
            ++report.unmappedPitches[note->pitch.value];
            continue;
        }
        const double played = clock.beatsAt(note->start) * config.stepsPerBeat;
        if (!(played > -1 && played < double{kMaximumBars} * config.stepsPerBar() - 3))
            return fail(ErrorCode::Unsupported,
                        music::pieceName(sequence) + " is longer than " + std::to_string(kMaximumBars) + " bars");
        const double onset = played - shift;
        const double step = std::max(0.0, std::floor(onset + 0.5 + kTie));
        hits.add(static_cast<int>(step), *drum, note->velocity, onset - step);
    }
    if (hits.bars() == 0)
        return fail(ErrorCode::NoMusic, music::pieceName(sequence) + " has only pitches that belong to no drum");
    return hits.onGrid(report);
}

DrumPattern underOneTempo(const NoteSequence& sequence, const architecture::GrooveCodecConfig& config,
                          const ExtractionOptions& options, ExtractionReport& report) {
    const auto refused = [&](DropReason reason) {
        ++report.drops[reason];
        return DrumPattern(0, config.stepsPerBeat);
    };
    const auto quantized = music::quantize(sequence, config.stepsPerBeat);
    if (!quantized)
        return refused(DropReason::BadTimes);
    if (const music::Meter& meter = quantized->meters.front(); meter.numerator != meter.denominator)
        return refused(DropReason::NotInFour);

    const Reading reading(config, options);
    const double stepSeconds = 60.0 / sequence.firstTempo().value / config.stepsPerBeat;
    Hits hits(config);
    for (std::size_t i = 0; i < sequence.notes.size(); ++i) {
        const Note& note = sequence.notes[i];
        const int step = quantized->notes[i].start;
        if (const auto drum = reading.drumOf(note.pitch))
            hits.add(step, *drum, note.velocity, (note.start.value - stepSeconds * step) / stepSeconds);
        else
            ++report.unmappedPitches[note.pitch.value];
    }
    if (hits.bars() == 0)
        return refused(DropReason::NoNotes);
    if (hits.bars() > kMaximumBars)
        return refused(DropReason::TooLong);
    return hits.onGrid(report);
}

} // namespace

Result<DrumPattern> grooveGrid(const NoteSequence& sequence, const architecture::GrooveCodecConfig& config,
                               const ExtractionOptions& options, ExtractionReport& report) {
    if (options.rules == Rules::Magenta)
        return underOneTempo(sequence, config, options, report);
    return alongTempoMap(sequence, config, options, report);
}

} // namespace segue::codec
