#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

namespace segue::codec {

/// Steps that count of one of a window's `segments` equal parts of `steps` each: those up to the last one that counts.
/// `lengths` are Example::lengths: of the window, or of as many equal parts of it as there are numbers.
/// Requires: lengths are not empty.
[[nodiscard]] inline std::size_t segmentLength(std::span<const int> lengths, std::size_t segment, std::size_t segments,
                                               std::size_t steps) {
    const std::size_t part = segments * steps / lengths.size();
    const std::size_t begin = segment * steps;
    std::size_t length = 0;
    for (std::size_t index = 0; index < lengths.size(); ++index) {
        const std::size_t end = std::min(index * part + static_cast<std::size_t>(lengths[index]), begin + steps);
        if (lengths[index] > 0 && index * part < begin + steps && end > begin)
            length = end - begin;
    }
    return length;
}

} // namespace segue::codec
