#include "core/codec/PerformanceCodec.h"

#include "core/codec/PerformanceWindows.h"
#include "core/music/Chord.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <map>

namespace segue::codec {
namespace {

using architecture::PerformanceCodecConfig;
using music::NoteSequence;
using Type = PerformanceEvent::Type;

constexpr int kPitches = 128;
constexpr int kPrograms = 128;

std::size_t size(int value) {
    return static_cast<std::size_t>(value);
}

/// The columns of a row.
class Vocabulary {
public:
    explicit Vocabulary(const PerformanceCodecConfig& config)
        : m_shifts(trackGrid(config).steps), m_velocities(config.velocityBins) {}

    [[nodiscard]] int of(const PerformanceEvent& event) const {
        switch (event.type) {
        case Type::NoteOn: return event.value;
        case Type::NoteOff: return kPitches + event.value;
        case Type::Shift: return 2 * kPitches + event.value - 1;
        case Type::Velocity: break;
        }
        return 2 * kPitches + m_shifts + event.value - 1;
    }
    /// Whether there is a column for it.
    [[nodiscard]] bool has(const PerformanceEvent& event) const {
        switch (event.type) {
        case Type::NoteOn:
        case Type::NoteOff: return event.value >= 0 && event.value < kPitches;
        case Type::Shift: return event.value >= 1 && event.value <= m_shifts;
        case Type::Velocity: break;
        }
        return event.value >= 1 && event.value <= m_velocities;
    }
    /// Requires: 0 <= column < firstProgram().
    [[nodiscard]] PerformanceEvent event(int column) const {
        if (column < kPitches)
            return {Type::NoteOn, column};
        if (column < 2 * kPitches)
            return {Type::NoteOff, column - kPitches};
        if (column < 2 * kPitches + m_shifts)
            return {Type::Shift, column - 2 * kPitches + 1};
        return {Type::Velocity, column - 2 * kPitches - m_shifts + 1};
    }
    [[nodiscard]] int firstProgram() const { return 2 * kPitches + m_shifts + m_velocities; }
    [[nodiscard]] int drums() const { return firstProgram() + kPrograms; }
    [[nodiscard]] int end() const { return drums() + 1; }
    [[nodiscard]] int depth() const { return end() + 1; }

private:
    int m_shifts;
    int m_velocities;
};

constexpr std::size_t kTriads = music::kTriadClasses;

} // namespace

Result<PerformanceExtraction> PerformanceCodec::extract(const NoteSequence& sequence,
                                                        const ExtractionOptions& options) const {
    assert(options.hopBars > 0);
    if (options.rules == Rules::Magenta)
        return performanceBetweenTimeChanges(sequence, m_config);
    return performanceAlongTempoMap(sequence, m_config, options);
}

Result<Examples> PerformanceCodec::examples(const NoteSequence& sequence, const ExtractionOptions& options) const {
    auto extraction = extract(sequence, options);
    if (!extraction)
        return fail(extraction.error());
    const auto shape = architecture::tensorShape(m_config);
    Examples examples{{}, std::move(extraction->report)};
    for (const auto& window : extraction->windows) {
        Example example;
        example.output.resize(size(shape.steps) * size(shape.output));
        toTensor(window.pattern, example.output);
        example.input = example.output;
        example.control.resize(size(shape.steps) * size(shape.control));
        if (m_config.chords)
            toControl(window.pattern, example.control);
        example.lengths = lengths(window.pattern);
        examples.windows.push_back({std::move(example), window.bar, window.instrument, window.padded});
    }
    return examples;
}

NoteSequence PerformanceCodec::toNotes(const PerformancePattern& pattern, Bpm tempo) const {
    assert(tempo.value > 0);
    const TrackGrid grid = trackGrid(m_config);
    const double stepSeconds = 60.0 / tempo.value / m_config.stepsPerQuarter;
    NoteSequence sequence;
    sequence.tempos = {{Seconds(0), tempo}};
    sequence.timeSignatures = {music::TimeSignature{}};
    std::map<int, int> harmony; // step -> class
    for (std::size_t i = 0; i < pattern.tracks.size(); ++i) {
        const PerformanceTrack& track = pattern.tracks[i];
        for (const TrackNote& note : grid.notes(track.events))
            sequence.notes.push_back({.pitch = MidiPitch(static_cast<std::uint8_t>(note.pitch)),
                                      .velocity = Velocity(static_cast<std::uint8_t>(note.velocity)),
                                      .start = Seconds(note.start * stepSeconds),
                                      .end = Seconds(note.end * stepSeconds),
                                      .instrument = static_cast<int>(i),
                                      .program = track.program,
                                      .isDrum = track.isDrum});
        int now = 0;
        for (std::size_t event = 0; event < std::min(track.events.size(), track.triads.size()); ++event) {
            if (now < grid.steps)
                harmony.try_emplace(now, track.triads[event]);
            now += track.events[event].type == Type::Shift ? track.events[event].value : 0;
        }
    }
    sequence.sortNotes();
    int last = -1;
    for (const auto& [step, triad] : harmony)
        if (triad != last) {
            sequence.chords.push_back({Seconds(step * stepSeconds), music::figureOfTriadClass(triad)});
            last = triad;
        }
    return sequence;
}

Result<Patterns> PerformanceCodec::patterns(const NoteSequence& sequence, const ExtractionOptions& options) const {
    return anyPatterns(extract(sequence, options));
}

bool PerformanceCodec::fits(const music::Pattern& pattern) const {
    const auto* performance = std::get_if<PerformancePattern>(&pattern);
    const Vocabulary words(m_config);
    return performance != nullptr && performance->tracks.size() <= size(m_config.instruments) &&
           std::ranges::all_of(performance->tracks, [&](const PerformanceTrack& track) {
               return track.events.size() + 2 <= size(m_config.eventsPerInstrument) &&
                      std::ranges::all_of(track.events, [&](const auto& event) { return words.has(event); });
           });
}

music::Pattern PerformanceCodec::silence() const {
    return PerformancePattern{};
}

Example PerformanceCodec::exampleOf(const music::Pattern& pattern, std::optional<std::uint64_t>) const {
    auto performance = std::get<PerformancePattern>(pattern);
    for (PerformanceTrack& track : performance.tracks)
        track.triads.resize(track.events.size()); // no chord
    const auto shape = architecture::tensorShape(m_config);
    Example example;
    example.output.resize(size(shape.steps) * size(shape.output));
    example.control.resize(size(shape.steps) * size(shape.control));
    toTensor(performance, example.output);
    if (m_config.chords)
        toControl(performance, example.control);
    example.input = example.output;
    example.lengths = lengths(performance);
    return example;
}

std::vector<float> PerformanceCodec::controlOf(const music::Pattern& told) const {
    const auto shape = architecture::tensorShape(m_config);
    std::vector<float> control(size(shape.steps) * size(shape.control));
    if (!m_config.chords)
        return control;
    const auto& tracks = std::get<PerformancePattern>(told).tracks;
    const auto harmonic = std::ranges::find_if(tracks, [](const auto& track) { return !track.triads.empty(); });
    const int triad = harmonic == tracks.end() ? 0 : harmonic->triads.front();
    for (std::size_t row = 0; row < size(shape.steps); ++row)
        control[row * kTriads + size(triad)] = 1.0F;
    return control;
}

music::Pattern PerformanceCodec::patternOf(std::span<const float> output, std::span<const float>) const {
    return fromTensor(output);
}

NoteSequence PerformanceCodec::notesOf(const music::Pattern& pattern, Bpm tempo) const {
    return toNotes(std::get<PerformancePattern>(pattern), tempo);
}

void PerformanceCodec::toTensor(const PerformancePattern& pattern, std::span<float> out) const {
    const Vocabulary words(m_config);
    const std::size_t depth = size(words.depth());
    const std::size_t rows = size(m_config.eventsPerInstrument);
    assert(pattern.tracks.size() <= size(m_config.instruments));
    assert(out.size() == size(m_config.instruments) * rows * depth);
    std::ranges::fill(out, 0.0F);
    for (std::size_t i = 0; i < size(m_config.instruments); ++i) {
        std::size_t row = i * rows;
        const auto put = [&](int column) { out[row++ * depth + size(column)] = 1.0F; };
        if (i < pattern.tracks.size()) {
            const PerformanceTrack& track = pattern.tracks[i];
            assert(track.events.size() + 2 <= rows);
            put(track.isDrum ? words.drums() : words.firstProgram() + track.program);
            for (const PerformanceEvent& event : track.events)
                put(words.of(event));
        }
        put(words.end());
    }
}

void PerformanceCodec::toControl(const PerformancePattern& pattern, std::span<float> out) const {
    const std::size_t rows = size(m_config.eventsPerInstrument);
    assert(out.size() == size(m_config.instruments) * rows * kTriads);
    std::ranges::fill(out, 0.0F);
    for (std::size_t i = 0; i < size(m_config.instruments); ++i) {
        std::size_t row = i * rows;
        const auto put = [&](int triad) { out[row++ * kTriads + size(triad)] = 1.0F; };
        put(0); // the program, or the end of a track that is missing
        if (i >= pattern.tracks.size())
            continue;
        const auto& triads = pattern.tracks[i].triads;
        std::ranges::for_each(triads, put);
        put(triads.empty() ? 0 : triads.back()); // the end
    }
}

std::vector<int> PerformanceCodec::lengths(const PerformancePattern& pattern) const {
    std::vector<int> lengths(size(m_config.instruments), 1);
    for (std::size_t i = 0; i < pattern.tracks.size(); ++i)
        lengths[i] = static_cast<int>(pattern.tracks[i].events.size()) + 2;
    return lengths;
}

PerformancePattern PerformanceCodec::fromTensor(std::span<const float> tensor) const {
    const Vocabulary words(m_config);
    const std::size_t depth = size(words.depth());
    const std::size_t perTrack = size(m_config.eventsPerInstrument) * depth;
    const std::size_t mostEvents = size(m_config.eventsPerInstrument) - 2; // between a program and an end
    assert(tensor.size() % perTrack == 0);
    PerformancePattern pattern;
    for (; !tensor.empty(); tensor = tensor.subspan(perTrack)) {
        PerformanceTrack track;
        bool hasProgram = false;
        for (std::size_t at = 0; at < perTrack; at += depth) {
            const auto row = tensor.subspan(at, depth);
            const int column = static_cast<int>(std::ranges::max_element(row) - row.begin());
            if (column == words.end() || track.events.size() == mostEvents)
                break;
            if (column < words.firstProgram()) {
                track.events.push_back(words.event(column));
            } else if (!std::exchange(hasProgram, true)) {
                track.isDrum = column == words.drums();
                track.program = track.isDrum ? 0 : column - words.firstProgram();
            }
        }
        if (!track.events.empty())
            pattern.tracks.push_back(std::move(track));
    }
    return pattern;
}

} // namespace segue::codec
