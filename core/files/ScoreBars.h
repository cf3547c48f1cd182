#pragma once

#include "core/files/RepairLog.h"
#include "core/files/Score.h"

#include <optional>
#include <vector>

namespace segue::files {

/// A measure in time, and what holds at its beginning by the order of the page.
struct Bar {
    Ticks length;
    std::optional<ScoreMeter> meter; ///< says `length`; none: no time signature can
    std::optional<Bpm> tempo;
    std::optional<ScoreKey> key;
};

/// How long each measure lasts. It is as long as its time signature says if its voices are within a 128th note of that,
/// or if it is empty, or the last. Otherwise it is as long as its longest voice where it may be a pickup or a part of a
/// divided measure (the first, implicit ones and their neighbours, before a double bar or a repeat, two in a row that
/// make one), where it is longer (reported) and where there is no time signature; if it is shorter, it is filled up
/// with silence (reported).
[[nodiscard]] std::vector<Bar> layOutBars(const Score& score, RepairLog& repairs);

} // namespace segue::files
