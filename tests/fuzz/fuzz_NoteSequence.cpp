#include "core/files/NoteSequenceRecords.h"

#include "tests/fuzz/FuzzTarget.h"
#include "tests/fuzz/SoundSequence.h"

using namespace segue;

/// What is read, of either kind of record, is music, and is written and read again without a change.
void segue::fuzz::consume(std::span<const std::byte> bytes) {
    auto record = files::decodeRecord(bytes);
    if (!record)
        return;
    promise(isSound(record->sequence));
    record->repairs.clear();
    const auto again = files::decodeNoteSequence(files::encodeNoteSequence(*record));
    promise(again && *again == *record);
}
