#pragma once

#include "core/runs/RunFolder.h"

#include <QWidget>

#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;

namespace segue::widgets {

/// The run that is watched in three lines: its name, how far it has come, and what can be done with it.
class RunHead : public QWidget {
    Q_OBJECT

public:
    explicit RunHead(QWidget* parent = nullptr);

    /// `title`: "my breaks · 3,120 windows · groovae_2bar"; empty: no run is watched.
    void setTitle(const QString& title);
    void setHistory(const runs::RunHistory& history);
    /// Whether a trainer is at work on it. One that stands still without having ended was killed, and can go on.
    void setAtWork(bool atWork);
    /// Whether it was asked to pause: it does when its step is done.
    void setPauseAsked(bool asked);
    /// Whether there is a checkpoint to play.
    void setPlayable(bool playable);

Q_SIGNALS:
    void pauseRequested();
    void resumeRequested();
    void stopRequested();
    /// Learn on from the last checkpoint: the trainer is gone.
    void goOnRequested();
    void playThisRequested();

private:
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] bool isPaused() const;
    [[nodiscard]] QString stateText() const;
    void showProgress();
    void refresh();

    QLabel* m_title = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_stateLine = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_goOn = nullptr;
    QPushButton* m_play = nullptr;
    std::optional<runs::TrainingReport> m_last;
    runs::RunState m_state = runs::RunState::Starting;
    bool m_hasRun = false;
    bool m_atWork = true;
    bool m_pauseAsked = false;
    bool m_playable = false;
};

/// "12 min left", "40 s left", "2 h 5 min left"; empty when unknown.
[[nodiscard]] QString timeLeftText(double seconds);

} // namespace segue::widgets
