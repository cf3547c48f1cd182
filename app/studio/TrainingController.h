#pragma once

#include "app/learning/RunWatch.h"
#include "app/studio/InstrumentController.h"
#include "app/studio/NewRunController.h"
#include "app/studio/Options.h"
#include "app/studio/PatternController.h"
#include "app/studio/RunsController.h"
#include "app/workers/BackgroundJobs.h"
#include "widgets/TrainingPanel.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <filesystem>
#include <functional>

namespace segue::studio {

/// A run on the screen: shows how it learns however it was started, pauses and stops it, and puts its newest model on
/// stage with the map of its music.
/// Thread: UI.
class TrainingController : public QObject {
    Q_OBJECT

public:
    struct Parts {
        session::SessionDocument& document;
        InstrumentController& instruments;
        PatternController& patterns;
        workers::BackgroundJobs& jobs; ///< for minutes
        workers::BackgroundJobs& reading; ///< of run folders
        std::filesystem::path dataFolder; ///< runs and kept models lie below it
    };

    TrainingController(widgets::TrainingPanel& panel, const Parts& parts, QObject* parent = nullptr);

    /// Looks for runs, and goes on following the one that was shown when Segue was closed.
    void resume();
    /// Shows a run, whoever started it.
    void watch(const std::filesystem::path& runFolder);
    /// Lets a run that was stopped or killed learn on, and shows it.
    void goOn(const std::filesystem::path& runFolder);
    /// Asks for a run folder.
    void chooseRun();
    void playNewest();
    void cancelPlaying();

    [[nodiscard]] NewRunController& newRun() { return m_newRun; }
    [[nodiscard]] RunsController& runs() { return m_runs; }
    [[nodiscard]] learning::RunWatch& run() { return m_watch; }
    [[nodiscard]] bool isLearning() const { return m_watch.isAtWork(); }
    /// Before the window closes. False: stay. Asks only if something is learning and `choice` says so.
    [[nodiscard]] bool mayClose(AtClose choice);

Q_SIGNALS:
    void noted(const QString& message);
    void failed(const QString& message);
    /// Something long is being done; `help` cancels it.
    void working(const QString& message);

private:
    void connectPanel();
    void connectWatch();
    void connectOthers();
    void showRun();
    void follow(const std::filesystem::path& runFolder, learning::RunWatch::Start start);
    void leave();
    void stop();
    void setPaused(bool paused);
    void tellEnd(const learning::RunEnd& end);
    void act();
    void showFailure(const QString& sentence, const QString& action, std::function<void()> help);

    widgets::TrainingPanel& m_panel;
    Parts m_parts;
    RunsController m_runs;
    NewRunController m_newRun;
    learning::RunWatch m_watch;
    QTimer m_killTimer;
    workers::JobId m_playJob = 0;
    std::function<void()> m_help;
};

} // namespace segue::studio
