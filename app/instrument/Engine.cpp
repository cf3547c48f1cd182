#include "app/instrument/Engine.h"

#include "core/architecture/Blueprint.h"

#include <cstdint>
#include <thread>

namespace segue::instrument {
namespace {

/// Magenta's two bars have 4 to 13 million, but for the largest; its sixteen bars have 60 million and more.
constexpr std::int64_t kManyWeights = 32'000'000;

bool isLarge(const architecture::Architecture& architecture) {
    return architecture::weightCount(architecture) >= kManyWeights;
}

} // namespace

decoder::Precision precisionFor(const architecture::Architecture& architecture, const session::Engine& engine) {
    return engine.halfPrecision.value_or(isLarge(architecture)) ? decoder::Precision::BFloat16
                                                                : decoder::Precision::Float32;
}

int threadsFor(const architecture::Architecture& architecture, const session::Engine& engine) {
    const bool hasSecond = std::thread::hardware_concurrency() > 1;
    return hasSecond && engine.secondCore.value_or(isLarge(architecture)) ? 2 : 1;
}

} // namespace segue::instrument
