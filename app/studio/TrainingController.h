#pragma once

#include "app/learning/RunInfo.h"
#include "app/studio/InstrumentController.h"
#include "app/studio/Options.h"
#include "app/studio/PatternController.h"
#include "app/workers/BackgroundJobs.h"
#include "core/runs/RunFolder.h"
#include "widgets/TrainingPanel.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace segue::studio {

/// Training on the screen: surveys a folder, starts a run in a process of its own, follows the run folder however the
/// run was started, and puts its newest model on stage with the map of its music.
/// Thread: UI.
class TrainingController : public QObject {
    Q_OBJECT

public:
    struct Parts {
        session::SessionDocument& document;
        InstrumentController& instruments;
        PatternController& patterns;
        workers::BackgroundJobs& jobs;
        std::filesystem::path dataFolder; ///< runs and kept models lie below it
    };

    TrainingController(widgets::TrainingPanel& panel, Parts parts, QObject* parent = nullptr);

    /// Goes on following the run that was shown when Segue was closed.
    void resume();
    void chooseFolder(const QString& path);
    void train(const QString& folder, const QString& name);
    /// Shows a run, whoever started it.
    void watch(const std::filesystem::path& runFolder);
    /// Asks for a run folder.
    void chooseRun();
    void playNewest();
    void cancelPlaying();

    [[nodiscard]] bool isLearning() const;
    /// Before the window closes. False: stay. Asks only if something is learning and `choice` says so.
    [[nodiscard]] bool mayClose(AtClose choice);

Q_SIGNALS:
    void noted(const QString& message);
    void failed(const QString& message);
    /// Something long is being done; `help` cancels it.
    void working(const QString& message);

private:
    void connectPanel();
    void browse();
    void survey(const QString& path);
    enum class Start { JustNow, Earlier };
    void follow(const std::filesystem::path& runFolder, Start start);
    void stop();
    void setPaused(bool paused);
    void poll();
    void noticeEnd();
    void showTitle();
    void act();
    void showFailure(const QString& sentence, const QString& action, std::function<void()> help);
    [[nodiscard]] QStringList arguments(const std::filesystem::path& runFolder, const QString& folder) const;

    widgets::TrainingPanel& m_panel;
    Parts m_parts;
    std::optional<std::filesystem::path> m_run;
    std::unique_ptr<runs::MetricsReader> m_reader;
    std::optional<learning::RunInfo> m_info;
    QTimer m_pollTimer;
    QTimer m_killTimer;
    QElapsedTimer m_sinceStart; // valid for a run that we started
    bool m_sawAtWork = false;
    bool m_endNoticed = false;
    int m_windows = 0; // of the folder that was surveyed
    workers::JobId m_surveyJob = 0;
    workers::JobId m_playJob = 0;
    std::function<void()> m_help;
};

} // namespace segue::studio
