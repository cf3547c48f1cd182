#include "core/base/Files.h"
#include "core/base/Utf8.h"
#include "core/files/MidiChunks.h"
#include "core/files/MidiFile.h"
#include "core/files/MidiTracks.h"
#include "core/files/TickMap.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <type_traits>

namespace segue::files {
namespace {

constexpr std::uint32_t kDefaultTempo = 500'000; // microseconds a quarter: 120 a minute
constexpr std::uint8_t kDrumChannel = 9;

/// By tick; of several at one tick the last holds; repetitions say nothing; `initial` holds before the first, if there
/// is one.
template <class Value>
void normalise(std::vector<TickEvent<Value>>& events, const std::type_identity_t<std::optional<Value>>& initial = {}) {
    std::ranges::stable_sort(events, {}, &TickEvent<Value>::tick);
    std::vector<TickEvent<Value>> kept;
    if (initial && !events.empty() && events.front().tick > Ticks(0))
        kept.push_back({Ticks(0), *initial});
    for (const auto& event : events) {
        if (!kept.empty() && kept.back().tick == event.tick)
            kept.pop_back();
        if (kept.empty() || kept.back().value != event.value)
            kept.push_back(event);
    }
    events = std::move(kept);
}

TickMap tickMap(const MidiHeader& header, const MidiTracks& tracks) {
    if (header.secondsPerTick > 0)
        return {header.secondsPerTick, tracks.end};
    TickMap map(secondsPerTick(kDefaultTempo, header.ticksPerQuarter), tracks.end);
    for (const auto& [tick, tempo] : tracks.tempos)
        map.set(tick, secondsPerTick(tempo, header.ticksPerQuarter));
    return map;
}

void addControls(const MidiTracks& tracks, const TickMap& map, music::NoteSequence& sequence) {
    for (const TickControl& control : tracks.controls) {
        const Seconds time = map.secondsAt(control.tick);
        const bool isDrum = control.channel == kDrumChannel;
        if (control.controller == kPitchWheel)
            sequence.pitchBends.push_back({time, control.value, control.instrument, control.program, isDrum});
        else
            sequence.controlChanges.push_back(
                {time, control.controller, control.value, control.instrument, control.program, isDrum});
    }
    std::ranges::stable_sort(sequence.controlChanges, {}, &music::ControlChange::time);
    std::ranges::stable_sort(sequence.pitchBends, {}, &music::PitchBend::time);
}

music::NoteSequence inSeconds(const MidiTracks& tracks, const TickMap& map, int ticksPerQuarter) {
    music::NoteSequence sequence;
    sequence.ticksPerQuarter = ticksPerQuarter;
    sequence.notes.reserve(tracks.notes.size());
    for (const TickNote& note : tracks.notes)
        sequence.notes.push_back({.pitch = note.pitch,
                                  .velocity = note.velocity,
                                  .start = map.secondsAt(note.start),
                                  .end = map.secondsAt(note.end),
                                  .instrument = note.instrument,
                                  .program = note.program,
                                  .isDrum = note.channel == kDrumChannel});
    addControls(tracks, map, sequence);
    for (const auto& [tick, tempo] : tracks.tempos)
        sequence.tempos.push_back(
            {map.secondsAt(tick), tempoOf(secondsPerTick(tempo, ticksPerQuarter), ticksPerQuarter)});
    for (const auto& [tick, meter] : tracks.meters)
        sequence.timeSignatures.push_back({map.secondsAt(tick), meter.numerator, meter.denominator});
    for (const auto& [tick, key] : tracks.keys)
        sequence.keySignatures.push_back({map.secondsAt(tick), key.tonic, key.isMinor});
    sequence.instrumentNames = tracks.names;
    sequence.sortNotes();
    return sequence;
}

MidiTracks readTracks(MidiChunks& chunks, MidiDefects& defects) {
    const MidiHeader& header = chunks.header();
    const double ticksPerBeat = header.secondsPerTick > 0 ? 0.5 / header.secondsPerTick : header.ticksPerQuarter;
    const auto last = static_cast<std::int64_t>(kMaximumMidiBeats * ticksPerBeat); // SMPTE's beats are of 120 a minute
    MidiTracks tracks;
    MidiTrackParser parser(tracks, defects, Ticks(last));
    while (const auto track = chunks.next()) {
        // The tracks of type 2 are patterns to be played one after another.
        const auto end = parser.read(track->events, header.type == 2 ? tracks.end : Ticks(0));
        if (end.isMarked)
            chunks.eventsEndedAt(end.offset);
        else if (!track->isCut)
            defects.add(MidiDefect::NoEndOfTrack, end.offset);
    }
    parser.finish();
    return tracks;
}

/// The Errors of MidiChunks. Everything else that is wrong is mended and added to `defects`.
Result<music::NoteSequence> read(std::span<const std::byte> bytes, MidiDefects& defects) {
    auto chunks = MidiChunks::open(bytes, defects);
    if (!chunks)
        return fail(std::move(chunks).error());
    const int ticksPerQuarter = chunks->header().ticksPerQuarter;
    MidiTracks tracks = readTracks(*chunks, defects);
    if (tracks.tooLate > 0) {
        const double beats = static_cast<double>(tracks.end.value) / ticksPerQuarter;
        std::string what = "it says that it lasts " + std::to_string(std::llround(beats));
        what += " beats, and up to " + std::to_string(std::llround(kMaximumMidiBeats)) + " can be read";
        defects.add(MidiDefect::TooLate, 0, what, tracks.tooLate);
    }
    normalise(tracks.tempos, kDefaultTempo);
    normalise(tracks.meters, Meter{});
    normalise(tracks.keys);
    return inSeconds(tracks, tickMap(chunks->header(), tracks), ticksPerQuarter);
}

} // namespace

Result<ReadMusic> recoverMidi(std::span<const std::byte> bytes) {
    MidiDefects defects;
    auto sequence = read(bytes, defects);
    if (!sequence)
        return fail(std::move(sequence).error());
    return ReadMusic{std::move(*sequence), defects.repairs()};
}

Result<music::NoteSequence> readMidi(std::span<const std::byte> bytes) {
    MidiDefects defects;
    auto sequence = read(bytes, defects);
    if (auto refusal = defects.refusal(); sequence && refusal)
        return fail(std::move(*refusal));
    return sequence;
}

Result<ReadMusic> recoverMidiFile(const std::filesystem::path& path) {
    const auto bytes = readFile(path);
    if (!bytes)
        return fail(bytes.error());
    auto music = recoverMidi(*bytes);
    if (!music)
        return fail(std::move(music).error(), "while reading " + path.string());
    music->sequence.name = utf8FromUnknown(path.filename().string());
    return music;
}

Result<music::NoteSequence> readMidiFile(const std::filesystem::path& path) {
    const auto bytes = readFile(path);
    if (!bytes)
        return fail(bytes.error());
    auto sequence = readMidi(*bytes);
    if (!sequence)
        return fail(std::move(sequence).error(), "while reading " + path.string());
    sequence->name = utf8FromUnknown(path.filename().string());
    return sequence;
}

} // namespace segue::files
