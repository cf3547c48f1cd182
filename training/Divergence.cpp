#include "training/Divergence.h"

#include <algorithm>

namespace segue::training {
namespace {

constexpr double kSmoothing = 0.05; // weight of the newest loss
constexpr double kFarOff = 3.0; // times the lowest

} // namespace

void Divergence::add(double loss) {
    if (m_steps++ == 0)
        m_first = m_level = m_lowest = loss;
    m_level += kSmoothing * (loss - m_level);
    m_lowest = std::min(m_lowest, m_level);
    const bool isFarOff = m_level > m_first && m_level > kFarOff * m_lowest;
    m_stepsFarOff = isFarOff ? m_stepsFarOff + 1 : 0;
}

bool Divergence::isCertain() const {
    return m_stepsFarOff >= kStepsOfDivergence;
}

nlohmann::json Divergence::toJson() const {
    return {{"first", m_first},
            {"level", m_level},
            {"lowest", m_lowest},
            {"steps", m_steps},
            {"steps_far_off", m_stepsFarOff}};
}

Divergence Divergence::fromJson(const nlohmann::json& object) {
    Divergence divergence;
    divergence.m_first = object.at("first").get<double>();
    divergence.m_level = object.at("level").get<double>();
    divergence.m_lowest = object.at("lowest").get<double>();
    divergence.m_steps = object.at("steps").get<std::int64_t>();
    divergence.m_stepsFarOff = object.at("steps_far_off").get<std::int64_t>();
    return divergence;
}

} // namespace segue::training
