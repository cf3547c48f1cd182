#include "app/tour/StartupReport.h"

#include "app/studio/Studio.h"

#include <QEvent>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

#ifdef __linux__
#include <ctime>
#include <fstream>
#include <sstream>
#include <unistd.h>
#endif

namespace segue::tour {
namespace {

using playback::Clock;
using playback::TimePoint;
using std::chrono::duration_cast;

constexpr std::chrono::milliseconds kLookInterval{5};

#ifdef __linux__
/// The 22nd field of /proc/self/stat, counted after the name in brackets, which may hold anything: proc(5).
TimePoint processBegin(TimePoint now) {
    std::ifstream file("/proc/self/stat");
    std::string line;
    std::getline(file, line);
    std::istringstream fields(line.substr(std::min(line.size(), line.rfind(')') + 1)));
    std::string field;
    for (int number = 3; number <= 22; ++number)
        fields >> field;
    std::timespec sinceBoot{};
    if (!fields || clock_gettime(CLOCK_BOOTTIME, &sinceBoot) != 0)
        return now;
    const double begin = std::strtod(field.c_str(), nullptr) / static_cast<double>(sysconf(_SC_CLK_TCK));
    const double age = static_cast<double>(sinceBoot.tv_sec) + static_cast<double>(sinceBoot.tv_nsec) * 1e-9 - begin;
    return now - duration_cast<Clock::duration>(std::chrono::duration<double>(age));
}
#else
TimePoint processBegin(TimePoint now) {
    return now;
}
#endif

/// Of all pitches; those that were never struck are older than any.
TimePoint firstStroke(const playback::TransportStatus& status) {
    TimePoint first = TimePoint::max();
    for (const TimePoint struck : status.lastStruck)
        if (struck != TimePoint())
            first = std::min(first, struck);
    return first;
}

} // namespace

StartupTimes::StartupTimes() : m_begin(processBegin(Clock::now())) {}

void StartupTimes::add(std::string part, TimePoint doneAt) {
    m_parts.push_back({std::move(part), doneAt});
}

std::string StartupTimes::text() const {
    auto parts = m_parts;
    std::ranges::stable_sort(parts, {}, &Part::doneAt);
    std::string text;
    for (const Part& part : parts) {
        const auto passed = duration_cast<std::chrono::milliseconds>(part.doneAt - m_begin).count();
        std::string number = std::to_string(passed);
        number.insert(0, number.size() < 6 ? 6 - number.size() : 0, ' ');
        text += number + " ms  " + part.name + "\n";
    }
    return text;
}

StartupReport::StartupReport(studio::Studio& studio, StartupTimes times, QObject* parent)
    : QObject(parent), m_studio(studio), m_times(std::move(times)) {
    studio.window().map().installEventFilter(this);
    const auto once = static_cast<Qt::ConnectionType>(Qt::AutoConnection | Qt::SingleShotConnection);
    connect(
        &studio, &studio::Studio::ready, this, [this] { m_times.add("model and map loaded"); }, once);
    connect(
        &studio.patterns(), &studio::PatternController::patternChanged, this,
        [this](const workers::Decoded& decoded) { m_times.add("first pattern given to the player", decoded.playedAt); },
        once);
    connect(
        &studio.outputsController(), &studio::OutputsController::settled, this,
        [this] { m_times.add("outputs opened"); }, once);
    connect(&m_look, &QTimer::timeout, this, &StartupReport::lookForNotes);
    m_look.start(kLookInterval);
}

bool StartupReport::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Paint) {
        watched->removeEventFilter(this);
        QTimer::singleShot(0, this, [this] { m_times.add("window drawn"); });
    }
    return QObject::eventFilter(watched, event);
}

void StartupReport::lookForNotes() {
    const playback::TransportStatus& status = m_studio.player().status();
    if (status.noteOns == 0)
        return;
    m_look.stop();
    m_times.add("first note", firstStroke(status));
    std::fputs(m_times.text().c_str(), stdout);
    std::fflush(stdout);
}

} // namespace segue::tour
