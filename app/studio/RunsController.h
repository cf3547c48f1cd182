#pragma once

#include "app/learning/RunCatalog.h"
#include "app/session/SessionDocument.h"
#include "app/workers/BackgroundJobs.h"
#include "widgets/TrainingPanel.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <filesystem>
#include <memory>
#include <vector>

namespace segue::studio {

/// The list of runs: looks in the folders where runs are known to lie, notices new ones, lays the curves of those that
/// are ticked over the charts, renames and deletes.
/// Thread: UI; reading happens in a job.
class RunsController : public QObject {
    Q_OBJECT

public:
    struct Parts {
        session::SessionDocument& document;
        workers::BackgroundJobs& reading;
        std::filesystem::path runsFolder;
    };

    RunsController(widgets::TrainingPanel& panel, Parts parts, QObject* parent = nullptr);

    /// Looks for runs, now and then every few seconds.
    void start();
    void look();
    /// Newest first; as they were when last looked at.
    [[nodiscard]] const std::vector<learning::KnownRun>& runs() const { return m_runs; }
    void setWatched(const std::filesystem::path& folder);

Q_SIGNALS:
    /// runs() is another one.
    void changed();
    void watchRequested(const std::filesystem::path& folder);
    void goOnRequested(const std::filesystem::path& folder);
    void openRequested();
    /// A run lies elsewhere now, or nowhere if the new place is empty.
    void moved(const std::filesystem::path& from, const std::filesystem::path& to);
    void noted(const QString& message);
    void failed(const QString& message);

private:
    void take(std::vector<learning::KnownRun> runs);
    void show();
    void compare();
    void rename(const QString& folder, const QString& name);
    void discard(const QString& folder);
    [[nodiscard]] const learning::KnownRun* find(const QString& folder) const;

    widgets::TrainingPanel& m_panel;
    Parts m_parts;
    std::shared_ptr<learning::RunCatalog> m_catalog; // of one job at a time
    std::vector<learning::KnownRun> m_runs;
    bool m_hasLooked = false;
    QTimer m_timer;
    workers::JobId m_job = 0;
};

} // namespace segue::studio
