#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace segue::training {

class Divergence;

/// A quantity of a step, for a diagnosis.
struct NamedNumber {
    const char* name = ""; ///< "the KL"
    double value = 0.0;
};

/// "the KL is nan, the loss is inf": those that are not finite.
[[nodiscard]] std::string whatIsNotFinite(std::span<const NamedNumber> numbers);
/// Of a loss that has gone wrong for good.
[[nodiscard]] std::string whatDiverged(const Divergence& divergence);

/// Where learning broke down.
struct Breakdown {
    std::string what; ///< a sentence without its end
    std::int64_t step = 0;
    double learningRate = 0.0;
    std::optional<std::int64_t> bestStep; ///< of the best model, if there is one
};

/// The diagnosis for the user, and what to do.
[[nodiscard]] std::string messageOf(const Breakdown& breakdown);

} // namespace segue::training
