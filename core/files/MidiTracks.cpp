#include "core/files/MidiTracks.h"

#include "core/base/Utf8.h"

#include <algorithm>

namespace segue::files {
namespace {

/// At most four bytes of seven bits each.
std::uint32_t variableLength(ByteReader& events) {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) {
        const std::uint8_t byte = events.byte();
        value = value << 7 | (byte & 0x7FU);
        if (byte < 0x80)
            return value;
    }
    events.setFailed();
    return 0;
}

/// Messages that belong on a wire, not in a file; their lengths are known, so they can be passed over.
Status skipSystemMessage(ByteReader& events, std::uint8_t status) {
    if (status == 0xF4 || status == 0xF5)
        return fail(malformedMidi(events.offset() - 1, "an event has an undefined status byte"));
    (void)events.take(status == 0xF2 ? 2 : status == 0xF1 || status == 0xF3 ? 1 : 0);
    return {};
}

std::size_t slot(std::uint8_t channel, MidiPitch pitch) {
    return std::size_t{channel} * 128 + pitch.value;
}

/// `sharps` in [-7, 7]; flats count down.
Key keyOf(int sharps, bool isMinor) {
    const int majorTonic = (sharps * 7 + 7 * 12) % 12;
    return {isMinor ? (majorTonic + 9) % 12 : majorTonic, isMinor};
}

} // namespace

Error malformedMidi(std::size_t offset, const std::string& reason) {
    return Error(ErrorCode::Malformed, "The MIDI data break off at byte " + std::to_string(offset) + ": " + reason);
}

MidiTrackParser::MidiTrackParser(MidiTracks& tracks) : m_tracks(tracks) {}

Status MidiTrackParser::read(ByteReader events, Ticks begin) {
    startTrack(begin);
    while (!events.atEnd() && !m_ended) {
        if (auto status = readEvent(events); !status)
            return status;
        if (events.hasFailed())
            return fail(malformedMidi(events.offset(), "the track ends inside an event"));
    }
    endTrack();
    return {};
}

void MidiTrackParser::startTrack(Ticks begin) {
    m_tick = begin;
    m_status = 0;
    m_ended = false;
    m_firstNote = m_tracks.notes.size();
    m_firstInstrument = m_tracks.instruments;
    m_programs.fill(0);
    m_currentInstrument.fill(-1);
    m_instruments.clear();
    m_trackName.clear();
    m_instrumentName.clear();
}

void MidiTrackParser::endTrack() {
    for (std::size_t i = m_firstNote; i < m_tracks.notes.size(); ++i) {
        TickNote& note = m_tracks.notes[i];
        if (!note.isSounding)
            continue;
        note.end = m_tick;
        note.isSounding = false;
        m_sounding[slot(note.channel, note.pitch)] = {};
    }
    const std::string& name = m_trackName.empty() ? m_instrumentName : m_trackName;
    if (!name.empty())
        for (int instrument = m_firstInstrument; instrument < m_tracks.instruments; ++instrument)
            m_tracks.names.push_back({instrument, name});
    m_tracks.end = std::max(m_tracks.end, m_tick);
}

Status MidiTrackParser::readEvent(ByteReader& events) {
    m_tick += Ticks(variableLength(events));
    if (events.hasFailed())
        return {}; // read() says so
    if (events.peek() < 0x80) { // running status; it outlives meta events, as files in the wild expect
        if (m_status == 0)
            return fail(malformedMidi(events.offset(), "an event has no status byte"));
        return readChannelMessage(events);
    }
    const std::uint8_t status = events.byte();
    if (status < 0xF0) {
        m_status = status;
        return readChannelMessage(events);
    }
    if (status == 0xFF)
        readMeta(events);
    else if (status == 0xF0 || status == 0xF7)
        (void)events.take(variableLength(events)); // system exclusive
    else
        return skipSystemMessage(events, status);
    return {};
}

Status MidiTrackParser::readChannelMessage(ByteReader& events) {
    const int kind = m_status >> 4;
    const auto channel = static_cast<std::uint8_t>(m_status & 0x0F);
    const std::uint8_t first = events.byte();
    const std::uint8_t second = kind == 0xC || kind == 0xD ? std::uint8_t{0} : events.byte();
    if (events.hasFailed())
        return {}; // read() says so
    if ((first | second) >= 0x80)
        return fail(malformedMidi(events.offset() - 1, "an event has a status byte where a value should be"));
    if (kind == 0x9 && second > 0) {
        noteOn(channel, MidiPitch(first), Velocity(second));
    } else if (kind == 0x8 || kind == 0x9) {
        noteOff(channel, MidiPitch(first));
    } else if (kind == 0xC) {
        m_programs[channel] = first;
        m_currentInstrument[channel] = -1;
    }
    return {};
}

void MidiTrackParser::readMeta(ByteReader& events) {
    const std::uint8_t type = events.byte();
    ByteReader data = events.part(variableLength(events));
    const std::size_t size = data.remaining();
    if (events.hasFailed())
        return; // read() says so
    if (type == 0x03 && m_trackName.empty()) {
        m_trackName = utf8FromUnknown(data.text(size));
    } else if (type == 0x04 && m_instrumentName.empty()) {
        m_instrumentName = utf8FromUnknown(data.text(size));
    } else if (type == 0x2F) {
        m_ended = true;
    } else if (type == 0x51 && size >= 3) {
        const std::uint32_t high = data.byte();
        if (const std::uint32_t tempo = high << 16 | data.bigEndian16(); tempo > 0)
            m_tracks.tempos.push_back({m_tick, tempo});
    } else if (type == 0x58 && size >= 2) {
        const int numerator = data.byte();
        const int exponent = data.byte();
        if (numerator > 0 && exponent < 16)
            m_tracks.meters.push_back({m_tick, {numerator, 1 << exponent}});
    } else if (type == 0x59 && size >= 2) {
        const int sharps = static_cast<std::int8_t>(data.byte());
        const int mode = data.byte();
        if (sharps >= -7 && sharps <= 7 && mode <= 1)
            m_tracks.keys.push_back({m_tick, keyOf(sharps, mode == 1)});
    }
}

void MidiTrackParser::noteOn(std::uint8_t channel, MidiPitch pitch, Velocity velocity) {
    const int index = static_cast<int>(m_tracks.notes.size());
    m_tracks.notes.push_back({.start = m_tick,
                              .end = m_tick,
                              .instrument = instrumentOf(channel),
                              .pitch = pitch,
                              .velocity = velocity,
                              .channel = channel,
                              .program = m_programs[channel],
                              .isSounding = true});
    Queue& queue = m_sounding[slot(channel, pitch)];
    if (queue.oldest < 0)
        queue.oldest = index;
    else
        m_tracks.notes[static_cast<std::size_t>(queue.newest)].next = index;
    queue.newest = index;
}

void MidiTrackParser::noteOff(std::uint8_t channel, MidiPitch pitch) {
    Queue& queue = m_sounding[slot(channel, pitch)];
    if (queue.oldest < 0)
        return;
    TickNote& note = m_tracks.notes[static_cast<std::size_t>(queue.oldest)];
    note.end = m_tick;
    note.isSounding = false;
    queue.oldest = note.next;
}

int MidiTrackParser::instrumentOf(std::uint8_t channel) {
    int& current = m_currentInstrument[channel];
    if (current < 0) {
        const auto [at, isNew] = m_instruments.try_emplace({channel, m_programs[channel]}, m_tracks.instruments);
        if (isNew)
            ++m_tracks.instruments;
        current = at->second;
    }
    return current;
}

} // namespace segue::files
