#include "core/files/MidiFile.h"

#include "tests/fuzz/FuzzTarget.h"
#include "tests/fuzz/SoundSequence.h"

using namespace segue;

/// What is recovered is music, and all that a strict reader accepts; it can be written, and then holds as many notes.
void segue::fuzz::consume(std::span<const std::byte> bytes) {
    const auto recovered = files::recoverMidi(bytes);
    const auto strict = files::readMidi(bytes);
    promise(!strict || (recovered && recovered->sequence == *strict));
    if (!recovered)
        return;
    const music::NoteSequence& sequence = recovered->sequence;
    promise(isSound(sequence));
    promise(strict || !recovered->repairs.empty());
    for (const files::MidiType type : {files::MidiType::SingleTrack, files::MidiType::TrackPerInstrument}) {
        const auto again = files::readMidi(files::writeMidi(sequence, {.type = type}));
        promise(again && again->notes.size() == sequence.notes.size() &&
                again->controlChanges.size() == sequence.controlChanges.size() &&
                again->pitchBends.size() == sequence.pitchBends.size());
    }
}
