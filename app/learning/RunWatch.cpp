#include "app/learning/RunWatch.h"

#include "app/learning/RunProcess.h"

#include <chrono>
#include <utility>

namespace segue::learning {

using runs::RunState;

namespace {

constexpr std::chrono::milliseconds kPollInterval{500};
/// How long a process that was just started may not be recognized yet.
constexpr qint64 kStartPatienceMs = 2000;

/// Nothing while the run says that it goes on.
std::optional<RunEnd::Kind> endOf(RunState state) {
    switch (state) {
    case RunState::Finished: return RunEnd::Kind::Finished;
    case RunState::Stopped: return RunEnd::Kind::Stopped;
    case RunState::Failed: return RunEnd::Kind::Failed;
    case RunState::Starting:
    case RunState::Training:
    case RunState::Paused: break;
    }
    return std::nullopt;
}

} // namespace

RunWatch::RunWatch(QObject* parent) : QObject(parent), m_reader(std::make_unique<runs::MetricsReader>("")) {
    m_timer.setInterval(kPollInterval);
    connect(&m_timer, &QTimer::timeout, this, &RunWatch::poll);
}

void RunWatch::follow(const std::filesystem::path& runFolder, Start start) {
    m_folder = runFolder;
    m_reader = std::make_unique<runs::MetricsReader>(runFolder);
    m_info.reset();
    m_sinceStart.invalidate();
    if (start == Start::JustNow)
        m_sinceStart.start();
    m_sawAtWork = false;
    m_endNoticed = false;
    m_timer.start();
    Q_EMIT followed();
    poll();
}

void RunWatch::leave() {
    m_timer.stop();
    m_folder.reset();
    m_info.reset();
    Q_EMIT followed();
}

bool RunWatch::isAtWork() const {
    return m_folder && learning::isAtWork(*m_folder);
}

void RunWatch::poll() {
    if (!m_folder)
        return;
    const auto news = m_reader->poll();
    if (!news) {
        Q_EMIT unreadable(QString::fromStdString(news.error().text()));
        return;
    }
    if (!m_info) {
        if (auto info = readRunInfo(*m_folder)) {
            m_info = std::move(*info);
            Q_EMIT introduced();
        }
    }
    if (*news)
        Q_EMIT progressed();
    Q_EMIT polled();
    noticeEnd();
}

void RunWatch::noticeEnd() {
    const bool atWork = isAtWork();
    m_sawAtWork = m_sawAtWork || atWork;
    const bool isStarting = m_sinceStart.isValid() && !m_sawAtWork && m_sinceStart.elapsed() < kStartPatienceMs;
    if (atWork || isStarting || !m_folder || std::exchange(m_endNoticed, true))
        return;
    const runs::StateReport& state = history().state;
    const auto kind = endOf(state.state);
    const std::string reason = kind ? state.message : lastOutput(*m_folder);
    Q_EMIT ended({kind.value_or(RunEnd::Kind::Lost), QString::fromStdString(reason), m_sawAtWork});
}

} // namespace segue::learning
