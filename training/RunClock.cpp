#include "training/RunClock.h"

#include <numbers>

namespace segue::training {

void ReportInterval::add(double loss, double reconstruction, double klNats, double gradientNorm,
                         const Agreement& agreement) {
    ++m_steps;
    m_loss += loss;
    m_reconstruction += reconstruction;
    m_klNats += klNats;
    m_gradientNorm += gradientNorm;
    m_agreement += agreement;
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
    report.accuracy = m_agreement.accuracy();
    if (m_agreement.hits)
        report.hitAccuracy = m_agreement.hits->f1();
}

} // namespace segue::training
