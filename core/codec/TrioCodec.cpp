#include "core/codec/TrioCodec.h"

#include "core/codec/DrumLine.h"
#include "core/codec/MelodyLine.h"
#include "core/codec/PieceGrid.h"
#include "core/music/PieceName.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <optional>

namespace segue::codec {
namespace {

using architecture::TrioCodecConfig;
using music::NoteSequence;
using music::QuantizedNote;

constexpr int kMaximumBarsOfMagenta = 1024;
constexpr int kInstrumentsOfMagenta = 128;
constexpr std::size_t kMaximumVoices = 128; ///< melodies, and basses
constexpr std::size_t kMaximumWindows = 20'000;
constexpr std::size_t kMaximumExamples = 1024;
constexpr int kFirstBassProgram = 32;
constexpr int kFirstProgramAfterBasses = 40;
constexpr int kBassInstrument = 1;
constexpr int kElectricBass = 33;

enum Part : std::size_t { kMelody, kBass, kDrums, kParts };

/// What a note is to Magenta's trios, if anything.
std::optional<Part> partOf(const QuantizedNote& note) {
    if (note.isDrum)
        return kDrums;
    if (note.program < kFirstBassProgram)
        return kMelody;
    return note.program < kFirstProgramAfterBasses ? std::optional(kBass) : std::nullopt;
}

/// An instrument that plays one part of a piece.
struct Player {
    MelodyLine line; ///< of a melody or a bass
    DrumLine hits; ///< of drums
    std::vector<char> isThere; ///< by bar: it plays here, or not far away
};

/// The bars in which the notes sound, and those around them.
std::vector<char> barsAround(std::span<const QuantizedNote> notes, int bars, int stepsPerBar, int gap) {
    std::vector<int> changes(static_cast<std::size_t>(bars) + 1); // of how many notes sound
    for (const QuantizedNote& note : notes) {
        const int first = std::max(0, note.start / stepsPerBar - gap);
        const int end = std::min(bars, (note.end - 1) / stepsPerBar + 1);
        if (first >= bars || note.start / stepsPerBar >= bars)
            continue;
        ++changes[static_cast<std::size_t>(first)];
        --changes[static_cast<std::size_t>(std::min(bars, end + gap))];
    }
    std::vector<char> isThere;
    int sounding = 0;
    for (int bar = 0; bar < bars; ++bar) {
        sounding += changes[static_cast<std::size_t>(bar)];
        isThere.push_back(sounding > 0 ? 1 : 0);
    }
    return isThere;
}

/// Where all three play, in Magenta's lenient sense.
std::vector<char> barsTogether(const Player& melody, const Player& bass, const Player& drums, int gap) {
    const std::size_t bars = melody.isThere.size();
    const std::size_t edge = std::min(static_cast<std::size_t>(gap), bars);
    std::vector<char> all(bars);
    std::vector<char> any(bars);
    for (std::size_t bar = 0; bar < bars; ++bar) {
        all[bar] = melody.isThere[bar] & bass.isThere[bar] & drums.isThere[bar];
        any[bar] = melody.isThere[bar] | bass.isThere[bar] | drums.isThere[bar];
    }
    const auto edgeOf = [&](std::size_t first) {
        return std::any_of(any.begin() + static_cast<std::ptrdiff_t>(first),
                           any.begin() + static_cast<std::ptrdiff_t>(first + edge), [](char is) { return is != 0; });
    };
    const char begins = edgeOf(0) ? 1 : 0;
    const char ends = edgeOf(bars - edge) ? 1 : 0;
    std::fill_n(all.begin(), edge, begins);
    std::fill_n(all.rbegin(), edge, ends);
    return all;
}

/// The notes of a voice, in range; the rest is counted.
MelodyLine voiceOf(std::vector<QuantizedNote> notes, const TrioCodecConfig& config, ExtractionReport& report) {
    std::erase_if(notes, [&](const QuantizedNote& note) {
        const bool isInRange = config.lowestPitch <= note.pitch.value && note.pitch.value <= config.highestPitch;
        if (!isInRange)
            ++report.unmappedPitches[note.pitch.value];
        return !isInRange;
    });
    return highestVoice(notes, report);
}

/// Those of the voices that sound between two steps; a silent one if none does.
std::vector<const MelodyLine*> sounding(const std::vector<MelodyLine>& voices, int from, int to) {
    static const MelodyLine kSilence;
    std::vector<const MelodyLine*> result;
    for (const MelodyLine& voice : voices) {
        const auto note = std::ranges::upper_bound(voice, from, {}, &VoiceNote::end);
        if (note != voice.end() && note->start < to)
            result.push_back(&voice);
    }
    if (result.empty())
        result.push_back(&kSilence);
    return result;
}

/// The parts of a piece under Rules::Segue.
struct Parts {
    std::vector<MelodyLine> melodies;
    std::vector<MelodyLine> basses;
    DrumLine drums;

