#include "core/music/InstrumentChoice.h"

#include <algorithm>

namespace segue::music {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

void keepInstruments(NoteSequence& sequence, const std::vector<std::string>& names) {
    const auto isWanted = [&](const InstrumentName& instrument) {
        return std::ranges::any_of(names, [&](const std::string& name) {
            return std::ranges::equal(name, instrument.name, {}, lower, lower);
        });
    };
    std::vector<int> kept;
    for (const InstrumentName& instrument : sequence.instrumentNames)
        if (isWanted(instrument))
            kept.push_back(instrument.instrument);
    std::erase_if(sequence.notes,
                  [&](const Note& note) { return std::ranges::find(kept, note.instrument) == kept.end(); });
}

} // namespace segue::music
