#pragma once

#include "training/Exchange.h"
#include "training/Trainer.h"

#include <cstdint>

namespace segue::training {

/// What a run does next, and with what. Decided in one place, before each step, from all that is not a function of the
/// step: the clock, the pause file, a stop. Where several processes learn together, rank 0 decides for all.
struct Turn {
    enum class Act { Learn, Evaluate, Checkpoint, Wait, Finish, Stop };

    Act act = Act::Learn;
    std::int64_t step = 0; ///< updates made before
    double learningRate = 0.0;
    double beta = 0.0;

    [[nodiscard]] bool isLast() const { return act == Act::Finish || act == Act::Stop; }

    friend bool operator==(const Turn&, const Turn&) = default;
};

/// The turn that all processes take: rank 0's, or a stop where one of them `wantsStop` and rank 0 has not just
/// finished. Errors: Exchange's.
[[nodiscard]] Result<Turn> sharedTurn(Exchange& exchange, const Turn& own, bool wantsStop);

/// Whether all processes are about to learn the same from the same. Errors: InvalidArgument, the same in each process
/// (the first one that differs from rank 0, and in what; or a batch has not a row for each); Exchange's.
[[nodiscard]] Status compareBeginnings(Exchange& exchange, const TrainingPlan& plan, const Dataset& data);

/// Returns when every process has called it. Errors: Exchange's.
[[nodiscard]] Status waitForAll(Exchange& exchange);

} // namespace segue::training
