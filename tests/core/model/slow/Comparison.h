#pragma once

#include "tests/core/model/slow/Network.h"

#include <string>

namespace segue::slow {

/// The greatest difference of two numbers, as a part of the greatest expected one where that is beyond 1; infinite
/// where the sizes differ or a number is none.
[[nodiscard]] double difference(const Row& actual, const Row& expected);

/// Where a free-running decoder first went another way, in words; empty if it did not. An example is followed until
/// two answers were so close that rounding may decide between them: from there on both may be right.
[[nodiscard]] std::string firstDifference(const architecture::Architecture& architecture, const Writing& expected,
                                          const Rows& logits, const Rows& tokens, double tolerance);

} // namespace segue::slow
