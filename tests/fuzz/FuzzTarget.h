#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace segue::fuzz {

/// What a target does with its bytes. Defined once in each fuzz_*.cpp.
void consume(std::span<const std::byte> bytes);

/// A broken promise ends the run and keeps the bytes.
inline void promise(bool kept) {
    if (!kept)
        __builtin_trap();
}

} // namespace segue::fuzz
