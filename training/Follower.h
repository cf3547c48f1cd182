#pragma once

#include "training/Trainer.h"

namespace segue::training {

/// train() of a process that does not lead: learns its rows of every batch, and does whatever rank 0 decides. It writes
/// nothing, and returns when rank 0 has written all.
/// Requires: plan.exchange, with a rank above 0. Errors: those of compareBeginnings; DeviceUnavailable (another process
/// is gone); Internal (learning broke down).
[[nodiscard]] Result<TrainingSummary> follow(const TrainingPlan& plan, const Dataset& data,
                                             const std::stop_token& stop);

} // namespace segue::training
