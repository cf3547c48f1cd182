#include "training/Evaluation.h"

#include <cassert>
#include <limits>

namespace segue::training {
namespace {

std::vector<Decision> decisionsOf(const DecisionScores& scores, const Dataset& data, int window) {
    return training::decisionsOf(scores.parts(), data.codec().exampleOf(data.pattern(window)).output,
                                 data.shape().output);
}

} // namespace

WindowScores::WindowScores(const architecture::Architecture& architecture) : m_decisions(decisionParts(architecture)) {
    if (std::holds_alternative<architecture::GrooveCodecConfig>(architecture.codec))
        m_grooves.emplace();
}

void WindowScores::add(const Dataset& data, int window, std::span<const float> output) {
    const auto pattern = data.pattern(window);
    const auto example = data.codec().exampleOf(pattern);
    const auto parts = m_decisions.parts().size();
    const auto truth = training::decisionsOf(m_decisions.parts(), example.output, data.shape().output);
    const auto guess = training::decisionsOf(m_decisions.parts(), output, data.shape().output);
    assert(truth.size() == guess.size());
    const auto stepsOfSegment = data.shape().steps / static_cast<int>(example.lengths.size());
    for (int step = 0; step < data.shape().steps; ++step) {
        if (step % stepsOfSegment >= example.lengths[static_cast<std::size_t>(step / stepsOfSegment)])
            continue;
        const std::size_t at = static_cast<std::size_t>(step) * parts;
        m_decisions.add(std::span(truth).subspan(at, parts), std::span(guess).subspan(at, parts));
    }
    if (m_grooves)
        m_grooves->add(std::get<music::DrumPattern>(pattern),
                       std::get<music::DrumPattern>(data.codec().patternOf(output)), data.songOf(window).tempo);
    ++m_windows;
}

std::map<std::string, double> WindowScores::measures() const {
    auto measures = m_decisions.measures();
    if (m_grooves) {
        measures["velocity_error"] = m_grooves->velocityError();
        measures["timing_error_ms"] = m_grooves->timingErrorMs();
    }
    return measures;
}

std::map<std::string, double> Evaluation::measures() const {
    std::map<std::string, double> measures;
    for (const auto& [name, value] : teacherForced.measures())
        measures["teacher_forced_" + name] = value;
    for (const auto& [name, value] : freeRunning.measures())
        measures["free_running_" + name] = value;
    return measures;
}

WindowScores nearestByDecisions(const architecture::Architecture& architecture, const Dataset& known,
                                const Dataset& data) {
    WindowScores scores(architecture);
    const auto& parts = scores.decisions().parts();
    std::vector<std::vector<Decision>> all;
    for (int window = 0; window < known.size(); ++window)
        all.push_back(decisionsOf(scores.decisions(), known, window));

    for (int window = 0; window < data.size(); ++window) {
        const auto truth = decisionsOf(scores.decisions(), data, window);
        int nearest = 0;
        int least = std::numeric_limits<int>::max();
        for (std::size_t i = 0; i < all.size(); ++i) {
            const int distance = differences(parts, truth, all[i]);
            if (distance < least) {
                least = distance;
                nearest = static_cast<int>(i);
            }
        }
        scores.add(data, window, known.codec().exampleOf(known.pattern(nearest)).output);
    }
    return scores;
}

Status canHear(const architecture::Architecture& architecture) {
    if (architecture.encoder.present)
        return {};
    return fail(ErrorCode::Unsupported, "This model has no encoder: it plays points, but cannot hear music, which "
                                        "learning and measuring need");
}

} // namespace segue::training
