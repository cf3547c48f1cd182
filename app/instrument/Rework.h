#pragma once

#include "core/decoder/LiveModel.h"

#include <string>

namespace segue::instrument {

/// What GrooVAE models do with a drum pattern: they hear a part of it and play all of it.
/// Source: Gillick, Roberts, Engel, Eck and Bamman 2019, arXiv 1905.06118.
enum class Rework {
    Humanize, ///< from the hits alone to how a drummer would play them
    TapToDrums, ///< from the rhythm of one drum to a kit
    AddHiHat, ///< the drums that the model was taught to add
};

/// Why a model cannot do it, for a person; empty if it can.
[[nodiscard]] std::string whyNot(const decoder::LiveModel& model, Rework rework);

/// What the model is to hear of the pattern; what it leaves out by itself is left in.
/// Requires: whyNot(…) is empty, the pattern fits.
[[nodiscard]] music::Pattern heardFor(Rework rework, const music::Pattern& pattern);

} // namespace segue::instrument
