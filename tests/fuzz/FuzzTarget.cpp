#include "tests/fuzz/FuzzTarget.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    segue::fuzz::consume(std::as_bytes(std::span(data, size)));
    return 0;
}
