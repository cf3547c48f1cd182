#include "training/RunClock.h"

#include <numbers>

namespace segue::training {

void ReportInterval::add(double loss, double reconstruction, double klNats, double gradientNorm,
                         const HitCounts& hits) {
    ++m_steps;
    m_loss += loss;
    m_reconstruction += reconstruction;
    m_klNats += klNats;
    m_gradientNorm += gradientNorm;
    m_hits.both += hits.both;
    m_hits.onlyTrue += hits.onlyTrue;
    m_hits.onlyGuessed += hits.onlyGuessed;
}

double ReportInterval::stepsPerSecond() const {
    return m_seconds > 0.0 ? static_cast<double>(m_steps) / m_seconds : 0.0;
}

void ReportInterval::fill(runs::TrainingReport& report) const {
    const auto steps = static_cast<double>(m_steps);
    report.loss = m_loss / steps;
    report.reconstruction = m_reconstruction / steps;
    report.klBits = m_klNats / steps / std::numbers::ln2;
    report.gradientNorm = m_gradientNorm / steps;
    report.hitAccuracy = m_hits.f1();
}

} // namespace segue::training
