#include "app/cli/ProgressBar.h"

#include "app/cli/Numbers.h"

#include <utility>

namespace segue::cli {
namespace {

constexpr auto kOnTerminal = std::chrono::milliseconds(100);
constexpr auto kElsewhere = std::chrono::seconds(10);
constexpr std::uint64_t kBarWidth = 30;
constexpr double kEnoughToJudge = 0.5; // seconds

} // namespace

std::string progressText(const std::string& things, std::uint64_t done, std::uint64_t total, std::uint64_t sinceBegin,
                         double elapsed, bool withBar) {
    std::string text;
    if (withBar && total > 0) {
        const std::uint64_t filled = done * kBarWidth / total;
        const std::string percent = std::to_string(done * 100 / total);
        text = "[" + std::string(filled, '#') + std::string(kBarWidth - filled, '-') + "] " +
               std::string(percent.size() < 3 ? 3 - percent.size() : 0, ' ') + percent + " %  ";
    }
    text += grouped(done) + " of " + grouped(total) + " " + things;
    if (sinceBegin == 0 || elapsed < kEnoughToJudge)
        return text;
    const double rate = static_cast<double>(sinceBegin) / elapsed;
    text += ", " + (rate < 10 ? withDigits(rate, 1) : grouped(static_cast<std::uint64_t>(rate))) + " a second";
    if (done < total)
        text += ", " + asDuration(static_cast<double>(total - done) / rate) + " left";
    return text;
}

ProgressBar::ProgressBar(Report& report, std::string things, std::uint64_t doneBefore)
    : m_report(report), m_things(std::move(things)), m_doneBefore(doneBefore) {}

void ProgressBar::show(std::uint64_t done, std::uint64_t total) {
    const auto now = Clock::now();
    const bool onTerminal = m_report.isTerminal();
    if (now - m_shown < (onTerminal ? Clock::duration(kOnTerminal) : Clock::duration(kElsewhere)))
        return;
    m_shown = now;
    const double elapsed = std::chrono::duration<double>(now - m_begin).count();
    m_report.progress(progressText(m_things, done, total, done - m_doneBefore, elapsed, onTerminal));
}

} // namespace segue::cli
