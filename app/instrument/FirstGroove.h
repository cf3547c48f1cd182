#pragma once

#include "app/instrument/Instrument.h"

#include <optional>

namespace segue::instrument {

/// Where a first-time listener begins.
struct FirstGroove {
    latent::LatentMap::Point place;
    double tempo = 100; ///< BPM
};

/// An example that makes a good first impression: of a danceable style where tags tell, with a full and steady groove
/// as the model plays it. Always the same for the same model and map. Nothing if there are no examples.
/// Cost: some dozens of patterns decoded.
[[nodiscard]] std::optional<FirstGroove> firstGroove(const Instrument& instrument, const Layout& layout);

/// How lively a pattern is. Of drums: rewards a backbeat, a busy hi-hat or ride and dynamics, and punishes clutter. Of
/// other music: notes are good, as long as they can be told apart.
[[nodiscard]] double liveliness(const music::Pattern& pattern);

} // namespace segue::instrument
