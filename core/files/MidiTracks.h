#pragma once

#include "core/base/Quantity.h"
#include "core/files/ByteReader.h"
#include "core/files/MidiDefects.h"
#include "core/files/MidiEvents.h"
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

/// A controller or, as controller kPitchWheel, the pitch wheel.
struct TickControl {
    Ticks tick;
    int instrument = -1;
    int next = -1; ///< the next one that waits for the same instrument
    std::int16_t controller = 0;
    std::int16_t value = 0; ///< [0, 128); of the pitch wheel [-8192, 8192)
    std::uint8_t channel = 0;
    std::uint8_t program = 0;
};
inline constexpr int kPitchWheel = 128;

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
    std::vector<TickControl> controls;
    std::vector<TickEvent<std::uint32_t>> tempos; ///< microseconds a quarter, above 0
    std::vector<TickEvent<Meter>> meters;
    std::vector<TickEvent<Key>> keys;
    std::vector<music::InstrumentName> names; ///< by instrument
    int instruments = 0;
    Ticks end; ///< of the longest track, also where it is too late
    int tooLate = 0; ///< events that were left out because they came after the last tick
};

/// Longer names are cut: every instrument of a track has its own copy.
inline constexpr std::size_t kMaximumInstrumentName = 256; // bytes

/// Reads track after track of one file into a MidiTracks.
class MidiTrackParser {
public:
    /// `last`: events that come after it are left out, and notes that sound end there.
    MidiTrackParser(MidiTracks& tracks, MidiDefects& defects, Ticks last);

    struct End {
        std::size_t offset; ///< behind the last event that was read
        bool isMarked; ///< by an end-of-track event
    };
    /// `events` is the content of one track chunk, whose first tick is `begin`.
    End read(ByteReader events, Ticks begin);

    /// After the last track. Instruments that have controllers and no notes get the last numbers.
    void finish();

private:
    void startTrack(Ticks begin);
    void endTrack(std::size_t offset);
    void apply(const MidiEvent& event);
    void reportFault(const MidiEvent& event);
    void readMeta(const MidiEvent& event);
    void noteOn(std::uint8_t channel, MidiPitch pitch, Velocity velocity);
    void noteOff(std::uint8_t channel, MidiPitch pitch);
    void control(std::uint8_t channel, int controller, int value);
    [[nodiscard]] int instrumentOf(std::uint8_t channel);
    void giveControls(int first, int instrument, std::uint8_t program);
    [[nodiscard]] const std::string& name() const;

    MidiTracks& m_tracks;
    MidiDefects& m_defects;
    Ticks m_last;
    /// Indices of notes or controls that are chained by their `next`. -1 is none.
    struct Queue {
        int oldest = -1;
        int newest = -1;
    };
    std::array<Queue, 16 * 128> m_sounding{}; ///< notes by channel and pitch

    /// What a channel of a track played without notes.
    struct Silent {
        int firstControl;
        std::uint8_t program;
        std::string name;
    };
    std::vector<Silent> m_silent;

    // of the track that is being read
    Ticks m_tick;
    std::size_t m_offset = 0; ///< behind the event that is being read
    std::size_t m_firstNote = 0;
    int m_firstInstrument = 0;
    struct Channel {
        std::uint8_t program = 0;
        int current = -1; ///< the instrument of the program; -1 is not known yet
        int latest = -1; ///< the instrument that played last; -1 is none
        std::uint8_t latestProgram = 0;
        Queue waiting; ///< controls that came before their instrument's first note
    };
    std::array<Channel, 16> m_channels{};
    std::map<std::pair<std::uint8_t, std::uint8_t>, int> m_instruments; ///< by channel and program
    std::string m_trackName;
    std::string m_instrumentName;
};

} // namespace segue::files
