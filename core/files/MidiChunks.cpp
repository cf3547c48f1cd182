#include "core/files/MidiChunks.h"

#include "core/files/MidiEvents.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

namespace segue::files {
namespace {

constexpr std::string_view kHeaderId = "MThd";
constexpr std::string_view kTrackId = "MTrk";
constexpr std::size_t kHeaderSize = 6;

bool beginsWith(ByteReader reader, std::string_view text) {
    return reader.remaining() >= text.size() && reader.text(text.size()) == text;
}

/// Whether a chunk may begin here, or the file ends.
bool isChunkBoundary(ByteReader reader) {
    if (reader.atEnd() || beginsWith(reader, kTrackId))
        return true;
    const std::string_view id = reader.text(4);
    const std::uint32_t length = reader.bigEndian32();
    const auto isPrintable = [](char c) { return c >= ' ' && c <= '~'; };
    return !reader.hasFailed() && length <= reader.remaining() && std::ranges::all_of(id, isPrintable);
}

/// The MIDI file in a RIFF file. Source: Microsoft's RMID form.
Result<ByteReader> unwrapped(ByteReader riff, MidiDefects& defects) {
    (void)riff.take(8);
    const bool isMidi = riff.text(4) == "RMID";
    for (ByteReader chunk = riff; isMidi && !chunk.hasFailed() && !chunk.atEnd();) {
        const std::string_view id = chunk.text(4);
        const std::size_t length = chunk.littleEndian32();
        if (id == "data" && length > chunk.remaining())
            defects.add(MidiDefect::WrapperLength, chunk.offset() - 8);
        if (id == "data")
            return chunk.until(chunk.offset() + std::min(length, chunk.remaining()));
        (void)chunk.take(length + length % 2);
    }
    if (riff.find(kHeaderId)) {
        defects.add(MidiDefect::BrokenWrapper, riff.offset());
        return riff;
    }
    if (!isMidi)
        return fail(ErrorCode::Unsupported, "This is a RIFF file without MIDI in it");
    return fail(malformedMidi(riff.offset(), "the RIFF file has no chunk of MIDI data"));
}

} // namespace

Result<MidiChunks> MidiChunks::open(std::span<const std::byte> bytes, MidiDefects& defects) {
    ByteReader file(bytes);
    if (beginsWith(file, "RIFF")) {
        auto inside = unwrapped(file, defects);
        if (!inside)
            return fail(std::move(inside).error());
        file = *inside;
    }
    if (!beginsWith(file, kHeaderId)) {
        const auto at = file.find(kHeaderId);
        if (!at)
            return fail(ErrorCode::Malformed, "This is no MIDI file: it does not begin with \"MThd\"");
        defects.add(MidiDefect::JunkBeforeHeader, file.offset());
        file = file.from(*at);
    }
    MidiChunks chunks(file, defects);
    if (auto status = chunks.readHeader(); !status)
        return fail(std::move(status).error());
    return chunks;
}

Status MidiChunks::readHeader() {
    const std::size_t begin = m_file.offset();
    (void)m_file.take(4);
    std::size_t length = m_file.bigEndian32();
    if (m_file.hasFailed() || m_file.remaining() < kHeaderSize)
        return fail(malformedMidi(begin, "the file ends inside its header"));
    const ByteReader behind = m_file.from(m_file.offset() + kHeaderSize);
    if (length < kHeaderSize || length > m_file.remaining() || (length > kHeaderSize && beginsWith(behind, kTrackId))) {
        m_defects->add(MidiDefect::HeaderLength, begin);
        length = kHeaderSize;
    }
    ByteReader content = m_file.part(length);
    m_header.type = content.bigEndian16();
    m_header.tracks = content.bigEndian16();
    const std::uint16_t division = content.bigEndian16();
    if (m_header.type > 2)
        m_defects->add(MidiDefect::UnknownType, begin + 8,
                       "it is of type " + std::to_string(m_header.type) + ", and 0, 1 and 2 are known");
    if (division < 0x8000) {
        m_header.ticksPerQuarter = division;
    } else { // frames a second, negative, in the high byte; ticks a frame in the low one
        const int frames = 256 - (division >> 8);
        const double rate = frames == 29 ? 30'000.0 / 1001.0 : frames;
        const double ticksPerSecond = rate * (division & 0xFF);
        m_header.secondsPerTick = ticksPerSecond > 0 ? 1.0 / ticksPerSecond : 0.0;
        m_header.ticksPerQuarter = static_cast<int>(std::lround(ticksPerSecond / 2)); // at 120 a minute
    }
    if (m_header.ticksPerQuarter <= 0) {
        m_defects->add(MidiDefect::NoDivision, begin + 12);
        m_header.ticksPerQuarter = MidiHeader{}.ticksPerQuarter;
        m_header.secondsPerTick = 0;
    }
    return {};
}

std::optional<MidiChunks::Track> MidiChunks::next() {
    m_defects->enterTrack(0);
    while (!m_file.atEnd()) {
        if (!isChunkBoundary(m_file)) {
            skipJunk();
            continue;
        }
        const bool isTrack = beginsWith(m_file, kTrackId);
        ByteReader content = m_file;
        (void)content.take(4);
        const std::size_t length = content.bigEndian32();
        if (content.hasFailed()) { // "MTrk" and less than a length
            m_defects->add(MidiDefect::TrackCut, m_file.offset());
            m_file = m_file.from(m_file.offset() + m_file.remaining());
        } else if (isTrack) {
            m_defects->enterTrack(++m_found);
            return trackAt(content, length);
        } else { // chunks of other kinds are for other programs
            m_file = content.from(content.offset() + length);
        }
    }
    countTracks();
    return std::nullopt;
}

MidiChunks::Track MidiChunks::trackAt(ByteReader content, std::size_t length) {
    const std::size_t begin = content.offset() - 8;
    const bool fits = length <= content.remaining();
    std::size_t end = content.offset() + length;
    bool isCut = false;
    if (!fits || !isChunkBoundary(content.from(end))) {
        const auto nextTrack = content.find(kTrackId);
        const ByteReader rest = nextTrack ? content.until(*nextTrack) : content;
        const MidiWalk walk = MidiEventReader(rest).walk(std::numeric_limits<int>::max());
        const std::size_t restEnd = rest.offset() + rest.remaining();
        isCut = !fits && !walk.reachedEnd && !nextTrack;
        const std::size_t found = walk.reachedEnd ? walk.offset : fits && end <= restEnd ? end : restEnd;
        if (isCut)
            m_defects->add(MidiDefect::TrackCut, begin,
                           "track " + std::to_string(m_found) + " of " + std::to_string(m_header.tracks) +
                               " is cut short");
        else if (found != end)
            m_defects->add(MidiDefect::TrackLength, begin);
        end = found;
    }
    m_file = content.from(end);
    return {content.until(end), m_found, isCut};
}

void MidiChunks::eventsEndedAt(std::size_t offset) {
    if (offset >= m_file.offset())
        return;
    const ByteReader behind = m_file.from(offset);
    if (beginsWith(behind, kTrackId)) {
        m_defects->add(MidiDefect::TrackLength, offset);
        m_file = behind;
    } else {
        m_defects->add(MidiDefect::EventsAfterEnd, offset);
    }
}

void MidiChunks::skipJunk() {
    const auto nextTrack = m_file.find(kTrackId);
    const bool isBehindAll = !nextTrack && m_found >= m_header.tracks;
    m_defects->add(isBehindAll ? MidiDefect::JunkAfterTracks : MidiDefect::JunkBetweenChunks, m_file.offset());
    m_file = m_file.from(nextTrack.value_or(m_file.offset() + m_file.remaining()));
}

void MidiChunks::countTracks() {
    const std::string announced = std::to_string(m_header.tracks);
    if (m_found < m_header.tracks)
        m_defects->add(MidiDefect::TracksMissing, m_file.offset(),
                       "track " + std::to_string(m_found + 1) + " of " + announced + " is missing",
                       m_header.tracks - m_found);
    else if (m_found > m_header.tracks)
        m_defects->add(MidiDefect::TracksUnannounced, 0,
                       "the header announces " + announced + " tracks, and there are " + std::to_string(m_found),
                       m_found - m_header.tracks);
}

} // namespace segue::files
