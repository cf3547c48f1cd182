#include "core/codec/MelodyCodec.h"

#include "core/codec/DistinctWindows.h"
#include "core/codec/MelodyLine.h"
#include "core/codec/PieceGrid.h"
#include "core/codec/StepHarmony.h"
#include "core/music/Chord.h"
#include "core/music/ChordInference.h"
#include "core/music/PieceName.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <iterator>
#include <optional>

namespace segue::codec {
namespace {

using architecture::MelodyCodecConfig;
using music::MelodyEvent;
using music::MelodyPattern;
using music::NoteSequence;
using music::QuantizedNote;
using music::QuantizedSequence;

constexpr int kMaximumBarsOfMagenta = 100;
/// A piece has more only if silence is wanted too, of very many instruments.
constexpr std::size_t kMaximumWindows = 20'000;
constexpr int kMelodyPrograms = 32; ///< from 0: pianos, chromatic percussion, organs, guitars
constexpr Velocity kWrittenVelocity(80);
constexpr int kTonics = 12;
constexpr int kFirstPitchToken = 2; ///< after holding and ending

bool isInRange(const MelodyCodecConfig& config, MidiPitch pitch) {
    return config.lowestPitch <= pitch.value && pitch.value <= config.highestPitch;
}

std::size_t tokenOf(const MelodyCodecConfig& config, const MelodyEvent& event) {
    if (event.kind != MelodyEvent::Kind::On)
        return event.kind == MelodyEvent::Kind::Off ? 1 : 0;
    assert(isInRange(config, event.pitch));
    return static_cast<std::size_t>(kFirstPitchToken + event.pitch.value - config.lowestPitch);
}

MelodyEvent eventOf(const MelodyCodecConfig& config, int token) {
    if (token < kFirstPitchToken)
        return token == 1 ? MelodyEvent::off() : MelodyEvent{};
    return MelodyEvent::on(MidiPitch(static_cast<std::uint8_t>(config.lowestPitch + token - kFirstPitchToken)));
}

/// Whether a note can be of a melody of Magenta's.
template <class Note>
bool isHeard(const MelodyCodecConfig& config, const Note& note) {
    return isInRange(config, note.pitch) && (!config.melodyPrograms || note.program < kMelodyPrograms);
}

/// A pattern without events yet, with what the model is told of the steps from `from` on.
MelodyPattern patternWith(const MelodyCodecConfig& config, const StepHarmony& harmony, int from) {
    MelodyPattern pattern{config.stepsPerBeat, {}, {}, {}};
    if (config.chords)
        pattern.chords = harmony.chords(from, config.steps());
    if (config.key)
        pattern.tonics = harmony.tonics(from, config.steps());
    return pattern;
}

/// Gives a segment the harmony that the model is told of; a reason why there is none.
std::optional<DropReason> readHarmony(const MelodyCodecConfig& config, GridSegment& segment) {
    if ((!config.chords || !segment.music.chords.empty()) && (!config.key || !segment.music.keySignatures.empty()))
        return std::nullopt;
    std::erase_if(segment.music.notes, [&](const music::Note& note) { return !isHeard(config, note); });
    const auto inferred = inferMissingHarmony(segment.music, config.chords, config.key, music::kMostChordsOfMagenta);
    if (!inferred)
        return inferred.error().code() == ErrorCode::NoMusic ? DropReason::NoNotes : DropReason::TooLong;
    auto grid = music::quantize(segment.music, config.stepsPerBeat);
    if (!grid)
        return DropReason::BadTimes;
    segment.grid = std::move(*grid);
    return std::nullopt;
}

/// The harmony of a whole piece. What has no class, or cannot be inferred, is none, and is counted.
StepHarmony harmonyOf(const MelodyCodecConfig& config, const NoteSequence& sequence, QuantizedSequence& grid,
                      ExtractionReport& report) {
    const bool lacksChords = config.chords && sequence.chords.empty();
    const bool lacksKeys = config.key && sequence.keySignatures.empty();
    if (lacksChords || lacksKeys) {
        NoteSequence complete = sequence;
        if (!inferMissingHarmony(complete, config.chords, config.key, music::kMostInferredChords))
            ++report.drops[DropReason::ChordNotTriad];
        music::placeHarmony(complete, grid);
    }
    StepHarmony harmony(grid);
    if (config.chords && harmony.hasOtherChords(0, grid.steps))
        ++report.drops[DropReason::ChordNotTriad];
    return harmony;
}

} // namespace

MelodyExtraction MelodyCodec::extractAsMagenta(const NoteSequence& sequence) const {
    const int stepsPerBar = kBeatsPerBar * m_config.stepsPerBeat;
    const int most = kMaximumBarsOfMagenta * stepsPerBar;
    MelodyExtraction extraction;
    ExtractionReport& report = extraction.report;
    for (GridSegment& segment : magentaSegments(sequence, m_config.stepsPerBeat, report)) {
        if (const auto refused = readHarmony(m_config, segment)) {
            ++report.drops[*refused];
            continue;
        }
        std::vector<QuantizedNote>& notes = segment.grid.notes;
        std::erase_if(notes, [&](const QuantizedNote& note) { return !isHeard(m_config, note); });
        sortForMelodies(notes);
        DistinctWindows<MelodyPattern> distinct;
        const StepHarmony harmony(segment.grid);
        bool hasMelody = false;
        bool hasOtherChords = m_config.chords && harmony.isAmbiguous();
        for (const auto instrument : byInstrument(notes)) {
            for (const MelodyTrack& track : magentaMelodies(instrument, stepsPerBar, stepsPerBar, report)) {
                hasMelody = true;
                if (track.steps > most)
                    ++report.drops[DropReason::TooLong];
                const int end = track.start + std::min(track.steps, most);
                if (track.line.front().start >= end)
                    ++report.drops[DropReason::TooFewPitches];
                else if (track.start + m_config.steps() > end)
                    ++report.drops[DropReason::TooShort];
                else
                    for (int from = track.start; from + m_config.steps() <= end; from += stepsPerBar) {
                        auto pattern = patternWith(m_config, harmony, from);
                        pattern.events = eventsBetween(track.line, from, from + m_config.steps(), HeldOver::Lost);
                        hasOtherChords =
                            hasOtherChords || (m_config.chords && harmony.hasOtherChords(from, m_config.steps()));
                        distinct.add({.pattern = std::move(pattern),
                                      .bar = segment.bar + from / stepsPerBar,
                                      .instrument = instrument.front().instrument},
                                     report);
                    }
            }
        }
        if (!hasMelody)
            ++report.drops[DropReason::NoNotes];
        if (hasOtherChords)
            ++report.drops[DropReason::ChordNotTriad];
        else
            std::ranges::copy(distinct.windows(), std::back_inserter(extraction.windows));
    }
    return extraction;
}

Result<MelodyExtraction> MelodyCodec::extractAll(const NoteSequence& sequence, const ExtractionOptions& options) const {
    const std::string name = music::pieceName(sequence);
    MelodyExtraction extraction;
    ExtractionReport& report = extraction.report;
    auto grid = wholeGrid(sequence, m_config.stepsPerBeat, options, report);
    if (!grid)
        return fail(grid.error());
    std::erase_if(grid->notes, [&](const QuantizedNote& note) {
        if (!note.isDrum && !isInRange(m_config, note.pitch))
            ++report.unmappedPitches[note.pitch.value];
        return note.isDrum || !isInRange(m_config, note.pitch) || note.velocity.value == 0;
    });
    if (grid->notes.empty())
        return fail(ErrorCode::NoMusic, name + " has no notes that a melody could be of");
    const auto runs = barRuns(*grid, name, report);
    if (!runs)
        return fail(runs.error());
    const StepHarmony harmony = harmonyOf(m_config, sequence, *grid, report);

    sortForMelodies(grid->notes);
    for (const auto instrument : byInstrument(grid->notes)) {
        const MelodyLine line = highestVoice(instrument, report);
        const auto nextOnset = [&](int step) {
            const auto note = firstFrom(line, step);
            return note == line.end() ? std::nullopt : std::optional(note->start);
        };
        const auto add = [&](const WindowPlace& place) {
            const auto onsets = static_cast<int>(firstFrom(line, place.to) - firstFrom(line, place.from));
            if (!holdsEnough(onsets, options, report))
                return true;
            if (extraction.windows.size() == kMaximumWindows) {
                ++report.drops[DropReason::TooLong];
                return false;
            }
            MelodyWindow window{.pattern = patternWith(m_config, harmony, place.from),
                                .bar = grid->barAt(place.from),
                                .instrument = instrument.front().instrument,
                                .padded = place.isPadded};
            window.pattern.events = eventsBetween(line, place.from, place.to, HeldOver::Renewed);
            padWithSilence(window.pattern.events, m_config.steps());
            extraction.windows.push_back(std::move(window));
            return true;
        };
        visitWindows(*runs, m_config.stepsPerBeat, m_config.bars, options, nextOnset, add);
    }
    if (extraction.windows.empty())
        return fail(noStretch(name, m_config.bars, options, "notes"));
    return extraction;
}

Result<MelodyExtraction> MelodyCodec::extract(const NoteSequence& sequence, const ExtractionOptions& options) const {
    assert(options.hopBars > 0);
    return options.rules == Rules::Magenta ? extractAsMagenta(sequence) : extractAll(sequence, options);
}

NoteSequence MelodyCodec::toNotes(const MelodyPattern& pattern, Bpm tempo) const {
    assert(tempo.value > 0);
    const double stepSeconds = 60.0 / tempo.value / pattern.stepsPerBeat;
    NoteSequence sequence;
    sequence.tempos = {{Seconds(0), tempo}};
    sequence.timeSignatures = {music::TimeSignature{}};
    std::optional<music::Note> sounding;
    const auto endAt = [&](Seconds time) {
        if (!sounding)
            return;
        sounding->end = time;
        sequence.notes.push_back(*sounding);
        sounding.reset();
    };
    for (int step = 0; step < pattern.steps(); ++step) {
        const Seconds time(step * stepSeconds);
        const auto i = static_cast<std::size_t>(step);
        const MelodyEvent& event = pattern.events[i];
        if (event.kind != MelodyEvent::Kind::Hold)
            endAt(time);
        if (event.kind == MelodyEvent::Kind::On)
            sounding = music::Note{.pitch = event.pitch, .velocity = kWrittenVelocity, .start = time, .end = time};
        if (!pattern.chords.empty() && (i == 0 || pattern.chords[i] != pattern.chords[i - 1]))
            sequence.chords.push_back({time, music::figureOfTriadClass(pattern.chords[i])});
        if (!pattern.tonics.empty() && (i == 0 || pattern.tonics[i] != pattern.tonics[i - 1]))
            sequence.keySignatures.push_back({time, pattern.tonics[i], false});
    }
    endAt(Seconds(pattern.steps() * stepSeconds));
    return sequence;
}

void MelodyCodec::toTensor(const MelodyPattern& pattern, std::span<float> out) const {
    const auto depth = static_cast<std::size_t>(m_config.depth());
    assert(out.size() == pattern.events.size() * depth);
    std::ranges::fill(out, 0.0F);
    for (std::size_t step = 0; step < pattern.events.size(); ++step)
        out[step * depth + tokenOf(m_config, pattern.events[step])] = 1.0F;
}

MelodyPattern MelodyCodec::fromTensor(std::span<const float> tensor) const {
    const auto depth = static_cast<std::size_t>(m_config.depth());
    assert(tensor.size() % depth == 0);
    MelodyPattern pattern{m_config.stepsPerBeat, {}, {}, {}};
    for (; !tensor.empty(); tensor = tensor.subspan(depth)) {
        const auto row = tensor.first(depth);
        const auto token = static_cast<int>(std::ranges::max_element(row) - row.begin());
        pattern.events.push_back(eventOf(m_config, token));
    }
    return pattern;
}

void MelodyCodec::toControl(const MelodyPattern& pattern, std::span<float> out) const {
    const std::size_t depth = (m_config.chords ? music::kTriadClasses : 0U) + (m_config.key ? kTonics : 0U);
    assert(out.size() == pattern.events.size() * depth);
    assert(!m_config.chords || pattern.chords.size() == pattern.events.size());
    assert(!m_config.key || pattern.tonics.size() == pattern.events.size());
    std::ranges::fill(out, 0.0F);
    for (std::size_t step = 0; step < pattern.events.size(); ++step) {
        if (m_config.chords)
            out[step * depth + pattern.chords[step]] = 1.0F;
        if (m_config.key)
            out[(step + 1) * depth - kTonics + pattern.tonics[step]] = 1.0F;
    }
}

Result<Examples> MelodyCodec::examples(const NoteSequence& sequence, const ExtractionOptions& options) const {
    auto extraction = extract(sequence, options);
    if (!extraction)
        return fail(extraction.error());
    const auto shape = architecture::tensorShape(m_config);
    const auto steps = static_cast<std::size_t>(shape.steps);
    Examples examples{{}, std::move(extraction->report)};
    examples.windows.reserve(extraction->windows.size());
    for (const MelodyWindow& window : extraction->windows) {
        Example example;
        example.input.resize(steps * static_cast<std::size_t>(shape.input));
        example.control.resize(steps * static_cast<std::size_t>(shape.control));
        example.lengths = {window.padded ? wholeBars(window.pattern.soundingSteps(), m_config.stepsPerBeat)
                                         : shape.steps};
        toTensor(window.pattern, example.input);
        toControl(window.pattern, example.control);
        example.output = example.input;
        examples.windows.push_back({std::move(example), window.bar, window.instrument, window.padded});
    }
    return examples;
}

Result<Patterns> MelodyCodec::patterns(const NoteSequence& sequence, const ExtractionOptions& options) const {
    return anyPatterns(extract(sequence, options));
}

bool MelodyCodec::fits(const music::Pattern& pattern) const {
    const auto* melody = std::get_if<MelodyPattern>(&pattern);
    const auto inRange = [&](const MelodyEvent& event) {
        return event.kind != MelodyEvent::Kind::On ||
               (event.pitch.value >= m_config.lowestPitch && event.pitch.value <= m_config.highestPitch);
    };
    return melody != nullptr && melody->stepsPerBeat == m_config.stepsPerBeat && melody->steps() == m_config.steps() &&
           std::ranges::all_of(melody->events, inRange);
}

music::Pattern MelodyCodec::silence() const {
    MelodyPattern melody{m_config.stepsPerBeat, {}, {}, {}};
    melody.events.resize(static_cast<std::size_t>(m_config.steps()));
    return melody;
}

Example MelodyCodec::exampleOf(const music::Pattern& pattern, std::optional<std::uint64_t>) const {
    auto melody = std::get<MelodyPattern>(pattern);
    melody.chords.resize(melody.events.size()); // no chord
    melody.tonics.resize(melody.events.size());
    const auto shape = architecture::tensorShape(m_config);
    Example example;
    example.input.resize(melody.events.size() * static_cast<std::size_t>(shape.input));
    example.control.resize(melody.events.size() * static_cast<std::size_t>(shape.control));
    toTensor(melody, example.input);
    toControl(melody, example.control);
    example.output = example.input;
    example.lengths = {melody.steps()};
    return example;
}

music::Pattern MelodyCodec::patternOf(std::span<const float> output, std::span<const float>) const {
    return fromTensor(output);
}

NoteSequence MelodyCodec::notesOf(const music::Pattern& pattern, Bpm tempo) const {
    return toNotes(std::get<MelodyPattern>(pattern), tempo);
}

} // namespace segue::codec
