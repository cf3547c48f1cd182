#pragma once

#include <benchmark/benchmark.h>

#include <map>
#include <string>
#include <vector>

namespace segue::bench {

/// What Segue promises of its speed: a ratio that a benchmark counts, and what it must be.
struct Target {
    enum class Bound { AtMost, AtLeast };

    const char* benchmark;
    const char* counter;
    const char* work;
    const char* against;
    Bound bound;
    double ratio;

    [[nodiscard]] bool isMetBy(double measured) const {
        return bound == Bound::AtMost ? measured <= ratio : measured >= ratio;
    }
};

[[nodiscard]] const std::vector<Target>& targets();

/// A filter for Google Benchmark: those that have a target, and no others.
[[nodiscard]] std::string benchmarksWithTargets();

/// Prints what Google Benchmark prints, and at the end the targets of all that were run.
class TargetReporter : public benchmark::ConsoleReporter {
public:
    explicit TargetReporter(bool inColour) : ConsoleReporter(inColour ? OO_Color : OO_None) {}

    void ReportRuns(const std::vector<Run>& runs) override;
    void Finalize() override;

private:
    struct Measured {
        std::map<std::string, double> counters;
        std::string whyNot; ///< it was skipped
    };
    std::map<std::string, Measured> m_measured; // by the benchmark's name
};

} // namespace segue::bench
