#include "training/Follower.h"

#include "training/LearnerTorch.h"
#include "training/Turn.h"

namespace segue::training {
namespace {

Result<TrainingSummary> takeTurns(const TrainingPlan& plan, const Dataset& data, const std::stop_token& stop) {
    Exchange& exchange = *plan.exchange;
    if (auto status = compareBeginnings(exchange, plan, data); !status)
        return fail(status.error());
    Learner learner(model::MusicVae(plan.architecture, {}), plan.parameters, &exchange);
    if (auto status = learner.followRankZero(); !status)
        return fail(status.error());
    Batches batches(data, plan.parameters);
    const Rows rows = rowsOfPart(exchange.rank(), exchange.size(), plan.parameters.batchSize);
    TrainingSummary summary;
    while (true) {
        const auto turn = sharedTurn(exchange, {}, stop.stop_requested());
        if (!turn)
            return fail(turn.error());
        summary.step = turn->step;
        summary.state = turn->act == Turn::Act::Finish ? runs::RunState::Finished : runs::RunState::Stopped;
        if (turn->isLast())
            break;
        if (turn->act != Turn::Act::Learn)
            continue; // rank 0 is heard of again when it is done
        const auto result = learner.learn(batches.at(turn->step, rows), turn->step, turn->learningRate, turn->beta);
        if (!result)
            return fail(result.error());
        if (!result->isFinite())
            return fail(ErrorCode::Internal,
                        "Learning broke down at step " + std::to_string(turn->step) + "; rank 0 says how");
    }
    if (auto status = waitForAll(exchange); !status)
        return fail(status.error());
    return summary;
}

} // namespace

Result<TrainingSummary> follow(const TrainingPlan& plan, const Dataset& data, const std::stop_token& stop) {
    auto summary = takeTurns(plan, data, stop);
    if (!summary && summary.error().code() == ErrorCode::DeviceUnavailable)
        return fail(ErrorCode::DeviceUnavailable,
                    summary.error().message() + "; start the same command again to go on from the last checkpoint");
    return summary;
}

} // namespace segue::training
