#pragma once

#include "core/base/Quantity.h"

#include <string>
#include <vector>

namespace segue::music {

/// One note, in seconds from the beginning. `instrument` tells apart the parts of a piece (a MIDI track and channel).
struct Note {
    MidiPitch pitch;
    Velocity velocity;
    Seconds start;
    Seconds end; ///< not before start
    int instrument = 0;
    int program = 0; ///< General MIDI, [0, 128)
    bool isDrum = false; ///< MIDI channel 10

    friend auto operator<=>(const Note&, const Note&) = default;
};

/// From `time` on, `tempo` holds.
struct TempoChange {
    Seconds time;
    Bpm tempo{120.0};

    friend auto operator<=>(const TempoChange&, const TempoChange&) = default;
};

/// From `time` on, bars are of numerator/denominator.
struct TimeSignature {
    Seconds time;
    int numerator = 4;
    int denominator = 4; ///< a power of two

    [[nodiscard]] double beatsPerBar() const { return 4.0 * numerator / denominator; }
    friend auto operator<=>(const TimeSignature&, const TimeSignature&) = default;
};

/// From `time` on, the key.
struct KeySignature {
    Seconds time;
    int tonic = 0; ///< pitch class [0, 12), C is 0
    bool isMinor = false;

    friend auto operator<=>(const KeySignature&, const KeySignature&) = default;
};

/// A controller set to a value, on the instrument's channel: 64 is the sustain pedal.
struct ControlChange {
    Seconds time;
    int controller = 0; ///< [0, 128)
    int value = 0; ///< [0, 128)
    int instrument = 0;
    int program = 0;
    bool isDrum = false;

    friend auto operator<=>(const ControlChange&, const ControlChange&) = default;
};

/// The pitch wheel of an instrument's channel.
struct PitchBend {
    Seconds time;
    int bend = 0; ///< [-8192, 8192), 0 is the middle
    int instrument = 0;
    int program = 0;
    bool isDrum = false;

    friend auto operator<=>(const PitchBend&, const PitchBend&) = default;
};

/// From `time` on, the harmony, as it is written above a staff: "Am7", "N.C."
struct ChordSymbol {
    Seconds time;
    std::string figure;

    friend auto operator<=>(const ChordSymbol&, const ChordSymbol&) = default;
};

/// A name for what one `instrument` number plays.
struct InstrumentName {
    int instrument = 0;
    std::string name;

    friend auto operator<=>(const InstrumentName&, const InstrumentName&) = default;
};

/// A piece of music with its notes in time, before any grid: the value that readers of files give and codecs take.
/// The fields carry the meaning of Magenta's NoteSequence protocol buffer (note_seq/protobuf/music.proto).
struct NoteSequence {
    std::string name; ///< of the file it came from, for messages
    int ticksPerQuarter = 480;
    std::vector<Note> notes; ///< by start, then pitch
    std::vector<TempoChange> tempos; ///< by time; empty means 120 throughout
    std::vector<TimeSignature> timeSignatures; ///< by time; empty means 4/4 throughout
    std::vector<KeySignature> keySignatures; ///< by time; empty means unknown
    std::vector<ChordSymbol> chords; ///< by time; empty means unknown
    std::vector<ControlChange> controlChanges; ///< by time
    std::vector<PitchBend> pitchBends; ///< by time
    std::vector<InstrumentName> instrumentNames; ///< by instrument; not every instrument has one

    [[nodiscard]] Seconds totalTime() const; ///< the end of the last note
    [[nodiscard]] Bpm firstTempo() const { return tempos.empty() ? Bpm(120.0) : tempos.front().tempo; }
    [[nodiscard]] TimeSignature firstTimeSignature() const;
    void sortNotes();

    friend bool operator==(const NoteSequence&, const NoteSequence&) = default;
};

} // namespace segue::music
