#pragma once

#include "tests/core/model/slow/Network.h"

#include <span>

namespace segue::slow {

/// What one output part of one example costs, summed over the steps that count, in nats where it is a likelihood.
/// A groove has three terms, hits, velocities and offsets; others have one.
[[nodiscard]] std::vector<Row> reconstructionTerms(const architecture::DecoderConfig& config, const Writing& writing,
                                                   const Example& example);

/// To N(0, I), in nats.
[[nodiscard]] double klDivergence(const Posterior& posterior);

struct LossWeights {
    double beta = 1;
    double freeBits = 0; ///< of a whole example
};

/// What training makes small: the mean over examples. Without an encoder the noise is z, and has no KL.
/// Shape: noise has a row for each, from N(0, I).
/// Source: magenta/models/music_vae/base_model.py.
[[nodiscard]] double totalLoss(const Network& network, std::span<const Example> examples, const Rows& noise,
                               const LossWeights& weights);

} // namespace segue::slow
