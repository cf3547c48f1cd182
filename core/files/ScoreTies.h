#pragma once

#include "core/files/RepairLog.h"
#include "core/files/Score.h"

#include <vector>

namespace segue::files {

/// Makes one note of each chain of ties: a note that a tie ends belongs to one of its instrument and pitch that ends
/// where it begins and begins a tie, of the same voice if there is one. Other ties are passed over and reported.
/// `notes` are placed from the beginning of the piece; their order is kept. Time: n log n.
void mergeTies(std::vector<ScoreNote>& notes, RepairLog& repairs);

} // namespace segue::files
