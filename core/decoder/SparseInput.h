#pragma once

#include <cstddef>

namespace segue::decoder {

/// One input that is not zero: of a one-hot step or a drum pattern's most are.
struct SparseInput {
    std::size_t column = 0;
    float value = 0.0F;
};

} // namespace segue::decoder
