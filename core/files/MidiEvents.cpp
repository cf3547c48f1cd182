#include "core/files/MidiEvents.h"

#include <algorithm>
#include <utility>

namespace segue::files {
namespace {

constexpr std::int64_t kMaximumNumber = (std::int64_t{1} << 40) - 1;
constexpr int kConvincing = 8; // so many events in a row make sense by chance hardly ever
constexpr int kComparison = 32; // events by which two readings are compared

/// Messages that belong on a wire, not in a file; the lengths of their data are known.
std::size_t systemMessageSize(std::uint8_t status) {
    return status == 0xF2 ? 2 : status == 0xF1 || status == 0xF3 ? 1 : 0;
}

} // namespace

MidiEvent MidiEventReader::next() {
    MidiEvent event = read();
    if (event.fault != MidiEvent::Fault::None)
        recover(event);
    return event;
}

MidiWalk MidiEventReader::walk(int limit) const {
    MidiEventReader ahead(*this);
    MidiWalk walk{.offset = offset()};
    while (walk.events < limit && !walk.reachedEnd && !ahead.atEnd()) {
        const MidiEvent event = ahead.read();
        if (event.fault != MidiEvent::Fault::None)
            return walk;
        ++walk.events;
        walk.ticks += event.delta;
        walk.reachedEnd = event.isEndOfTrack();
        walk.offset = ahead.offset();
    }
    return walk;
}

MidiEvent MidiEventReader::read() {
    MidiEvent event;
    if (!std::exchange(m_deltaIsMissing, false))
        event.delta = variableLength(event);
    event.faultAt = offset();
    if (m_bytes.atEnd()) {
        event.fault = MidiEvent::Fault::Cut;
    } else if (m_bytes.peek() < 0x80) { // running status; it outlives meta events, as files in the wild expect
        event.status = m_runningStatus;
        if (event.status == 0)
            event.fault = MidiEvent::Fault::NoStatus;
        else
            readChannelMessage(event);
    } else if (event.status = m_bytes.byte(); event.status < 0xF0) {
        m_runningStatus = event.status;
        readChannelMessage(event);
    } else {
        readData(event);
    }
    event.isWhole = event.fault == MidiEvent::Fault::None;
    return event;
}

void MidiEventReader::readChannelMessage(MidiEvent& event) {
    const int kind = event.status >> 4;
    const std::size_t begin = offset();
    event.first = m_bytes.byte();
    if (kind != 0xC && kind != 0xD)
        event.second = m_bytes.byte();
    event.faultAt = event.first < 0x80 ? begin + 1 : begin;
    if (m_bytes.hasFailed()) {
        event.fault = MidiEvent::Fault::Cut;
        event.faultAt = offset();
    } else if ((event.first | event.second) >= 0x80) {
        event.fault = MidiEvent::Fault::StatusForValue;
    }
}

void MidiEventReader::readData(MidiEvent& event) {
    const bool isMeta = event.status == 0xFF;
    if (event.status == 0xF4 || event.status == 0xF5) {
        event.fault = MidiEvent::Fault::UndefinedStatus;
        return;
    }
    if (isMeta)
        event.first = m_bytes.byte();
    const bool saysItsLength = isMeta || event.status == 0xF0 || event.status == 0xF7;
    const std::size_t size = saysItsLength ? static_cast<std::size_t>(variableLength(event)) //
                                           : systemMessageSize(event.status);
    event.faultAt = offset();
    if (m_bytes.hasFailed())
        event.fault = MidiEvent::Fault::Cut;
    else if (size > m_bytes.remaining())
        event.fault = MidiEvent::Fault::TooLong;
    else
        event.data = m_bytes.part(size);
}

std::int64_t MidiEventReader::variableLength(MidiEvent& event) {
    std::int64_t value = 0;
    for (int i = 0;; ++i) {
        if (i == 4)
            event.longLengthAt = offset();
        const std::uint8_t byte = m_bytes.byte();
        value = std::min(value << 7 | (byte & 0x7F), kMaximumNumber);
        if (byte < 0x80)
            return value;
    }
}

void MidiEventReader::recover(MidiEvent& event) {
    switch (event.fault) {
    case MidiEvent::Fault::None:
    case MidiEvent::Fault::UndefinedStatus: // taken for a message without data
        return;
    case MidiEvent::Fault::Cut: (void)m_bytes.take(m_bytes.remaining()); return;
    case MidiEvent::Fault::NoStatus:
    case MidiEvent::Fault::TooLong: goToWholeEvent(event.faultAt); return;
    case MidiEvent::Fault::StatusForValue: break;
    }
    MidiEventReader next = at(event.faultAt); // Is it the status of the next event, or just a value too high?
    next.m_deltaIsMissing = true;
    const auto senseOf = [](const MidiWalk& walk) { // a status byte misread as part of a delta makes a long one
        return std::pair(walk.reachedEnd ? kComparison : walk.events, -walk.ticks);
    };
    if (senseOf(next.walk(kComparison)) > senseOf(walk(kComparison))) {
        *this = next;
    } else {
        event.isWhole = event.first < 0x80;
        event.second = std::min<std::uint8_t>(event.second, 127);
    }
}

/// One with a status byte of its own, after which more make sense; else to the end.
void MidiEventReader::goToWholeEvent(std::size_t from) {
    MidiEventReader there = at(from);
    for (; !there.atEnd(); (void)there.m_bytes.take(1)) {
        const MidiWalk walk = there.walk(kConvincing);
        const bool isLast = walk.events > 0 && walk.offset == offset() + m_bytes.remaining();
        if (walk.events == kConvincing || walk.reachedEnd || isLast)
            break;
    }
    *this = there;
}

/// Without a running status.
MidiEventReader MidiEventReader::at(std::size_t offset) const {
    return MidiEventReader(m_bytes.from(offset));
}

} // namespace segue::files
