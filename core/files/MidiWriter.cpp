#include "core/base/Files.h"
#include "core/files/MidiFile.h"
#include "core/files/TickMap.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace segue::files {
namespace {

constexpr std::uint32_t kDefaultTempo = 500'000; // microseconds a quarter: 120 a minute
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

    /// Of what plays in the track.
    void name(std::string_view name) {
        if (!name.empty())
            meta(Ticks(0), 0x03, name);
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
        return kDefaultTempo;
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
    TickMap map(secondsPerTick(kDefaultTempo, ticksPerQuarter), Ticks(last));
    Ticks previous;
    for (const music::TempoChange& change : sequence.tempos) {
        const Ticks tick = std::max(map.ticksAt(change.time), previous);
        const std::uint32_t tempo = microsecondsAQuarter(change.tempo);
        map.set(tick, secondsPerTick(tempo, ticksPerQuarter));
        const int value = static_cast<int>(tempo);
        events.push_back({tick, 0x51, text({value >> 16, value >> 8 & 0xFF, value & 0xFF})});
        previous = tick;
    }
    return map;
}

/// By tick.
std::vector<ConductorEvent> conductorEvents(const music::NoteSequence& sequence, std::vector<ConductorEvent> tempos,
                                            const TickMap& map) {
    std::vector<ConductorEvent> events = std::move(tempos);
    for (const music::TimeSignature& meter : sequence.timeSignatures) {
        const auto denominator = static_cast<unsigned>(std::clamp(meter.denominator, 1, 1 << 15));
        const auto exponent = static_cast<int>(std::bit_width(denominator)) - 1;
        events.push_back({map.ticksAt(meter.time), 0x58, text({std::clamp(meter.numerator, 1, 255), exponent, 24, 8})});
    }
    for (const music::KeySignature& key : sequence.keySignatures)
        events.push_back({map.ticksAt(key.time), 0x59, text({sharpsOf(key), key.isMinor ? 1 : 0})});
    std::ranges::stable_sort(events, {}, &ConductorEvent::tick);
    return events;
}

/// What one track plays.
struct Part {
    int instrument;
    int program;
    bool isDrum;

    friend auto operator<=>(const Part&, const Part&) = default;
};

struct PartMusic {
    std::vector<const music::Note*> notes;
    std::vector<const music::ControlChange*> controlChanges;
    std::vector<const music::PitchBend*> pitchBends;
};
using Parts = std::map<Part, PartMusic>;

Parts partsOf(const music::NoteSequence& sequence) {
    Parts parts;
    const auto of = [&parts](const auto& event) -> PartMusic& {
        return parts[{event.instrument, event.program, event.isDrum}];
    };
    for (const music::Note& note : sequence.notes)
        if (note.velocity.value > 0 && note.pitch.value < 128)
            of(note).notes.push_back(&note);
    for (const music::ControlChange& change : sequence.controlChanges)
        if (change.controller >= 0 && change.controller < 128)
            of(change).controlChanges.push_back(&change);
    for (const music::PitchBend& bend : sequence.pitchBends)
        of(bend).pitchBends.push_back(&bend);
    while (parts.size() > kMaximumTracks - 1)
        parts.erase(std::prev(parts.end()));
    return parts;
}

/// A channel message. At one tick earlier notes end first, then controllers change, then notes without length come and
/// go, then the others begin: the reader's queues pair them as they were.
struct PartEvent {
    enum class Order { Off, Control, Instant, On };

