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

/// How lively a pattern is: rewards a backbeat, a busy hi-hat or ride and dynamics, and punishes clutter.
[[nodiscard]] double liveliness(const music::DrumPattern& pattern);

} // namespace segue::instrument
