#include "core/files/MidiFile.h"

#include "tests/fuzz/FuzzTarget.h"

#include <algorithm>
#include <cmath>

using namespace segue;

namespace {

bool isTime(Seconds time) {
    return std::isfinite(time.value) && time >= Seconds(0);
}

bool isMidiByte(int value) {
    return value >= 0 && value < 128;
}

bool isSound(const music::NoteSequence& sequence) {
    return std::ranges::is_sorted(sequence.notes, {}, &music::Note::start) &&
           std::ranges::is_sorted(sequence.tempos, {}, &music::TempoChange::time) &&
           std::ranges::is_sorted(sequence.timeSignatures, {}, &music::TimeSignature::time) &&
           std::ranges::is_sorted(sequence.controlChanges, {}, &music::ControlChange::time) &&
           std::ranges::is_sorted(sequence.pitchBends, {}, &music::PitchBend::time) &&
           std::ranges::all_of(sequence.notes,
                               [](const music::Note& note) {
                                   return isTime(note.start) && isTime(note.end) && note.end >= note.start &&
                                          note.pitch.value < 128 && isMidiByte(note.velocity.value) &&
                                          note.velocity.value > 0 && isMidiByte(note.program) && note.instrument >= 0;
                               }) &&
           std::ranges::all_of(sequence.controlChanges,
                               [](const music::ControlChange& change) {
                                   return isTime(change.time) && isMidiByte(change.controller) &&
                                          isMidiByte(change.value) && change.instrument >= 0;
                               }) &&
           std::ranges::all_of(sequence.pitchBends, [](const music::PitchBend& bend) {
               return isTime(bend.time) && bend.bend >= -8192 && bend.bend < 8192 && bend.instrument >= 0;
           });
}

} // namespace

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
