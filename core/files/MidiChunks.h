#pragma once

#include "core/base/Result.h"
#include "core/files/ByteReader.h"
#include "core/files/MidiDefects.h"

#include <cstddef>
#include <optional>
#include <span>

namespace segue::files {

/// The header of a MIDI file.
struct MidiHeader {
    int type = 1;
    int tracks = 0; ///< as it announces
    int ticksPerQuarter = 480; ///< of SMPTE time at 120 a minute
    double secondsPerTick = 0; ///< of SMPTE time, which no tempo changes; 0 elsewhere
};

/// Finds the header and the tracks of a MIDI file, whatever lies around them. A chunk's length is believed if another
/// chunk or the end of the file follows; otherwise the track's own events say where it ends, or the next "MTrk" does.
class MidiChunks {
public:
    /// Errors: Malformed, Unsupported (bytes without a MIDI header).
    [[nodiscard]] static Result<MidiChunks> open(std::span<const std::byte> bytes, MidiDefects& defects);

    [[nodiscard]] const MidiHeader& header() const { return m_header; }

    struct Track {
        ByteReader events;
        int number = 0; ///< from 1
        bool isCut = false; ///< by the end of the file
    };
    /// The next track; nothing after the last.
    [[nodiscard]] std::optional<Track> next();

    /// What the events of the last track said: they ended at this offset. A track that begins there is the next one.
    void eventsEndedAt(std::size_t offset);

private:
    MidiChunks(ByteReader file, MidiDefects& defects) : m_file(file), m_defects(&defects) {}

    [[nodiscard]] Status readHeader();
    [[nodiscard]] Track trackAt(ByteReader content, std::size_t length);
    void skipJunk();
    void countTracks();

    ByteReader m_file; ///< behind the last chunk
    MidiDefects* m_defects;
    MidiHeader m_header;
    int m_found = 0;
};

} // namespace segue::files
