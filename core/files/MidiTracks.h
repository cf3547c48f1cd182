#pragma once

#include "core/base/Quantity.h"
#include "core/base/Result.h"
#include "core/files/ByteReader.h"
#include "core/music/NoteSequence.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace segue::files {

/// A note before the tempo map is known.
struct TickNote {
    Ticks start;
    Ticks end;
    int instrument = 0;
    int next = -1; ///< the note of the same channel and pitch that was struck next while this one sounded
    MidiPitch pitch;
    Velocity velocity;
    std::uint8_t channel = 0;
    std::uint8_t program = 0;
    bool isSounding = false;
};

template <class Value>
struct TickEvent {
    Ticks tick;
    Value value;
};

struct Meter {
    int numerator = 4;
    int denominator = 4;

    friend bool operator==(const Meter&, const Meter&) = default;
};

struct Key {
    int tonic = 0;
    bool isMinor = false;

    friend bool operator==(const Key&, const Key&) = default;
};

/// What the tracks of a MIDI file hold, in ticks: notes by track, and every other event in the order it was met.
struct MidiTracks {
    std::vector<TickNote> notes;
    std::vector<TickEvent<std::uint32_t>> tempos; ///< microseconds a quarter, above 0
    std::vector<TickEvent<Meter>> meters;
    std::vector<TickEvent<Key>> keys;
    std::vector<music::InstrumentName> names;
    int instruments = 0;
    Ticks end; ///< of the longest track
};

/// Reads track after track of one file into a MidiTracks.
class MidiTrackParser {
public:
    explicit MidiTrackParser(MidiTracks& tracks);

    /// `events` is the content of one track chunk, whose first tick is `begin`. Errors: Malformed.
    [[nodiscard]] Status read(ByteReader events, Ticks begin);

private:
    void startTrack(Ticks begin);
    void endTrack();
    [[nodiscard]] Status readEvent(ByteReader& events);
    [[nodiscard]] Status readChannelMessage(ByteReader& events);
    void readMeta(ByteReader& events);
    void noteOn(std::uint8_t channel, MidiPitch pitch, Velocity velocity);
    void noteOff(std::uint8_t channel, MidiPitch pitch);
    [[nodiscard]] int instrumentOf(std::uint8_t channel);

    MidiTracks& m_tracks;
    /// Sounding notes by channel and pitch: a queue through TickNote::next. -1 is none.
    struct Queue {
        int oldest = -1;
        int newest = -1;
    };
    std::array<Queue, 16 * 128> m_sounding{};

    // of the track that is being read
    Ticks m_tick;
    std::uint8_t m_status = 0; ///< the running status; 0 is none
    bool m_ended = false;
    std::size_t m_firstNote = 0;
    int m_firstInstrument = 0;
    std::array<std::uint8_t, 16> m_programs{};
    std::array<int, 16> m_currentInstrument{}; ///< of the channel's program; -1 is not known yet
    std::map<std::pair<std::uint8_t, std::uint8_t>, int> m_instruments; ///< by channel and program
    std::string m_trackName;
    std::string m_instrumentName;
};

/// "The MIDI data break off at byte 123: …"
[[nodiscard]] Error malformedMidi(std::size_t offset, const std::string& reason);

} // namespace segue::files
