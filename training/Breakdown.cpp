#include "training/Breakdown.h"

#include "core/runs/RunFolder.h"
#include "training/Divergence.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace segue::training {
namespace {

/// "0.002", "1.3e+30".
std::string shortly(double number) {
    std::array<char, 32> text{};
    (void)std::snprintf(text.data(), text.size(), "%.4g", number);
    return text.data();
}

} // namespace

std::string whatIsNotFinite(std::span<const NamedNumber> numbers) {
    std::string what;
    for (const NamedNumber& number : numbers) {
        if (std::isfinite(number.value))
            continue;
        what += what.empty() ? "" : ", ";
        what += number.name;
        what += " is " + shortly(number.value);
    }
    return what;
}

std::string whatDiverged(const Divergence& divergence) {
    return "the loss has stayed far above its lowest for " + std::to_string(kStepsOfDivergence) + " steps: it is " +
           shortly(divergence.level()) + ", and was " + shortly(divergence.lowest());
}

std::string messageOf(const Breakdown& breakdown) {
    std::string message = "Learning broke down at step " + std::to_string(breakdown.step) +
                          " with a learning rate of " + shortly(breakdown.learningRate) + ": " + breakdown.what + ". ";
    if (!breakdown.bestStep)
        return message + "No good checkpoint was written yet: start a new run with a lower learning_rate";
    message += std::string("The last good checkpoint is ") + runs::kBestModelName + ", of step " +
               std::to_string(*breakdown.bestStep);
    return message + ": start a new run from it (--init-from) with a lower learning_rate";
}

} // namespace segue::training
