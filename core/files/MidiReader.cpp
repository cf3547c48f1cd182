#include "core/base/Files.h"
#include "core/base/Utf8.h"
#include "core/files/ByteReader.h"
#include "core/files/MidiFile.h"
#include "core/files/MidiTracks.h"
#include "core/files/TickMap.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace segue::files {
namespace {

constexpr std::uint32_t kDefaultTempo = 500'000; // microseconds a quarter: 120 a minute
constexpr std::uint8_t kDrumChannel = 9;

struct Header {
    int format = 0;
    int tracks = 0;
    int ticksPerQuarter = 480;
    double secondsPerTick = 0; ///< of SMPTE time, which no tempo changes; 0 elsewhere
};

/// A RIFF file with a MIDI file inside is read as the latter. Source: Microsoft's RMID form.
Status skipRiffWrapper(ByteReader& file) {
    if (ByteReader ahead = file; ahead.text(4) != "RIFF")
        return {};
    (void)file.take(8);
    if (file.text(4) != "RMID")
        return fail(ErrorCode::Unsupported, "This is a RIFF file without MIDI in it");
    while (!file.hasFailed()) {
        const std::string_view id = file.text(4);
        const std::uint32_t size = file.littleEndian32();
        if (id == "data")
            return {};
        (void)file.take(std::size_t{size} + size % 2);
    }
    return fail(malformedMidi(file.offset(), "the RIFF file has no chunk of MIDI data"));
}

Result<Header> readHeader(ByteReader& file) {
    const std::size_t begin = file.offset();
    if (file.text(4) != "MThd")
        return fail(ErrorCode::Malformed, "This is no MIDI file: it does not begin with \"MThd\"");
    ByteReader chunk = file.part(file.bigEndian32());
    Header header;
    header.format = chunk.bigEndian16();
    header.tracks = chunk.bigEndian16();
    const std::uint16_t division = chunk.bigEndian16();
    if (file.hasFailed() || chunk.hasFailed())
        return fail(malformedMidi(begin, "the file ends inside its header"));
    if (header.format > 2)
        return fail(ErrorCode::Unsupported, "The MIDI file is of type " + std::to_string(header.format) +
                                                " (byte 8); types 0, 1 and 2 can be read");
    if (division < 0x8000) {
        header.ticksPerQuarter = division;
    } else { // frames a second, negative, in the high byte; ticks a frame in the low one
        const int frames = 256 - (division >> 8);
        const double rate = frames == 29 ? 30'000.0 / 1001.0 : frames;
        const double ticksPerSecond = rate * (division & 0xFF);
        header.secondsPerTick = ticksPerSecond > 0 ? 1.0 / ticksPerSecond : 0.0;
        header.ticksPerQuarter = static_cast<int>(std::lround(ticksPerSecond / 2)); // at 120 a minute
    }
    if (header.ticksPerQuarter <= 0)
        return fail(malformedMidi(begin + 12, "the header says that time stands still (division 0)"));
    return header;
}

Result<MidiTracks> readTracks(ByteReader& file, const Header& header) {
    MidiTracks tracks;
    MidiTrackParser parser(tracks);
    for (int read = 0; read < header.tracks;) {
        const std::size_t begin = file.offset();
        const std::string track = "track " + std::to_string(read + 1) + " of " + std::to_string(header.tracks);
        if (file.atEnd())
            return fail(malformedMidi(begin, track + " is missing"));
        const bool isTrack = file.text(4) == "MTrk";
        const std::uint32_t size = file.bigEndian32();
        const ByteReader events = file.part(size);
        if (file.hasFailed())
            return fail(malformedMidi(begin, track + " is cut short"));
        if (!isTrack)
            continue; // chunks of other kinds are for other programs
        ++read;
        // The tracks of type 2 are patterns to be played one after another.
        if (auto status = parser.read(events, header.format == 2 ? tracks.end : Ticks(0)); !status)
            return fail(std::move(status).error(), "in " + track);
    }
    return tracks;
}

/// By tick; of several at one tick the last holds; repetitions say nothing; `initial` holds before the first.
template <class Value>
void normalise(std::vector<TickEvent<Value>>& events, const Value& initial) {
    std::ranges::stable_sort(events, {}, &TickEvent<Value>::tick);
    std::vector<TickEvent<Value>> kept;
    if (!events.empty() && events.front().tick > Ticks(0))
        kept.push_back({Ticks(0), initial});
    for (const auto& event : events) {
        if (!kept.empty() && kept.back().tick == event.tick)
            kept.pop_back();
        if (kept.empty() || kept.back().value != event.value)
            kept.push_back(event);
    }
    events = std::move(kept);
}

TickMap tickMap(const Header& header, const MidiTracks& tracks) {
    if (header.secondsPerTick > 0)
        return {header.secondsPerTick, tracks.end};
    const auto secondsPerTick = [&header](std::uint32_t tempo) { return tempo * 1e-6 / header.ticksPerQuarter; };
    TickMap map(secondsPerTick(kDefaultTempo), tracks.end);
    for (const auto& [tick, tempo] : tracks.tempos)
        map.set(tick, secondsPerTick(tempo));
    return map;
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
    for (const auto& [tick, tempo] : tracks.tempos)
        sequence.tempos.push_back({map.secondsAt(tick), Bpm(60e6 / tempo)});
    for (const auto& [tick, meter] : tracks.meters)
        sequence.timeSignatures.push_back({map.secondsAt(tick), meter.numerator, meter.denominator});
    for (const auto& [tick, key] : tracks.keys)
        sequence.keySignatures.push_back({map.secondsAt(tick), key.tonic, key.isMinor});
    sequence.instrumentNames = tracks.names;
    sequence.sortNotes();
    return sequence;
}

} // namespace

Result<music::NoteSequence> readMidi(std::span<const std::byte> bytes) {
    ByteReader file(bytes);
    if (auto status = skipRiffWrapper(file); !status)
        return fail(std::move(status).error());
    const auto header = readHeader(file);
    if (!header)
        return fail(header.error());
    auto tracks = readTracks(file, *header);
    if (!tracks)
        return fail(std::move(tracks).error());
    const double beats = static_cast<double>(tracks->end.value) / header->ticksPerQuarter;
    if (beats > kMaximumMidiBeats)
        return fail(ErrorCode::Unsupported, "The MIDI file says that it lasts " + std::to_string(std::llround(beats)) +
                                                " beats; up to " + std::to_string(std::llround(kMaximumMidiBeats)) +
                                                " can be read");
    normalise(tracks->tempos, kDefaultTempo);
    normalise(tracks->meters, Meter{});
    std::ranges::stable_sort(tracks->keys, {}, &TickEvent<Key>::tick);
    return inSeconds(*tracks, tickMap(*header, *tracks), header->ticksPerQuarter);
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
