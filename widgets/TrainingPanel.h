#pragma once

#include "core/runs/RunFolder.h"

#include <QWidget>

#include <optional>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace segue::widgets {

class RunChart;

/// Where one trains a model of one's own: choose a folder of MIDI, press Train, watch it learn, play it. Shows a run
/// however it was started.
class TrainingPanel : public QWidget {
    Q_OBJECT

public:
    explicit TrainingPanel(QWidget* parent = nullptr);

    void setFolder(const QString& path);
    [[nodiscard]] QString folder() const { return m_folder; }
    /// What was found there: "214 files, 3,120 windows".
    void setFolderSummary(const QString& text);
    /// A caution that does not forbid: "Only 40 windows: the model will know little else."
    void setWarning(const QString& text);
    void setRunName(const QString& name);
    [[nodiscard]] QString runName() const;

    /// The run on show; nothing goes back to choosing a folder. `title`: "my breaks · 3,120 windows · groovae_2bar".
    void showRun(const QString& title);
    void showSetup();
    void setHistory(const runs::RunHistory& history);
    /// Whether there is a checkpoint to play.
    void setPlayable(bool playable);
    /// A sentence, and what the button that helps is called; an empty sentence clears it. It stands below either page.
    /// A run that failed tells its own reason meanwhile.
    void setFailure(const QString& sentence, const QString& action = {});

Q_SIGNALS:
    void browseRequested();
    void folderDropped(const QString& path);
    void trainRequested(const QString& folder, const QString& runName);
    void pauseRequested();
    void resumeRequested();
    void stopRequested();
    void playThisRequested();
    /// Back to choosing a folder.
    void newRunRequested();
    void failureActionRequested();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makeSetup();
    QWidget* makeRun();
    QWidget* makeFailure();
    void refreshSetup();
    void refreshButtons();
    void showProgress();
    void showFailure();
    [[nodiscard]] QString runStateText() const;

    QStackedWidget* m_pages = nullptr;
    QLabel* m_folderLabel = nullptr;
    QLabel* m_summary = nullptr;
    QLabel* m_warning = nullptr;
    QLineEdit* m_name = nullptr;
    QPushButton* m_train = nullptr;
    QLabel* m_title = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_state = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_play = nullptr;
    QWidget* m_failureLine = nullptr;
    QLabel* m_failure = nullptr;
    QPushButton* m_failureAction = nullptr;
    RunChart* m_reconstruction = nullptr;
    RunChart* m_divergence = nullptr;
    RunChart* m_quality = nullptr; ///< hit F1, or accuracy
    QString m_folder;
    QString m_failureSentence;
    std::optional<runs::TrainingReport> m_last;
    runs::StateReport m_runState;
    bool m_playable = false;
};

/// "12 min left", "40 s left", "2 h 5 min left"; empty when unknown.
[[nodiscard]] QString timeLeftText(double seconds);

} // namespace segue::widgets
