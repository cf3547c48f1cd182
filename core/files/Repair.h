#pragma once

#include "core/music/NoteSequence.h"

#include <string>
#include <vector>

namespace segue::files {

/// Something wrong in a file that was mended or passed over when it was read: told to the user, never silent.
struct Repair {
    std::string what; ///< a sentence for the user, with the place: "Track 3 is cut short at byte 512: what was before
                      ///< it is kept"
    int count = 1; ///< how often; the place is then the first one's

    friend bool operator==(const Repair&, const Repair&) = default;
};

/// A piece as it was read from a file that may have needed repairs.
struct ReadMusic {
    music::NoteSequence sequence;
    std::vector<Repair> repairs;

    friend bool operator==(const ReadMusic&, const ReadMusic&) = default;
};

} // namespace segue::files
