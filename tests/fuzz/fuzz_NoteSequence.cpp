#include "core/files/NoteSequenceRecords.h"

#include "tests/fuzz/FuzzTarget.h"

using namespace segue;

/// What is read is written and read again without a change.
void segue::fuzz::consume(std::span<const std::byte> bytes) {
    const auto record = files::decodeNoteSequence(bytes);
    if (!record)
        return;
    const auto again = files::decodeNoteSequence(files::encodeNoteSequence(*record));
    promise(again && *again == *record);
}
