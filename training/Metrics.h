#pragma once

#include "core/base/Quantity.h"
#include "core/music/DrumPattern.h"
#include "training/Decisions.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace segue::training {

/// How well guessed answers agree with true ones, over all that were added.
struct HitCounts {
    std::int64_t both = 0; ///< hits that are true and guessed
    std::int64_t onlyTrue = 0;
    std::int64_t onlyGuessed = 0;

    /// Harmonic mean of precision and recall, [0, 1]; 1 where there was nothing to find and nothing was guessed.
    [[nodiscard]] double f1() const;
    [[nodiscard]] double precision() const;
    [[nodiscard]] double recall() const;
    void add(bool isTrue, bool isGuessed);
    /// Bit by bit.
    void add(Decision truth, Decision guess);
    HitCounts& operator+=(const HitCounts& other);
};

/// The same in short, for what is said of every step of learning.
struct Agreement {
    std::int64_t decisions = 0;
    std::int64_t right = 0;
    std::optional<HitCounts> hits; ///< of models that make nothing but drums

    /// The share of decisions that are as in truth, [0, 1]: all of a step's, each part's for itself.
    [[nodiscard]] double accuracy() const;
    Agreement& operator+=(const Agreement& other);
};

/// How well decisions agree with the truth.
class DecisionScores {
public:
    explicit DecisionScores(std::vector<DecisionPart> parts);

    /// The decisions of one step, of each part. Requires: as many as there are parts.
    void add(std::span<const Decision> truth, std::span<const Decision> guess);

    [[nodiscard]] const std::vector<DecisionPart>& parts() const { return m_parts; }
    [[nodiscard]] Agreement agreement() const;
    /// By name: "accuracy"; of categorical parts "mean_per_class_accuracy", the mean over the classes that occur of how
    /// often each is found; of drums "hit_f1", "hit_precision" and "hit_recall". Where there are several parts, each of
    /// them has these under "melody_accuracy" and so on, and the whole has its accuracy.
    [[nodiscard]] std::map<std::string, double> measures() const;

private:
    struct PartCounts {
        std::vector<std::int64_t> seen; // of each class; of others than categorical parts one number
        std::vector<std::int64_t> right;
        HitCounts hits;
    };
    std::vector<DecisionPart> m_parts;
    std::vector<PartCounts> m_counts;
};

/// How well guessed grooves agree with true ones, over all windows added.
class PatternScores {
public:
    /// `tempo` turns timing errors into milliseconds. Requires: equal steps and drums.
    void add(const music::DrumPattern& truth, const music::DrumPattern& guess, Bpm tempo);

    [[nodiscard]] const HitCounts& hits() const { return m_hits; }
    /// Mean absolute, of [0, 1], on hits that are true and guessed.
    [[nodiscard]] double velocityError() const;
    /// Mean absolute, in milliseconds, on hits that are true and guessed.
    [[nodiscard]] double timingErrorMs() const;

private:
    HitCounts m_hits;
    double m_velocityErrors = 0.0;
    double m_timingErrorsMs = 0.0;
};

} // namespace segue::training
