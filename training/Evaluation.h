#pragma once

#include "core/files/ModelFile.h"
#include "training/Dataset.h"
#include "training/Hyperparameters.h"
#include "training/Metrics.h"

namespace segue::training {

/// How well answers agree with windows of a data set.
class WindowScores {
public:
    explicit WindowScores(const architecture::Architecture& architecture);

    /// Shape: output [T, V], as the codec writes it. Requires: the data's codec is the architecture's.
    void add(const Dataset& data, int window, std::span<const float> output);

    [[nodiscard]] const DecisionScores& decisions() const { return m_decisions; }
    /// Of models of grooves.
    [[nodiscard]] const std::optional<PatternScores>& grooves() const { return m_grooves; }
    [[nodiscard]] int windows() const { return m_windows; }
    /// DecisionScores::measures(); of grooves also "velocity_error" and "timing_error_ms".
    [[nodiscard]] std::map<std::string, double> measures() const;

private:
    DecisionScores m_decisions;
    std::optional<PatternScores> m_grooves;
    int m_windows = 0;
};

/// A model measured on a data set, deterministic.
struct Evaluation {
    double loss = 0.0; ///< nats an example: reconstruction + beta * max(KL - free bits, 0)
    double reconstruction = 0.0; ///< nats an example, teacher-forced, z drawn from the posterior
    double klBits = 0.0; ///< bits an example, before free bits
    WindowScores teacherForced; ///< the likeliest, under the same z
    WindowScores freeRunning; ///< argmax from the posterior mean

    /// WindowScores::measures() of both, under "teacher_forced_" and "free_running_".
    [[nodiscard]] std::map<std::string, double> measures() const;
};

/// Errors: ShapeMismatch (the file's weights, or the data's codec, do not fit its architecture), Unsupported (a model
/// without encoder), Internal.
[[nodiscard]] Result<Evaluation> evaluateModelFile(const files::ModelFile& file, const Dataset& data,
                                                   const Hyperparameters& parameters);

/// What one would score without a decoder, by playing the window of `known` whose posterior mean is nearest in z.
/// Errors: as evaluateModelFile. Requires: known.size() > 0.
[[nodiscard]] Result<WindowScores> nearestInLatentSpace(const files::ModelFile& file, const Dataset& known,
                                                        const Dataset& data);

/// The same for the window whose hits, or else classes, differ in the fewest places.
[[nodiscard]] WindowScores nearestByDecisions(const architecture::Architecture& architecture, const Dataset& known,
                                              const Dataset& data);

/// Why a model cannot be trained or measured. Errors: Unsupported (it has no encoder).
[[nodiscard]] Status canHear(const architecture::Architecture& architecture);

} // namespace segue::training
