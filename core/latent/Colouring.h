#pragma once

#include "core/latent/MapFile.h"

#include <span>
#include <string>
#include <vector>

namespace segue::latent {

enum class ColourBy { Style, Drummer, Tempo };

/// Which examples share a colour on the map, and what the legend says. The classes are also what a discriminant plane
/// separates.
struct Colouring {
    /// A class of the legend.
    struct Class {
        std::string name; ///< "funk", "drummer3", "100 to 119"
        int count = 0; ///< of examples, above 0

        friend bool operator==(const Class&, const Class&) = default;
    };

    std::vector<int> classOf; ///< [examples]; index into classes, or -1: unknown
    std::vector<Class> classes; ///< the most frequent first; tempos rising

    friend bool operator==(const Colouring&, const Colouring&) = default;
};

/// Tempos (beats a minute) fall into bins of 20 from "under 80" to "160 and over".
[[nodiscard]] Colouring colouring(std::span<const ExampleInfo> examples, ColourBy by);

/// At most `limit` classes, for a palette of so many colours: the least frequent ones become the last, `others`.
/// Tempos, which have an order, are better left as they are. Requires: limit > 0.
[[nodiscard]] Colouring limited(Colouring colouring, int limit, const std::string& others);

} // namespace segue::latent
