#pragma once

#include "core/playback/TransportStatus.h"

#include <QObject>
#include <QTimer>

#include <string>
#include <vector>

namespace segue::studio {
class Studio;
}

namespace segue::tour {

/// When each part of a start was done, counted from when the system made the process, which it tells to a hundredth of
/// a second; where it does not tell, from when this was made.
class StartupTimes {
public:
    StartupTimes();

    void add(std::string part, playback::TimePoint doneAt = playback::Clock::now());
    /// A line a part, in the order of time: "   412 ms  model and map loaded".
    [[nodiscard]] std::string text() const;

private:
    struct Part {
        std::string name;
        playback::TimePoint doneAt;
    };
    playback::TimePoint m_begin;
    std::vector<Part> m_parts;
};

/// Follows a start until the first note is played, and prints what it took. Make it before Studio::start().
class StartupReport : public QObject {
    Q_OBJECT

public:
    /// `times`: of what was done before.
    StartupReport(studio::Studio& studio, StartupTimes times, QObject* parent = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void lookForNotes();

    studio::Studio& m_studio;
    StartupTimes m_times;
    QTimer m_look;
};

} // namespace segue::tour
