#pragma once

#include "core/files/ModelFile.h"
#include "training/Dataset.h"
#include "training/Hyperparameters.h"
#include "training/Metrics.h"

namespace segue::training {

/// A model measured on a data set, deterministic.
struct Evaluation {
    double loss = 0.0; ///< nats an example: reconstruction + beta * max(KL - free bits, 0)
    double reconstruction = 0.0; ///< nats an example, teacher-forced, z drawn from the posterior
    double klBits = 0.0; ///< bits an example, before free bits
    PatternScores scores; ///< free-running argmax from the posterior mean
};

/// Errors: ShapeMismatch (the file's weights, or the data's windows, do not fit its architecture), Internal.
[[nodiscard]] Result<Evaluation> evaluateModelFile(const files::ModelFile& file, const Dataset& data,
                                                   const Hyperparameters& parameters);

/// What one would score without a decoder, by playing the window of `known` whose posterior mean is nearest in z.
/// Errors: as evaluateModelFile. Requires: known.size() > 0.
[[nodiscard]] Result<PatternScores> nearestInLatentSpace(const files::ModelFile& file, const Dataset& known,
                                                         const Dataset& data);

/// The same for the window whose hits differ in the fewest places.
[[nodiscard]] PatternScores nearestByHits(const Dataset& known, const Dataset& data);

} // namespace segue::training
