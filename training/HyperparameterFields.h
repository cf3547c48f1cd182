#pragma once

#include "training/Hyperparameters.h"

#include <span>
#include <variant>

namespace segue::training {

/// Where a parameter lives, by its type.
using HyperparameterPlace = std::variant<int*, double*, bool*, std::int64_t*, std::vector<int>*, std::optional<bool>*,
                                         LearningRateSchedule*, SamplingSchedule*>;

/// One hyper-parameter: what it is called, what it does in plain words, and where it lives.
struct HyperparameterField {
    const char* name; ///< Magenta's where it has one
    const char* meaning;
    const char* more; ///< what it does to turn it up, or on; of choices what speaks for those named last
    const char* less; ///< the opposite
    double low = 0.0; ///< range, of numbers
    double high = 0.0;
    HyperparameterPlace (*place)(Hyperparameters&) = nullptr;
};

/// All of them, in the order in which they are told.
[[nodiscard]] std::span<const HyperparameterField> hyperparameterFields();

} // namespace segue::training
