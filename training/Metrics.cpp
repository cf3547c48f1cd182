#include "training/Metrics.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <numeric>

namespace segue::training {
namespace {

double share(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? 1.0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// The mean of the shares whose whole is not 0.
double meanShare(const std::vector<std::int64_t>& parts, const std::vector<std::int64_t>& wholes) {
    double sum = 0.0;
    int count = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (wholes[i] == 0)
            continue;
        sum += share(parts[i], wholes[i]);
        ++count;
    }
    return count == 0 ? 1.0 : sum / count;
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

void HitCounts::add(Decision truth, Decision guess) {
    both += std::popcount(truth & guess);
    onlyTrue += std::popcount(truth & ~guess);
    onlyGuessed += std::popcount(guess & ~truth);
}

HitCounts& HitCounts::operator+=(const HitCounts& other) {
    both += other.both;
    onlyTrue += other.onlyTrue;
    onlyGuessed += other.onlyGuessed;
    return *this;
}

double Agreement::accuracy() const {
    return share(right, decisions);
}

Agreement& Agreement::operator+=(const Agreement& other) {
    decisions += other.decisions;
    right += other.right;
    if (other.hits)
        hits = hits.value_or(HitCounts{}) += *other.hits;
    return *this;
}

DecisionScores::DecisionScores(std::vector<DecisionPart> parts) : m_parts(std::move(parts)) {
    for (const DecisionPart& part : m_parts) {
        const bool hasClasses = part.output.kind == architecture::OutputPart::Kind::Categorical;
        const auto kinds = static_cast<std::size_t>(hasClasses ? part.output.width : 1);
        m_counts.push_back({std::vector<std::int64_t>(kinds), std::vector<std::int64_t>(kinds), {}});
    }
}

void DecisionScores::add(std::span<const Decision> truth, std::span<const Decision> guess) {
    assert(truth.size() == m_parts.size() && guess.size() == m_parts.size());
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        PartCounts& counts = m_counts[i];
        const auto kind = counts.seen.size() > 1 ? static_cast<std::size_t>(truth[i]) : 0;
        if (kind >= counts.seen.size())
            continue; // the truth says nothing here
        ++counts.seen[kind];
        counts.right[kind] += truth[i] == guess[i] ? 1 : 0;
        if (m_parts[i].areDrums)
            counts.hits.add(truth[i], guess[i] == kUndecided ? 0 : guess[i]);
    }
}

Agreement DecisionScores::agreement() const {
    Agreement all;
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const PartCounts& counts = m_counts[i];
        all.decisions += std::reduce(counts.seen.begin(), counts.seen.end());
        all.right += std::reduce(counts.right.begin(), counts.right.end());
        if (std::ranges::all_of(m_parts, &DecisionPart::areDrums))
            all.hits = all.hits.value_or(HitCounts{}) += counts.hits;
    }
    return all;
}

std::map<std::string, double> DecisionScores::measures() const {
    std::map<std::string, double> measures{{"accuracy", agreement().accuracy()}};
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const DecisionPart& part = m_parts[i];
        const PartCounts& counts = m_counts[i];
        const std::string prefix = part.name.empty() ? "" : part.name + "_";
        measures[prefix + "accuracy"] = share(std::reduce(counts.right.begin(), counts.right.end()),
                                              std::reduce(counts.seen.begin(), counts.seen.end()));
        if (part.output.kind == architecture::OutputPart::Kind::Categorical)
            measures[prefix + "mean_per_class_accuracy"] = meanShare(counts.right, counts.seen);
        if (!part.areDrums)
            continue;
        measures[prefix + "hit_f1"] = counts.hits.f1();
        measures[prefix + "hit_precision"] = counts.hits.precision();
        measures[prefix + "hit_recall"] = counts.hits.recall();
    }
    return measures;
}

void PatternScores::add(const music::DrumPattern& truth, const music::DrumPattern& guess, Bpm tempo) {
    assert(truth.steps() == guess.steps() && truth.drums() == guess.drums());
    const double stepMs = 60'000.0 / tempo.value / truth.stepsPerBeat();
    for (int step = 0; step < truth.steps(); ++step) {
        for (int drum = 0; drum < truth.drums(); ++drum) {
            const auto& a = truth.at(step, drum);
            const auto& b = guess.at(step, drum);
            m_hits.add(a.hit, b.hit);
            if (!a.hit || !b.hit)
                continue;
            m_velocityErrors += std::abs(static_cast<double>(a.velocity - b.velocity));
            m_timingErrorsMs += std::abs(static_cast<double>(a.microtiming - b.microtiming)) * stepMs;
        }
    }
}

double PatternScores::velocityError() const {
    return m_hits.both == 0 ? 0.0 : m_velocityErrors / static_cast<double>(m_hits.both);
}

double PatternScores::timingErrorMs() const {
    return m_hits.both == 0 ? 0.0 : m_timingErrorsMs / static_cast<double>(m_hits.both);
}

} // namespace segue::training