    Ticks tick;
    Order order;
    int status;
    int first;
    int second;
    int program; ///< that the channel must have
};

void addEvents(const Part& part, const PartMusic& music, int channel, const TickMap& map,
               std::vector<PartEvent>& events) {
    using Order = PartEvent::Order;
    const int program = std::clamp(part.program, 0, 127);
    for (const music::Note* note : music.notes) { // a note-on of velocity 0 is a note-off that keeps the running status
        const Ticks start = map.ticksAt(note->start);
        const Ticks end = std::max(map.ticksAt(note->end), start);
        const int velocity = std::min<int>(note->velocity.value, 127);
        const bool isInstant = start == end;
        events.push_back(
            {start, isInstant ? Order::Instant : Order::On, 0x90 | channel, note->pitch.value, velocity, program});
        events.push_back({end, isInstant ? Order::Instant : Order::Off, 0x90 | channel, note->pitch.value, 0, program});
    }
    for (const music::ControlChange* change : music.controlChanges)
        events.push_back({map.ticksAt(change->time), Order::Control, 0xB0 | channel, change->controller,
                          std::clamp(change->value, 0, 127), program});
    for (const music::PitchBend* bend : music.pitchBends) {
        const int value = std::clamp(bend->bend + 8192, 0, 16383);
        events.push_back({map.ticksAt(bend->time), Order::Control, 0xE0 | channel, value & 0x7F, value >> 7, program});
    }
}

/// Both in the order of their ticks; at one tick the conductor's first.
void write(TrackWriter& track, const std::vector<ConductorEvent>& conductor, std::vector<PartEvent> events) {
    std::ranges::stable_sort(events, {}, [](const PartEvent& event) { return std::tuple(event.tick, event.order); });
    std::array<int, 16> programs;
    programs.fill(-1);
    const auto setProgram = [&](Ticks tick, const PartEvent& event) {
        const int channel = event.status & 0x0F;
        if (std::exchange(programs.at(static_cast<std::size_t>(channel)), event.program) != event.program)
            track.channelMessage(tick, 0xC0 | channel, {event.program});
    };
    for (const PartEvent& event : events) // the first programs at once, that players have time to load them
        if (programs.at(static_cast<std::size_t>(event.status & 0x0F)) < 0)
            setProgram(Ticks(0), event);
    auto meta = conductor.begin();
    for (const PartEvent& event : events) {
        for (; meta != conductor.end() && meta->tick <= event.tick; ++meta)
            track.meta(meta->tick, meta->type, meta->data);
        if (event.order != PartEvent::Order::Off)
            setProgram(event.tick, event);
        track.channelMessage(event.tick, event.status, {event.first, event.second});
    }
    for (; meta != conductor.end(); ++meta)
        track.meta(meta->tick, meta->type, meta->data);
}

std::string_view nameOf(const music::NoteSequence& sequence, int instrument) {
    const auto at = std::ranges::find(sequence.instrumentNames, instrument, &music::InstrumentName::instrument);
    return at == sequence.instrumentNames.end() ? std::string_view() : std::string_view(at->name);
}

/// Drums on channel 10, the others on those around it in turn.
class Channels {
public:
    int next(bool isDrum) {
        if (isDrum)
            return 9;
        const int channel = m_melodic++ % 15;
        return channel < 9 ? channel : channel + 1;
    }

private:
    int m_melodic = 0;
};

Bytes singleTrack(const music::NoteSequence& sequence, const Parts& parts, const std::vector<ConductorEvent>& conductor,
                  const TickMap& map) {
    std::vector<PartEvent> events;
    Channels channels;
    for (const auto& [part, music] : parts)
        addEvents(part, music, channels.next(part.isDrum), map, events);
    TrackWriter track;
    if (parts.size() == 1)
        track.name(nameOf(sequence, parts.begin()->first.instrument));
    write(track, conductor, std::move(events));
    return track.finish();
}

std::vector<Bytes> manyTracks(const music::NoteSequence& sequence, const Parts& parts,
                              const std::vector<ConductorEvent>& conductor, const TickMap& map) {
    std::vector<Bytes> tracks;
    TrackWriter first;
    write(first, conductor, {});
    tracks.push_back(first.finish());
    Channels channels;
    for (const auto& [part, music] : parts) {
        std::vector<PartEvent> events;
        addEvents(part, music, channels.next(part.isDrum), map, events);
        TrackWriter track;
        track.name(nameOf(sequence, part.instrument));
        write(track, {}, std::move(events));
        tracks.push_back(track.finish());
    }
    return tracks;
}

} // namespace

std::vector<std::byte> writeMidi(const music::NoteSequence& sequence, const MidiWriteOptions& options) {
    const int ticksPerQuarter = std::clamp(options.ticksPerQuarter.value_or(sequence.ticksPerQuarter), 1, 0x7FFF);
    std::vector<ConductorEvent> tempos;
    const TickMap map = writeTempos(sequence, ticksPerQuarter, tempos);
    const auto conductor = conductorEvents(sequence, std::move(tempos), map);
    const Parts parts = partsOf(sequence);
    const bool isSingle = options.type == MidiType::SingleTrack;
    const std::vector<Bytes> tracks = isSingle ? std::vector<Bytes>(1, singleTrack(sequence, parts, conductor, map))
                                               : manyTracks(sequence, parts, conductor, map);

    Bytes file;
    append(file, {'M', 'T', 'h', 'd'});
    appendBigEndian(file, 6, 4);
    appendBigEndian(file, isSingle ? 0 : 1, 2);
    appendBigEndian(file, tracks.size(), 2);
    appendBigEndian(file, static_cast<std::uint64_t>(ticksPerQuarter), 2);
    for (const Bytes& track : tracks)
        file.insert(file.end(), track.begin(), track.end());
    return file;
}

Status writeMidiFile(const std::filesystem::path& path, const music::NoteSequence& sequence,
                     const MidiWriteOptions& options) {
    return writeFileAtomically(path, writeMidi(sequence, options));
}

} // namespace segue::files
