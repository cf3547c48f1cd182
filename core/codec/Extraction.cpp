#include "core/codec/Extraction.h"

#include <array>
#include <cassert>
#include <cstddef>

namespace segue::codec {
namespace {

struct Words {
    std::string_view name;
    std::string_view text;
};

const Words& words(DropReason reason) {
    static constexpr auto kWords = std::to_array<Words>({
        {"not-in-four", "not in 4/4"},
        {"bad-times", "times that no grid can follow"},
        {"no-notes", "no notes of the kind"},
        {"too-short", "shorter than a window"},
        {"too-few-hits", "too few hits"},
        {"too-few-pitches", "too few different pitches"},
        {"chord-not-triad", "a chord that is no triad"},
        {"part-missing", "no melody, bass or drums"},
        {"too-many-events", "more events than a window holds"},
        {"too-many-instruments", "more instruments than a window holds"},
        {"too-long", "beyond the longest piece"},
        {"mixed-programs", "an instrument of more than one part"},
        {"duplicate", "the same as an earlier window"},
        {"too-few-instruments", "fewer than two instruments"},
    });
    const auto index = static_cast<std::size_t>(reason);
    assert(index < kWords.size());
    return kWords[index];
}

} // namespace

std::string_view text(DropReason reason) {
    return words(reason).text;
}

std::string_view name(DropReason reason) {
    return words(reason).name;
}

} // namespace segue::codec
