#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace segue::files {

/// What a measure says about the order in which measures are played.
struct RepeatMarks {
    bool beginsRepeat = false;
    int timesPlayed = 1; ///< above 1: a repeat ends with this measure
    std::uint32_t endings = 0; ///< bit n: it is played the (n+1)th time; 0: every time
    bool segno = false; ///< at its beginning
    bool coda = false; ///< at its beginning
    bool daCapo = false; ///< at its end, as the next three
    bool dalSegno = false;
    bool toCoda = false;
    bool fine = false;

    /// Marks of another part of the same measure.
    void add(const RepeatMarks& other);
    [[nodiscard]] bool any() const { return *this != RepeatMarks(); }
    friend bool operator==(const RepeatMarks&, const RepeatMarks&) = default;
};

struct RepeatOrder {
    std::vector<std::size_t> measures;
    bool isComplete = true; ///< false: a segno or coda that is sent to does not exist, and was passed over
};

/// The order in which measures are played. A repeat without a beginning goes back to the end of the last one, or to the
/// first measure. After da capo or dal segno, which count once, no repeat is taken, the last endings are played, and
/// fine and to coda count. None: more than `limit` measures would be played.
[[nodiscard]] std::optional<RepeatOrder> unfoldRepeats(std::span<const RepeatMarks> marks, std::size_t limit);

} // namespace segue::files