    [[nodiscard]] bool isSilent() const { return melodies.empty() && basses.empty() && drums.empty(); }

    /// The first onset on `step` or later.
    [[nodiscard]] std::optional<int> firstOnset(int step) const {
        std::optional<int> first;
        const auto consider = [&](int onset) { first = std::min(first.value_or(onset), onset); };
        for (const auto* voices : {&melodies, &basses})
            for (const MelodyLine& voice : *voices)
                if (const auto note = firstFrom(voice, step); note != voice.end())
                    consider(note->start);
        if (const auto hits = firstFrom(drums, step); hits != drums.end())
            consider(hits->step);
        return first;
    }
};

Parts partsOf(std::vector<QuantizedNote> notes, const TrioCodecConfig& config, const ExtractionOptions& options,
              ExtractionReport& report) {
    Parts parts;
    const auto drums = std::stable_partition(notes.begin(), notes.end(), // clang 14 has no ranges' subrange
                                             [](const QuantizedNote& note) { return !note.isDrum; });
    parts.drums = drumLine(std::span(drums, notes.end()), DrumsOfPitches(config.drumMap, options), report);
    notes.erase(drums, notes.end());
    sortForMelodies(notes);
    for (const auto instrument : byInstrument(notes)) {
        std::array<std::vector<QuantizedNote>, kDrums> voices; // by Part
        for (const QuantizedNote& note : instrument)
            voices[partOf(note) == kBass ? kBass : kMelody].push_back(note);
        for (const Part part : {kMelody, kBass}) {
            auto& lines = part == kMelody ? parts.melodies : parts.basses;
            MelodyLine line = voiceOf(std::move(voices[part]), config, report);
            if (!line.empty() && lines.size() == kMaximumVoices)
                ++report.drops[DropReason::TooManyInstruments];
            else if (!line.empty())
                lines.push_back(std::move(line));
        }
    }
    return parts;
}

/// The columns [first, first + width) of a matrix of rows `depth` long.
std::vector<float> columns(std::span<const float> rows, std::size_t depth, std::size_t first, std::size_t width) {
    std::vector<float> result;
    result.reserve(rows.size() / depth * width);
    for (; !rows.empty(); rows = rows.subspan(depth)) {
        const auto part = rows.subspan(first, width);
        result.insert(result.end(), part.begin(), part.end());
    }
    return result;
}

void setColumns(std::span<float> rows, std::size_t depth, std::size_t first, std::span<const float> part) {
    const std::size_t width = part.size() / (rows.size() / depth);
    for (; !rows.empty(); rows = rows.subspan(depth), part = part.subspan(width))
        std::ranges::copy(part.first(width), rows.begin() + static_cast<std::ptrdiff_t>(first));
}

int soundingSteps(const TrioPattern& pattern) {
    return std::max({pattern.melody.soundingSteps(), pattern.bass.soundingSteps(), pattern.drums.soundingSteps()});
}

} // namespace

TrioCodec::TrioCodec(TrioCodecConfig config)
    : m_config(std::move(config)),
      m_voice({.bars = m_config.bars,
               .stepsPerBeat = m_config.stepsPerBeat,
               .lowestPitch = m_config.lowestPitch,
               .highestPitch = m_config.highestPitch}),
      m_drums({.bars = m_config.bars, .stepsPerBeat = m_config.stepsPerBeat, .drumMap = m_config.drumMap}) {}

TrioExtraction TrioCodec::extractAsMagenta(const NoteSequence& sequence) const {
    const int stepsPerBar = kBeatsPerBar * m_config.stepsPerBeat;
    const DrumsOfPitches drums(m_config.drumMap);
    TrioExtraction extraction;
    ExtractionReport& report = extraction.report;
    for (GridSegment& segment : magentaSegments(sequence, m_config.stepsPerBeat, report)) {
        const int written = (segment.grid.steps + stepsPerBar - 1) / stepsPerBar;
        const int bars = std::min(written, kMaximumBarsOfMagenta);
        if (written > bars)
            ++report.drops[DropReason::TooLong];
        if (bars < m_config.bars) {
            ++report.drops[DropReason::TooShort];
            continue;
        }
        sortForMelodies(segment.grid.notes);
        std::array<std::vector<Player>, kParts> players;
        for (const auto instrument : byInstrument(segment.grid.notes)) {
            const auto part = partOf(instrument.front());
            if (instrument.front().instrument >= kInstrumentsOfMagenta) {
                ++report.drops[DropReason::TooManyInstruments];
            } else if (std::ranges::any_of(instrument, [&](const auto& note) { return partOf(note) != part; })) {
                ++report.drops[DropReason::MixedPrograms];
            } else if (!part) {
                ++report.drops[DropReason::NoNotes];
            } else {
                Player player{{}, {}, barsAround(instrument, bars, stepsPerBar, m_config.gapBars)};
                if (part == kDrums) {
                    player.hits = drumLine(instrument, drums, report);
                } else {
                    std::vector<QuantizedNote> notes(instrument.begin(), instrument.end());
                    std::erase_if(notes, [&](const QuantizedNote& note) {
                        return note.pitch.value < m_config.lowestPitch || note.pitch.value > m_config.highestPitch;
                    });
                    auto melodies = magentaMelodies(notes, stepsPerBar, std::nullopt, report);
                    if (!melodies.empty())
                        player.line = std::move(melodies.front().line);
                }
                if (player.line.empty() && player.hits.empty())
                    ++report.drops[DropReason::NoNotes];
                else
                    players[*part].push_back(std::move(player));
            }
        }
        if (std::ranges::any_of(players, [](const auto& part) { return part.empty(); })) {
            ++report.drops[DropReason::PartMissing];
            continue;
        }
        for (const Player& melody : players[kMelody])
            for (const Player& bass : players[kBass])
                for (const Player& kit : players[kDrums]) {
                    const auto together = barsTogether(melody, bass, kit, m_config.gapBars);
                    int run = 0; // bars until here in which all play
                    for (int bar = 0; bar < bars; ++bar) {
                        run = together[static_cast<std::size_t>(bar)] != 0 ? run + 1 : 0;
                        const int first = bar + 1 - m_config.bars;
                        if (first < 0)
                            continue;
                        if (run < m_config.bars) {
                            ++report.drops[DropReason::PartMissing];
                            continue;
                        }
                        if (extraction.windows.size() == kMaximumWindows) {
                            ++report.drops[DropReason::TooLong];
                            return extraction;
                        }
                        const int from = first * stepsPerBar;
                        const int to = from + m_config.steps();
                        const int beat = m_config.stepsPerBeat;
                        TrioPattern pattern{{beat, eventsBetween(melody.line, from, to, HeldOver::Ended), {}, {}},
                                            {beat, eventsBetween(bass.line, from, to, HeldOver::Ended), {}, {}},
                                            {beat, hitsBetween(kit.hits, from, to)}};
                        extraction.windows.push_back({.pattern = std::move(pattern), .bar = segment.bar + first});
                    }
                }
    }
    return extraction;
}

Result<TrioExtraction> TrioCodec::extractAll(const NoteSequence& sequence, const ExtractionOptions& options) const {
    const std::string name = music::pieceName(sequence);
    TrioExtraction extraction;
    ExtractionReport& report = extraction.report;
    auto grid = wholeGrid(sequence, m_config.stepsPerBeat, options, report);
    if (!grid)
        return fail(grid.error());
    const Parts parts = partsOf(std::move(grid->notes), m_config, options, report);
    if (parts.isSilent())
        return fail(ErrorCode::NoMusic, name + " has no notes that melody, bass or drums could play");
    const auto runs = barRuns(*grid, name, report);
    if (!runs)
        return fail(runs.error());

    const auto part = [&](const MelodyLine& line, int from, int to) {
        music::MelodyPattern pattern{m_config.stepsPerBeat, eventsBetween(line, from, to, HeldOver::Renewed), {}, {}};
        padWithSilence(pattern.events, m_config.steps());
        return pattern;
    };
    const auto add = [&](const WindowPlace& place) {
        const auto [from, to, isPadded] = place;
        music::HitPattern hits{m_config.stepsPerBeat, hitsBetween(parts.drums, from, to)};
        hits.steps.resize(static_cast<std::size_t>(m_config.steps()));
        for (const MelodyLine* melody : sounding(parts.melodies, from, to))
            for (const MelodyLine* bass : sounding(parts.basses, from, to)) {
                const auto onsets = static_cast<int>(firstFrom(*melody, to) - firstFrom(*melody, from) +
                                                     (firstFrom(*bass, to) - firstFrom(*bass, from))) +
                                    hits.hits();
                if (!holdsEnough(onsets, options, report))
                    continue;
                if (extraction.windows.size() == kMaximumWindows) {
                    ++report.drops[DropReason::TooLong];
                    return false;
                }
                extraction.windows.push_back({.pattern = {part(*melody, from, to), part(*bass, from, to), hits},
                                              .bar = grid->barAt(from),
                                              .padded = isPadded});
            }
        return true;
    };
    const auto nextOnset = [&](int step) { return parts.firstOnset(step); };
    visitWindows(*runs, m_config.stepsPerBeat, m_config.bars, options, nextOnset, add);
    if (extraction.windows.empty())
        return fail(noStretch(name, m_config.bars, options, "notes"));
    return extraction;
}

Result<TrioExtraction> TrioCodec::extract(const NoteSequence& sequence, const ExtractionOptions& options) const {
    assert(options.hopBars > 0);
    return options.rules == Rules::Magenta ? extractAsMagenta(sequence) : extractAll(sequence, options);
}

NoteSequence TrioCodec::toNotes(const TrioPattern& pattern, Bpm tempo) const {
    NoteSequence sequence = m_voice.toNotes(pattern.melody, tempo);
    NoteSequence bass = m_voice.toNotes(pattern.bass, tempo);
    for (music::Note& note : bass.notes) {
        note.instrument = kBassInstrument;
        note.program = kElectricBass;
    }
    const NoteSequence drums = m_drums.toNotes(pattern.drums, tempo);
    sequence.instrumentNames = {{0, "Melody"}, {kBassInstrument, "Bass"}};
    for (const NoteSequence* part : {&std::as_const(bass), &drums}) {
        sequence.notes.insert(sequence.notes.end(), part->notes.begin(), part->notes.end());
        sequence.instrumentNames.insert(sequence.instrumentNames.end(), part->instrumentNames.begin(),
                                        part->instrumentNames.end());
    }
    sequence.sortNotes();
    return sequence;
}

void TrioCodec::toTensor(const TrioPattern& pattern, std::span<float> out) const {
    const auto steps = pattern.melody.events.size();
    assert(pattern.bass.events.size() == steps && pattern.drums.steps.size() == steps);
    const auto voice = static_cast<std::size_t>(m_voice.config().depth());
    const auto depth = static_cast<std::size_t>(architecture::tensorShape(m_config).output);
    assert(out.size() == steps * depth);
    std::vector<float> part(steps * voice);
    m_voice.toTensor(pattern.melody, part);
    setColumns(out, depth, 0, part);
    m_voice.toTensor(pattern.bass, part);
    setColumns(out, depth, voice, part);
    part.resize(steps * (depth - 2 * voice));
    m_drums.toTensor(pattern.drums, part);
    setColumns(out, depth, 2 * voice, part);
}

TrioPattern TrioCodec::fromTensor(std::span<const float> tensor) const {
    const auto voice = static_cast<std::size_t>(m_voice.config().depth());
    const auto depth = static_cast<std::size_t>(architecture::tensorShape(m_config).output);
    assert(tensor.size() % depth == 0);
    return {m_voice.fromTensor(columns(tensor, depth, 0, voice)),
            m_voice.fromTensor(columns(tensor, depth, voice, voice)),
            m_drums.fromTensor(columns(tensor, depth, 2 * voice, depth - 2 * voice))};
}

Result<Examples> TrioCodec::examples(const NoteSequence& sequence, const ExtractionOptions& options) const {
    auto extraction = extract(sequence, options);
    if (!extraction)
        return fail(extraction.error());
    const auto shape = architecture::tensorShape(m_config);
    const auto cells = static_cast<std::size_t>(shape.steps) * static_cast<std::size_t>(shape.output);
    if (extraction->windows.size() > kMaximumExamples) {
        ++extraction->report.drops[DropReason::TooLong];
        extraction->windows.resize(kMaximumExamples);
    }
    Examples examples{{}, std::move(extraction->report)};
    examples.windows.reserve(extraction->windows.size());
    for (const TrioWindow& window : extraction->windows) {
        Example example;
        example.input.resize(cells);
        example.lengths = {window.padded ? wholeBars(soundingSteps(window.pattern), m_config.stepsPerBeat)
                                         : shape.steps};
        toTensor(window.pattern, example.input);
        example.output = example.input;
        examples.windows.push_back({std::move(example), window.bar, window.instrument, window.padded});
    }
    return examples;
}

Result<Patterns> TrioCodec::patterns(const NoteSequence& sequence, const ExtractionOptions& options) const {
    return anyPatterns(extract(sequence, options));
}

bool TrioCodec::fits(const music::Pattern& pattern) const {
    const auto* trio = std::get_if<TrioPattern>(&pattern);
    return trio != nullptr && m_voice.fits(trio->melody) && m_voice.fits(trio->bass) &&
           trio->drums.stepsPerBeat == m_config.stepsPerBeat && std::ssize(trio->drums.steps) == m_config.steps();
}

music::Pattern TrioCodec::silence() const {
    const auto steps = static_cast<std::size_t>(m_config.steps());
    music::MelodyPattern voice{m_config.stepsPerBeat, {}, {}, {}};
    voice.events.resize(steps);
    return TrioPattern{voice, voice, {m_config.stepsPerBeat, std::vector<std::uint64_t>(steps)}};
}

Example TrioCodec::exampleOf(const music::Pattern& pattern, std::optional<std::uint64_t>) const {
    const auto& trio = std::get<TrioPattern>(pattern);
    const auto shape = architecture::tensorShape(m_config);
    Example example;
    example.input.resize(static_cast<std::size_t>(trio.steps()) * static_cast<std::size_t>(shape.input));
    toTensor(trio, example.input);
    example.output = example.input;
    example.lengths = {trio.steps()};
    return example;
}

music::Pattern TrioCodec::patternOf(std::span<const float> output, std::span<const float>) const {
    return fromTensor(output);
}

NoteSequence TrioCodec::notesOf(const music::Pattern& pattern, Bpm tempo) const {
    return toNotes(std::get<TrioPattern>(pattern), tempo);
}

} // namespace segue::codec
