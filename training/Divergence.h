#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>

namespace segue::training {

/// Tells a run that goes wrong for good from one that stumbles: the loss, smoothed, stays far above its lowest and
/// above what it was before anything was learned. A function of the losses alone, so that a resumed run judges as the
/// one that was never stopped; which loss, runs::lossAtFullBeta says. A loss that is no number is not for this.
class Divergence {
public:
    void add(double loss);

    /// What is learned now is not worth keeping.
    [[nodiscard]] bool isSuspected() const { return m_stepsFarOff > 0; }
    /// It has been so for kStepsOfDivergence steps in a row.
    [[nodiscard]] bool isCertain() const;

    [[nodiscard]] double level() const { return m_level; } ///< the loss, smoothed over some 20 steps
    [[nodiscard]] double lowest() const { return m_lowest; }

    [[nodiscard]] nlohmann::json toJson() const;
    /// Throws json::exception where a field is missing or of a wrong kind.
    [[nodiscard]] static Divergence fromJson(const nlohmann::json& object);

    friend bool operator==(const Divergence&, const Divergence&) = default;

private:
    double m_first = 0.0;
    double m_level = 0.0;
    double m_lowest = 0.0;
    std::int64_t m_steps = 0;
    std::int64_t m_stepsFarOff = 0; ///< in a row
};

inline constexpr std::int64_t kStepsOfDivergence = 200;

} // namespace segue::training
