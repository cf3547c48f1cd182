#include "core/files/MidiTracks.h"

#include "core/base/Utf8.h"

#include <algorithm>
#include <utility>

namespace segue::files {
namespace {

constexpr Ticks kLatestTick(std::int64_t{1} << 60); // sums of deltas stay below overflow

std::size_t slot(std::uint8_t channel, MidiPitch pitch) {
    return std::size_t{channel} * 128 + pitch.value;
}

/// `sharps` in [-7, 7]; flats count down.
Key keyOf(int sharps, bool isMinor) {
    const int majorTonic = (sharps * 7 + 7 * 12) % 12;
    return {isMinor ? (majorTonic + 9) % 12 : majorTonic, isMinor};
}

/// As UTF-8, cut between two characters.
std::string shortName(std::string_view bytes) {
    std::string name = utf8FromUnknown(bytes);
    if (name.size() <= kMaximumInstrumentName)
        return name;
    std::size_t end = kMaximumInstrumentName;
    while ((static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) // the middle of a character
        --end;
    name.resize(end);
    return name;
}

} // namespace

MidiTrackParser::MidiTrackParser(MidiTracks& tracks, MidiDefects& defects, Ticks last)
    : m_tracks(tracks), m_defects(defects), m_last(last) {}

MidiTrackParser::End MidiTrackParser::read(ByteReader events, Ticks begin) {
    startTrack(begin);
    MidiEventReader reader(events);
    bool isMarked = false;
    while (!reader.atEnd() && !isMarked) {
        const MidiEvent event = reader.next();
        m_offset = reader.offset();
        m_tick = std::min(m_tick + Ticks(event.delta), kLatestTick);
        if (event.fault != MidiEvent::Fault::None || event.longLengthAt > 0)
            reportFault(event);
        isMarked = event.isEndOfTrack();
        if (m_tick > m_last)
            ++m_tracks.tooLate;
        if (event.isWhole)
            apply(event);
    }
    endTrack(reader.offset());
    return {reader.offset(), isMarked};
}

void MidiTrackParser::startTrack(Ticks begin) {
    m_tick = begin;
    m_firstNote = m_tracks.notes.size();
    m_firstInstrument = m_tracks.instruments;
    m_channels.fill({});
    m_instruments.clear();
    m_trackName.clear();
    m_instrumentName.clear();
}

void MidiTrackParser::endTrack(std::size_t offset) {
    for (std::size_t i = m_firstNote; i < m_tracks.notes.size(); ++i) {
        TickNote& note = m_tracks.notes[i];
        if (!note.isSounding)
            continue;
        m_defects.add(MidiDefect::HangingNote, offset);
        note.end = std::min(m_tick, m_last);
        note.isSounding = false;
        m_sounding[slot(note.channel, note.pitch)] = {};
    }
    for (const Channel& channel : m_channels) {
        if (channel.waiting.oldest < 0)
            continue;
        if (channel.latest < 0)
            m_silent.push_back({channel.waiting.oldest, channel.program, name()});
        else
            giveControls(channel.waiting.oldest, channel.latest, channel.latestProgram);
    }
    if (!name().empty())
        for (int instrument = m_firstInstrument; instrument < m_tracks.instruments; ++instrument)
            m_tracks.names.push_back({instrument, name()});
    m_tracks.end = std::max(m_tracks.end, m_tick);
}

void MidiTrackParser::finish() {
    for (const Silent& silent : m_silent) {
        giveControls(silent.firstControl, m_tracks.instruments, silent.program);
        if (!silent.name.empty())
            m_tracks.names.push_back({m_tracks.instruments, silent.name});
        ++m_tracks.instruments;
    }
    m_silent.clear();
}

const std::string& MidiTrackParser::name() const {
    return m_trackName.empty() ? m_instrumentName : m_trackName;
}

void MidiTrackParser::reportFault(const MidiEvent& event) {
    if (event.longLengthAt > 0)
        m_defects.add(MidiDefect::LongLength, event.longLengthAt);
    switch (event.fault) {
    case MidiEvent::Fault::None: return;
    case MidiEvent::Fault::Cut: return m_defects.add(MidiDefect::EventCut, event.faultAt);
    case MidiEvent::Fault::NoStatus: return m_defects.add(MidiDefect::NoStatus, event.faultAt);
    case MidiEvent::Fault::StatusForValue: return m_defects.add(MidiDefect::StatusForValue, event.faultAt);
    case MidiEvent::Fault::UndefinedStatus: return m_defects.add(MidiDefect::UndefinedStatus, event.faultAt);
    case MidiEvent::Fault::TooLong: return m_defects.add(MidiDefect::EventTooLong, event.faultAt);
    }
}

void MidiTrackParser::apply(const MidiEvent& event) {
    const auto channel = static_cast<std::uint8_t>(event.status & 0x0F);
    switch (event.status >> 4) {
    case 0x8: return noteOff(channel, MidiPitch(event.first));
    case 0x9:
        if (event.second == 0)
            return noteOff(channel, MidiPitch(event.first));
        return noteOn(channel, MidiPitch(event.first), Velocity(event.second));
    case 0xA: return; // the pressure of a key, and below of all keys, is not kept
    case 0xB: return control(channel, event.first, event.second);
    case 0xC:
        m_channels[channel].program = event.first;
        m_channels[channel].current = -1;
        return;
    case 0xD: return;
    case 0xE: return control(channel, kPitchWheel, (event.second << 7 | event.first) - 8192);
    default: break;
    }
    if (event.status == 0xFF)
        readMeta(event);
    else if (event.status != 0xF0 && event.status != 0xF7) // system exclusive is for one device
        m_defects.add(MidiDefect::SystemMessage, m_offset);
}

void MidiTrackParser::readMeta(const MidiEvent& event) {
    ByteReader data = event.data;
    const std::size_t size = data.remaining();
    const bool isInTime = m_tick <= m_last;
    const auto impossible = [this] { m_defects.add(MidiDefect::ImpossibleMeta, m_offset); };
    if (event.first == 0x03 && m_trackName.empty()) {
        m_trackName = shortName(data.text(size));
    } else if (event.first == 0x04 && m_instrumentName.empty()) {
        m_instrumentName = shortName(data.text(size));
    } else if (event.first == 0x51) {
        const std::uint32_t high = data.byte();
        const std::uint32_t tempo = high << 16 | data.bigEndian16();
        if (data.hasFailed() || tempo == 0)
            impossible();
        else if (isInTime)
            m_tracks.tempos.push_back({m_tick, tempo});
    } else if (event.first == 0x58) {
        const int numerator = data.byte();
        const int exponent = data.byte();
        if (data.hasFailed() || numerator == 0 || exponent > 15)
            impossible();
        else if (isInTime)
            m_tracks.meters.push_back({m_tick, {numerator, 1 << exponent}});
    } else if (event.first == 0x59) {
        const int sharps = static_cast<std::int8_t>(data.byte());
        const int mode = data.byte();
        if (data.hasFailed() || sharps < -7 || sharps > 7 || mode > 1)
            impossible();
        else if (isInTime)
            m_tracks.keys.push_back({m_tick, keyOf(sharps, mode == 1)});
    }
}

void MidiTrackParser::noteOn(std::uint8_t channel, MidiPitch pitch, Velocity velocity) {
    if (m_tick > m_last)
        return;
    const int index = static_cast<int>(m_tracks.notes.size());
    m_tracks.notes.push_back({.start = m_tick,
                              .end = m_tick,
                              .instrument = instrumentOf(channel),
                              .pitch = pitch,
                              .velocity = velocity,
                              .channel = channel,
                              .program = m_channels[channel].program,
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
    if (queue.oldest < 0) {
        if (m_tick <= m_last)
            m_defects.add(MidiDefect::StrayNoteOff, m_offset);
        return;
    }
    TickNote& note = m_tracks.notes[static_cast<std::size_t>(queue.oldest)];
    note.end = std::min(m_tick, m_last);
    note.isSounding = false;
    queue.oldest = note.next;
}

void MidiTrackParser::control(std::uint8_t channel, int controller, int value) {
    if (m_tick > m_last)
        return;
    Channel& played = m_channels[channel];
    const int index = static_cast<int>(m_tracks.controls.size());
    m_tracks.controls.push_back({.tick = m_tick,
                                 .instrument = played.current,
                                 .controller = static_cast<std::int16_t>(controller),
                                 .value = static_cast<std::int16_t>(value),
                                 .channel = channel,
                                 .program = played.program});
    if (played.current >= 0)
        return;
    if (played.waiting.oldest < 0)
        played.waiting.oldest = index;
    else
        m_tracks.controls[static_cast<std::size_t>(played.waiting.newest)].next = index;
    played.waiting.newest = index;
}

int MidiTrackParser::instrumentOf(std::uint8_t channel) {
    Channel& played = m_channels[channel];
    if (played.current < 0) {
        const auto [at, isNew] = m_instruments.try_emplace({channel, played.program}, m_tracks.instruments);
        if (isNew)
            ++m_tracks.instruments;
        played.current = at->second;
        played.latest = played.current;
        played.latestProgram = played.program;
        giveControls(std::exchange(played.waiting, {}).oldest, played.current, played.program);
    }
    return played.current;
}

/// The controls that are chained from `first` on.
void MidiTrackParser::giveControls(int first, int instrument, std::uint8_t program) {
    for (int i = first; i >= 0;) {
        TickControl& control = m_tracks.controls[static_cast<std::size_t>(i)];
        control.instrument = instrument;
        control.program = program;
        i = control.next;
    }
}

} // namespace segue::files
