#include "core/music/NoteSequence.h"

#include <algorithm>
#include <tuple>

namespace segue::music {

Seconds NoteSequence::totalTime() const {
    Seconds end;
    for (const Note& note : notes)
        end = std::max(end, note.end);
    return end;
}

TimeSignature NoteSequence::firstTimeSignature() const {
    return timeSignatures.empty() ? TimeSignature{} : timeSignatures.front();
}

void NoteSequence::sortNotes() {
    std::ranges::stable_sort(notes, {}, [](const Note& note) { return std::tuple(note.start, note.pitch); });
}

} // namespace segue::music
