#include "core/files/MidiFile.h"
#include "core/files/MusicXml.h"

#include "tests/fuzz/FuzzTarget.h"

#include <algorithm>

using namespace segue;

/// What is read is in order and in range, unfolded or not, and can be written as MIDI.
void segue::fuzz::consume(std::span<const std::byte> bytes) {
    for (const bool unfoldRepeats : {false, true}) {
        const auto read = files::readMusicXml(bytes, {.unfoldRepeats = unfoldRepeats});
        if (!read)
            continue;
        const music::NoteSequence& sequence = read->sequence;
        for (const music::Note& note : sequence.notes)
            promise(note.start >= Seconds(0) && note.end >= note.start && note.velocity > Velocity(0) &&
                    note.velocity < Velocity(128) && note.pitch < MidiPitch(128) && note.program < 128);
        promise(std::ranges::is_sorted(sequence.tempos, {}, &music::TempoChange::time));
        promise(std::ranges::is_sorted(sequence.chords, {}, &music::ChordSymbol::time));
        for (const music::TimeSignature& meter : sequence.timeSignatures)
            promise(meter.numerator > 0 && meter.numerator < 256 && meter.denominator > 0 && meter.denominator <= 64);
        for (const files::Repair& repair : read->repairs)
            promise(repair.count > 0 && !repair.what.empty());
        promise(!files::writeMidi(sequence).empty());
    }
}
