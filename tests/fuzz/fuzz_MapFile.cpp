#include "core/latent/MapFile.h"

#include "tests/fuzz/FuzzTarget.h"

using namespace segue;

/// A map that is read has a mean for each of its examples.
void segue::fuzz::consume(std::span<const std::byte> bytes) {
    const auto map = latent::readMap(bytes);
    if (map)
        promise(map->means.size() == map->examples.size() * static_cast<std::size_t>(map->latentSize));
}
