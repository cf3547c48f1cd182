#include "training/Metrics.h"

#include <cassert>
#include <cmath>

namespace segue::training {
namespace {

double share(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? 1.0 : static_cast<double>(part) / static_cast<double>(whole);
}

} // namespace

double HitCounts::f1() const {
    return share(2 * both, 2 * both + onlyTrue + onlyGuessed);
}

double HitCounts::precision() const {
    return share(both, both + onlyGuessed);
}

double HitCounts::recall() const {
    return share(both, both + onlyTrue);
}

void HitCounts::add(bool isTrue, bool isGuessed) {
    both += isTrue && isGuessed ? 1 : 0;
    onlyTrue += isTrue && !isGuessed ? 1 : 0;
    onlyGuessed += !isTrue && isGuessed ? 1 : 0;
}

void PatternScores::add(const music::DrumPattern& truth, const music::DrumPattern& guess, Bpm tempo) {
    assert(truth.steps() == guess.steps());
    const double stepMs = 60'000.0 / tempo.value / truth.stepsPerBeat();
    for (int step = 0; step < truth.steps(); ++step) {
        for (int drum = 0; drum < music::kDrumClasses; ++drum) {
            const auto& a = truth.at(step, drum);
            const auto& b = guess.at(step, drum);
            m_hits.add(a.hit, b.hit);
            if (!a.hit || !b.hit)
                continue;
            m_velocityErrors += std::abs(static_cast<double>(a.velocity - b.velocity));
            m_timingErrorsMs += std::abs(static_cast<double>(a.microtiming - b.microtiming)) * stepMs;
        }
    }
    ++m_windows;
}

double PatternScores::velocityError() const {
    return m_hits.both == 0 ? 0.0 : m_velocityErrors / static_cast<double>(m_hits.both);
}

double PatternScores::timingErrorMs() const {
    return m_hits.both == 0 ? 0.0 : m_timingErrorsMs / static_cast<double>(m_hits.both);
}

} // namespace segue::training
