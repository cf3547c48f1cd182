#include "core/base/Files.h"
#include "core/files/MidiFile.h"
#include "core/files/TickMap.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <map>
#include <string_view>
#include <tuple>

namespace segue::files {
namespace {

constexpr double kDefaultTempo = 500'000.0; // microseconds a quarter: 120 a minute
constexpr std::size_t kMaximumTracks = 65'535;
constexpr std::int64_t kMaximumDelta = 0x0FFF'FFFF;

using Bytes = std::vector<std::byte>;

void append(Bytes& bytes, std::initializer_list<int> values) {
    for (const int value : values)
        bytes.push_back(static_cast<std::byte>(value));
}

void appendBigEndian(Bytes& bytes, std::uint64_t value, int count) {
    for (int i = count - 1; i >= 0; --i)
        bytes.push_back(static_cast<std::byte>(value >> (8 * i)));
}

void appendVariableLength(Bytes& bytes, std::uint32_t value) {
    for (int shift = 21; shift > 0; shift -= 7)
        if (value >> shift != 0)
            bytes.push_back(static_cast<std::byte>(0x80U | (value >> shift & 0x7FU)));
    bytes.push_back(static_cast<std::byte>(value & 0x7FU));
}

/// The events of one track, in the order of their ticks.
class TrackWriter {
public:
    void meta(Ticks tick, int type, std::string_view data) {
        advance(tick);
        append(m_bytes, {0xFF, type});
        appendVariableLength(m_bytes, static_cast<std::uint32_t>(data.size()));
        for (const char c : data)
            m_bytes.push_back(static_cast<std::byte>(c));
        m_status = 0;
    }

    void channelMessage(Ticks tick, int status, std::initializer_list<int> data) {
        advance(tick);
        if (status != m_status)
            append(m_bytes, {status});
        m_status = status;
        append(m_bytes, data);
    }

    /// The whole chunk.
    [[nodiscard]] Bytes finish() {
        meta(m_tick, 0x2F, {});
        Bytes chunk;
        append(chunk, {'M', 'T', 'r', 'k'});
        appendBigEndian(chunk, m_bytes.size(), 4);
        chunk.insert(chunk.end(), m_bytes.begin(), m_bytes.end());
        return chunk;
    }

private:
    void advance(Ticks tick) {
        std::int64_t delta = std::max<std::int64_t>((tick - m_tick).value, 0);
        for (; delta > kMaximumDelta; delta -= kMaximumDelta) { // an empty text bridges what no delta can
            appendVariableLength(m_bytes, static_cast<std::uint32_t>(kMaximumDelta));
            append(m_bytes, {0xFF, 0x01, 0x00});
            m_status = 0;
        }
        appendVariableLength(m_bytes, static_cast<std::uint32_t>(delta));
        m_tick = std::max(tick, m_tick);
    }

    Bytes m_bytes;
    Ticks m_tick;
    int m_status = 0;
};

std::uint32_t microsecondsAQuarter(Bpm tempo) {
    const double microseconds = 60e6 / tempo.value;
    if (!(tempo.value > 0.0))
        return static_cast<std::uint32_t>(kDefaultTempo);
    return static_cast<std::uint32_t>(std::lround(std::clamp(microseconds, 1.0, double{0xFFFFFF})));
}

/// In [-5, 6], flats negative.
int sharpsOf(const music::KeySignature& key) {
    const int majorTonic = (key.tonic + (key.isMinor ? 3 : 0)) % 12;
    const int sharps = majorTonic * 7 % 12;
    return sharps > 6 ? sharps - 12 : sharps;
}

std::string text(std::initializer_list<int> bytes) {
    std::string result;
    for (const int byte : bytes)
        result += static_cast<char>(byte);
    return result;
}

/// A meta event of the first track.
struct ConductorEvent {
    Ticks tick;
    int type;
    std::string data;
};

/// The tempo events, and the map from seconds to the ticks that they make: what the reader will see.
TickMap writeTempos(const music::NoteSequence& sequence, int ticksPerQuarter, std::vector<ConductorEvent>& events) {
    const auto last = static_cast<std::int64_t>(kMaximumMidiBeats * ticksPerQuarter);
    TickMap map(kDefaultTempo * 1e-6 / ticksPerQuarter, Ticks(last));
    Ticks previous;
    for (const music::TempoChange& change : sequence.tempos) {
        const Ticks tick = std::max(map.ticksAt(change.time), previous);
        const std::uint32_t tempo = microsecondsAQuarter(change.tempo);
        map.set(tick, tempo * 1e-6 / ticksPerQuarter);
        const int value = static_cast<int>(tempo);
        events.push_back({tick, 0x51, text({value >> 16, value >> 8 & 0xFF, value & 0xFF})});
        previous = tick;
    }
    return map;
}

Bytes conductorTrack(const music::NoteSequence& sequence, std::vector<ConductorEvent> events, const TickMap& map) {
    for (const music::TimeSignature& meter : sequence.timeSignatures) {
        const auto denominator = static_cast<unsigned>(std::clamp(meter.denominator, 1, 1 << 15));
        const auto exponent = static_cast<int>(std::bit_width(denominator)) - 1;
        events.push_back({map.ticksAt(meter.time), 0x58, text({std::clamp(meter.numerator, 1, 255), exponent, 24, 8})});
    }
    for (const music::KeySignature& key : sequence.keySignatures)
        events.push_back({map.ticksAt(key.time), 0x59, text({sharpsOf(key), key.isMinor ? 1 : 0})});
    std::ranges::stable_sort(events, {}, &ConductorEvent::tick);
    TrackWriter track;
    for (const ConductorEvent& event : events)
        track.meta(event.tick, event.type, event.data);
    return track.finish();
}

/// What one track plays.
struct Part {
    int instrument;
    int program;
    bool isDrum;

