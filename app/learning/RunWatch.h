#pragma once

#include "app/learning/RunInfo.h"
#include "core/runs/RunFolder.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>

#include <filesystem>
#include <memory>
#include <optional>

namespace segue::learning {

/// How a run that was watched came to its end.
struct RunEnd {
    enum class Kind {
        Finished,
        Stopped,
        Failed, ///< and said so
        Lost, ///< its trainer is gone without a last word: killed, or it never came to write one
    };
    Kind kind = Kind::Finished;
    QString reason; ///< a sentence of the trainer's, or the end of what it printed; may be empty
    bool wasSeenAtWork = false; ///< false: it was over before it was watched
};

/// Follows one run folder, however the run was started: reads what is new in it twice a second, and notices when its
/// trainer is gone.
/// Thread: UI.
class RunWatch : public QObject {
    Q_OBJECT

public:
    enum class Start { JustNow, Earlier };

    explicit RunWatch(QObject* parent = nullptr);

    /// In place of the one before. `start`: a trainer that was started just now may not be recognized yet.
    void follow(const std::filesystem::path& runFolder, Start start);
    void leave();

    /// Nothing: no run is followed. What follows is of that run.
    [[nodiscard]] const std::optional<std::filesystem::path>& folder() const { return m_folder; }
    [[nodiscard]] const runs::RunHistory& history() const { return m_reader->history(); }
    /// Nothing until its config.json is there.
    [[nodiscard]] const std::optional<RunInfo>& info() const { return m_info; }
    [[nodiscard]] bool isAtWork() const;

    void poll();

Q_SIGNALS:
    /// Another folder, or none any more.
    void followed();
    /// info() is there.
    void introduced();
    /// history() has grown.
    void progressed();
    /// The folder was looked at, whether or not there was news.
    void polled();
    void ended(const segue::learning::RunEnd& end);
    void unreadable(const QString& message);

private:
    void noticeEnd();

    std::optional<std::filesystem::path> m_folder;
    std::unique_ptr<runs::MetricsReader> m_reader;
    std::optional<RunInfo> m_info;
    QTimer m_timer;
    QElapsedTimer m_sinceStart; // valid for a run that was started just now
    bool m_sawAtWork = false;
    bool m_endNoticed = false;
};

} // namespace segue::learning
