#pragma once

#include "core/base/Result.h"
#include "core/codec/Extraction.h"
#include "core/music/GridPhase.h"
#include "core/music/NoteSequence.h"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace segue::convert {

/// What a model would get to learn from a piece.
struct WindowCount {
    int windows = 0;
    std::map<codec::DropReason, int> drops;
    std::map<int, int> unmappedPitches; ///< pitch -> count
    std::optional<music::GridPhase> phase;
    std::string why; ///< there is none, in words; empty if there are windows

    friend bool operator==(const WindowCount&, const WindowCount&) = default;
};

/// Thread: any, many at once.
using WindowCounter = std::function<WindowCount(const music::NoteSequence&)>;

/// Counts under the codec of a named configuration. Errors: NotFound (with the names there are).
[[nodiscard]] Result<WindowCounter> windowCounter(const std::string& configuration, codec::Rules rules);

} // namespace segue::convert
