#include "training/Turn.h"

#include "core/base/Fnv64.h"

#include <array>
#include <vector>

namespace segue::training {
namespace {

/// A whole number that a double holds, another one for another text.
double digestOf(const std::string& text) {
    constexpr int kBitsToSpare = 12; // of 64
    Fnv64 hash;
    hash.add(text);
    return static_cast<double>(hash.mixed() >> kBitsToSpare);
}

/// What must be the same everywhere.
struct Beginning {
    double value = 0.0;
    std::string difference; ///< what a process has that has another value
};

std::vector<Beginning> beginningOf(const TrainingPlan& plan, const Dataset& data) {
    constexpr const char* kSameCommand = " than rank 0: start all processes with the same command";
    constexpr const char* kSameMusic = " to learn from than rank 0: give each machine the same music";
    return {
        {digestOf(SEGUE_VERSION), "another version of Segue than rank 0"},
        {digestOf(architecture::toJson(plan.architecture).dump()), std::string("another architecture") += kSameCommand},
        {digestOf(toJson(plan.parameters).dump()), std::string("other hyper-parameters") += kSameCommand},
        {static_cast<double>(data.songs().size()), std::string("more or fewer songs") += kSameMusic},
        {static_cast<double>(data.size()), std::string("more or fewer windows") += kSameMusic}};
}

} // namespace

Result<Turn> sharedTurn(Exchange& exchange, const Turn& own, bool wantsStop) {
    const bool leads = exchange.rank() == 0;
    std::array said{wantsStop ? 1.0 : 0.0, leads ? static_cast<double>(own.act) : 0.0,
                    leads ? static_cast<double>(own.step) : 0.0, leads ? own.learningRate : 0.0,
                    leads ? own.beta : 0.0}; // the sum with zeros is what rank 0 said, to the bit
    if (auto status = exchange.sum(std::span<double>(said)); !status)
        return fail(status.error());
    Turn turn{static_cast<Turn::Act>(static_cast<int>(said[1])), static_cast<std::int64_t>(said[2]), said[3], said[4]};
    const bool ends = turn.act == Turn::Act::Finish || turn.act == Turn::Act::Evaluate; // of what is learned already
    if (said[0] > 0.0 && !ends)
        turn.act = Turn::Act::Stop;
    return turn;
}

Status compareBeginnings(Exchange& exchange, const TrainingPlan& plan, const Dataset& data) {
    const auto own = beginningOf(plan, data);
    const auto size = static_cast<std::size_t>(exchange.size());
    std::vector<double> all(own.size() * size);
    for (std::size_t i = 0; i < own.size(); ++i)
        all[i * size + static_cast<std::size_t>(exchange.rank())] = own[i].value;
    if (auto status = exchange.sum(std::span(all)); !status)
        return status;
    for (std::size_t i = 0; i < own.size(); ++i)
        for (std::size_t rank = 1; rank < size; ++rank)
            if (all[i * size + rank] != all[i * size])
                return fail(ErrorCode::InvalidArgument, "Rank " + std::to_string(rank) + " has " + own[i].difference);
    if (exchange.size() > plan.parameters.batchSize)
        return fail(ErrorCode::InvalidArgument, "A batch of " + std::to_string(plan.parameters.batchSize) +
                                                    " has not a row for each of " + std::to_string(exchange.size()) +
                                                    " processes: start fewer, or raise batch_size");
    return {};
}

Status waitForAll(Exchange& exchange) {
    std::array nothing{0.0};
    return exchange.sum(std::span<double>(nothing));
}

} // namespace segue::training
