#pragma once

#include "app/cli/Report.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace segue::cli {

/// How far a long piece of work is. On a terminal a bar that moves; elsewhere a line now and then.
class ProgressBar {
public:
    /// `doneBefore`: of the work, before this process began: it does not count for the rate.
    ProgressBar(Report& report, std::string things, std::uint64_t doneBefore);

    /// Cheap: most calls print nothing.
    void show(std::uint64_t done, std::uint64_t total);

private:
    using Clock = std::chrono::steady_clock;

    Report& m_report;
    std::string m_things;
    std::uint64_t m_doneBefore;
    Clock::time_point m_begin = Clock::now();
    Clock::time_point m_shown = m_begin;
};

/// "[#########---------------------]  30 %  345 of 1,150 files, 1,503 a second, 1 min 20 s left". Rate and time left
/// appear once there is one to speak of: `sinceBegin` things were done in `elapsed` seconds.
[[nodiscard]] std::string progressText(const std::string& things, std::uint64_t done, std::uint64_t total,
                                       std::uint64_t sinceBegin, double elapsed, bool withBar);

} // namespace segue::cli
