#include "core/files/MidiFile.h"

#include "tests/fuzz/FuzzTarget.h"

using namespace segue;

/// What is read can be written, and then holds as many notes.
void segue::fuzz::consume(std::span<const std::byte> bytes) {
    const auto sequence = files::readMidi(bytes);
    if (!sequence)
        return;
    for (const music::Note& note : sequence->notes)
        promise(note.start >= Seconds(0) && note.end >= note.start && note.velocity.value > 0);
    const auto again = files::readMidi(files::writeMidi(*sequence));
    promise(again && again->notes.size() == sequence->notes.size());
}
