#pragma once

#include "core/architecture/Architecture.h"

namespace segue::architecture {

/// Random numbers that it takes to draw a step of an output: one for a class, one for each yes or no.
[[nodiscard]] inline int drawsOf(const OutputPart& part) {
    switch (part.kind) {
    case OutputPart::Kind::Categorical: return 1;
    case OutputPart::Kind::Groove: return part.width / 3;
    case OutputPart::Kind::Boolean:
    case OutputPart::Kind::Nade: break;
    }
    return part.width;
}

} // namespace segue::architecture
