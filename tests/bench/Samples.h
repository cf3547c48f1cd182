#pragma once

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cstddef>
#include <vector>

namespace segue::bench {

template <class Work>
[[nodiscard]] double secondsOf(Work&& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// How long one of two things took that are compared: both are done in turn, so that whatever else the machine does
/// meets them alike. Medians are compared: a mean counts the interruptions, and a minimum each one's luckiest moment.
class Samples {
public:
    void add(double seconds) { m_seconds.push_back(seconds); }

    /// Requires: one was added.
    [[nodiscard]] double median() const { return quantile(0.5); }
    /// As long as `share` of them took at most. Range: [0, 1). Requires: one was added.
    [[nodiscard]] double quantile(double share) const {
        assert(!m_seconds.empty());
        auto sorted = m_seconds;
        const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(sorted.size()));
        std::ranges::nth_element(sorted, at);
        return *at;
    }

private:
    std::vector<double> m_seconds;
};

} // namespace segue::bench