    friend auto operator<=>(const Part&, const Part&) = default;
};

/// At one tick earlier notes end first, then notes without length come and go, then the others begin: the reader's
/// queues pair them as they were.
struct NoteEvent {
    Ticks tick;
    int order;
    MidiPitch pitch;
    Velocity velocity;
};

Bytes partTrack(const Part& part, int channel, std::string_view name, const std::vector<const music::Note*>& notes,
                const TickMap& map) {
    std::vector<NoteEvent> events;
    events.reserve(notes.size() * 2);
    for (const music::Note* note : notes) {
        const Ticks start = map.ticksAt(note->start);
        const Ticks end = std::max(map.ticksAt(note->end), start);
        events.push_back({start, start == end ? 1 : 2, note->pitch, note->velocity});
        events.push_back({end, start == end ? 1 : 0, note->pitch, Velocity(0)});
    }
    std::ranges::stable_sort(events, {}, [](const NoteEvent& event) { return std::tuple(event.tick, event.order); });

    TrackWriter track;
    if (!name.empty())
        track.meta(Ticks(0), 0x03, name);
    track.channelMessage(Ticks(0), 0xC0 | channel, {std::clamp(part.program, 0, 127)});
    for (const NoteEvent& event : events) // a note-on of velocity 0 is a note-off that keeps the running status
        track.channelMessage(event.tick, 0x90 | channel, {event.pitch.value, std::min<int>(event.velocity.value, 127)});
    return track.finish();
}

std::map<Part, std::vector<const music::Note*>> parts(const music::NoteSequence& sequence) {
    std::map<Part, std::vector<const music::Note*>> result;
    for (const music::Note& note : sequence.notes)
        if (note.velocity.value > 0 && note.pitch.value < 128)
            result[{note.instrument, note.program, note.isDrum}].push_back(&note);
    while (result.size() > kMaximumTracks - 1)
        result.erase(std::prev(result.end()));
    return result;
}

std::string_view nameOf(const music::NoteSequence& sequence, int instrument) {
    const auto at = std::ranges::find(sequence.instrumentNames, instrument, &music::InstrumentName::instrument);
    return at == sequence.instrumentNames.end() ? std::string_view() : std::string_view(at->name);
}

} // namespace

std::vector<std::byte> writeMidi(const music::NoteSequence& sequence) {
    const int ticksPerQuarter = std::clamp(sequence.ticksPerQuarter, 1, 0x7FFF);
    std::vector<ConductorEvent> conductor;
    const TickMap map = writeTempos(sequence, ticksPerQuarter, conductor);
    const auto tracks = parts(sequence);

    Bytes file;
    append(file, {'M', 'T', 'h', 'd'});
    appendBigEndian(file, 6, 4);
    appendBigEndian(file, 1, 2);
    appendBigEndian(file, tracks.size() + 1, 2);
    appendBigEndian(file, static_cast<std::uint64_t>(ticksPerQuarter), 2);
    const auto add = [&file](const Bytes& track) { file.insert(file.end(), track.begin(), track.end()); };
    add(conductorTrack(sequence, std::move(conductor), map));
    int melodic = 0;
    for (const auto& [part, notes] : tracks) {
        const int channel = part.isDrum ? 9 : melodic % 15 < 9 ? melodic % 15 : melodic % 15 + 1;
        melodic += part.isDrum ? 0 : 1;
        add(partTrack(part, channel, nameOf(sequence, part.instrument), notes, map));
    }
    return file;
}

Status writeMidiFile(const std::filesystem::path& path, const music::NoteSequence& sequence) {
    return writeFileAtomically(path, writeMidi(sequence));
}

} // namespace segue::files
