#pragma once

#include "core/runs/RunFolder.h"
#include "training/Metrics.h"

#include <chrono>
#include <cstdint>

namespace segue::training {

/// Becomes due every so many seconds; never when that is 0.
class Timer {
public:
    using Clock = std::chrono::steady_clock;

    explicit Timer(double seconds) : m_seconds(seconds) { restart(); }
    [[nodiscard]] bool isDue() const { return m_seconds > 0.0 && elapsed() >= m_seconds; }
    [[nodiscard]] double elapsed() const { return std::chrono::duration<double>(Clock::now() - m_start).count(); }
    void restart() { m_start = Clock::now(); }
    void setSeconds(double seconds) { m_seconds = seconds; }

private:
    double m_seconds;
    Clock::time_point m_start;
};

/// Averages what the steps of one report interval say.
class ReportInterval {
public:
    void add(double loss, double reconstruction, double klNats, double gradientNorm, const Agreement& agreement);
    /// Time that went into steps.
    void addSeconds(double seconds) { m_seconds += seconds; }
    [[nodiscard]] bool isEmpty() const { return m_steps == 0; }
    [[nodiscard]] double stepsPerSecond() const;
    /// Fills the means in.
    void fill(runs::TrainingReport& report) const;

private:
    std::int64_t m_steps = 0;
    double m_seconds = 0.0;
    double m_loss = 0.0;
    double m_reconstruction = 0.0;
    double m_klNats = 0.0;
    double m_gradientNorm = 0.0;
    Agreement m_agreement;
};

} // namespace segue::training
