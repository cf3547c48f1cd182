#include "app/studio/TrainingController.h"

#include "app/learning/Checkpoint.h"
#include "app/learning/RunProcess.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

#include <chrono>
#include <utility>

namespace segue::studio {

using learning::RunEnd;
using learning::RunWatch;
using session::InstrumentFiles;
using session::Session;
using widgets::TrainingPanel;

namespace {

/// A trainer reads its music and writes a checkpoint within this time of being asked to stop.
constexpr std::chrono::seconds kStopPatience{20};

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

} // namespace

TrainingController::TrainingController(TrainingPanel& panel, const Parts& parts, QObject* parent)
    : QObject(parent),
      m_panel(panel),
      m_parts(parts),
      m_newRun(panel, {parts.document, parts.instruments, parts.jobs, parts.dataFolder / "runs"}) {
    connectPanel();
    connectWatch();
    m_killTimer.setSingleShot(true);
    m_killTimer.setInterval(kStopPatience);
    connect(&m_killTimer, &QTimer::timeout, this, [this] {
        if (m_watch.isAtWork() && !learning::kill(*m_watch.folder()))
            Q_EMIT failed(tr("The run does not stop"));
    });
    connect(&m_newRun, &NewRunController::started, this,
            [this](const std::filesystem::path& run) { follow(run, RunWatch::Start::JustNow); });
    connect(&m_newRun, &NewRunController::stuck, this, &TrainingController::showFailure);
    connect(&m_newRun, &NewRunController::noted, this, &TrainingController::noted);
    connect(&m_parts.jobs, &workers::BackgroundJobs::progressed, this,
            [this](workers::JobId job, double fraction, const QString& what) {
                if (job == m_playJob)
                    Q_EMIT working(tr("%1: %2 %").arg(what).arg(qRound(100 * fraction)));
            });
}

void TrainingController::connectPanel() {
    connect(&m_panel, &TrainingPanel::pauseRequested, this, [this] { setPaused(true); });
    connect(&m_panel, &TrainingPanel::resumeRequested, this, [this] { setPaused(false); });
    connect(&m_panel, &TrainingPanel::stopRequested, this, &TrainingController::stop);
    connect(&m_panel, &TrainingPanel::playThisRequested, this, &TrainingController::playNewest);
    connect(&m_panel, &TrainingPanel::newRunRequested, this, &TrainingController::leave);
    connect(&m_panel, &TrainingPanel::failureActionRequested, this, &TrainingController::act);
}

void TrainingController::connectWatch() {
    connect(&m_watch, &RunWatch::introduced, this, [this] {
        m_panel.showRun(text(learning::titleOf(*m_watch.folder(), *m_watch.info())));
        m_panel.setHistory(m_watch.history());
    });
    connect(&m_watch, &RunWatch::progressed, this, [this] { m_panel.setHistory(m_watch.history()); });
    connect(&m_watch, &RunWatch::polled, this,
            [this] { m_panel.setPlayable(runs::newestModel(*m_watch.folder()).has_value() && m_playJob == 0); });
    connect(&m_watch, &RunWatch::ended, this, &TrainingController::tellEnd);
    connect(&m_watch, &RunWatch::unreadable, this, [this](const QString& message) { showFailure(message, {}, {}); });
}

void TrainingController::resume() {
    const std::string run = m_parts.document.session().watchedRun;
    std::error_code ignored;
    if (!run.empty() && std::filesystem::is_directory(run, ignored))
        watch(run);
    m_newRun.resume(m_watch.folder() ? NewRunController::Survey::No : NewRunController::Survey::Yes);
}

void TrainingController::watch(const std::filesystem::path& runFolder) {
    follow(runFolder, RunWatch::Start::Earlier);
}

void TrainingController::follow(const std::filesystem::path& runFolder, RunWatch::Start start) {
    m_parts.document.remember([&](Session& session) { session.watchedRun = runFolder.string(); });
    showFailure({}, {}, {});
    m_panel.showRun(text(runFolder.filename().string()));
    m_watch.follow(runFolder, start);
}

void TrainingController::leave() {
    m_watch.leave();
    m_parts.document.remember([](Session& session) { session.watchedRun.clear(); });
    showFailure({}, {}, {});
    m_panel.showSetup();
}

void TrainingController::chooseRun() {
    const QString folder = QFileDialog::getExistingDirectory(&m_panel, tr("Watch a training run"),
                                                             text(m_parts.document.session().folders.runs));
    if (folder.isEmpty())
        return;
    m_parts.document.remember(
        [&folder](Session& session) { session.folders.runs = QFileInfo(folder).absolutePath().toStdString(); });
    watch(folder.toStdString());
}

void TrainingController::tellEnd(const RunEnd& end) {
    m_killTimer.stop();
    switch (end.kind) {
    case RunEnd::Kind::Finished:
    case RunEnd::Kind::Stopped:
        if (end.wasSeenAtWork)
            Q_EMIT noted(end.kind == RunEnd::Kind::Finished ? tr("The run is finished") : tr("The run has stopped"));
        return;
    case RunEnd::Kind::Failed: showFailure(end.reason.isEmpty() ? tr("The run failed") : end.reason, {}, {}); return;
    case RunEnd::Kind::Lost: break;
    }
    showFailure(end.reason.isEmpty() ? tr("The run ended before its time") : tr("The run ended: %1").arg(end.reason),
                tr("New run"), [this] { leave(); });
}

void TrainingController::setPaused(bool paused) {
    if (!m_watch.folder())
        return;
    if (const Status status = learning::setPaused(*m_watch.folder(), paused); !status)
        Q_EMIT failed(text(status.error().text()));
}

void TrainingController::stop() {
    if (!m_watch.folder())
        return;
    setPaused(false);
    if (const Status status = learning::requestStop(*m_watch.folder()); !status) {
        Q_EMIT failed(text(status.error().text()));
        return;
    }
    m_killTimer.start();
    Q_EMIT noted(tr("Stopping the run: it writes its last checkpoint"));
}

void TrainingController::playNewest() {
    if (!m_watch.folder())
        return;
    cancelPlaying();
    learning::CheckpointRequest request;
    request.runFolder = *m_watch.folder();
    request.keepFolder = m_parts.dataFolder / "models";
    if (const auto& info = m_watch.info()) {
        request.music = info->examples;
        request.title = info->dataName.empty() ? m_watch.folder()->filename().string() : info->dataName;
        request.attribution = info->attribution;
    }
    Q_EMIT working(tr("Building the map of the music"));
    m_playJob = m_parts.jobs.start<InstrumentFiles>(
        this,
        [request = std::move(request)](const workers::JobContext& job) mutable {
            request.stop = job.stopToken();
            request.progress = [&job](double fraction) { job.report(fraction, "Building the map of the music"); };
            return learning::keepCheckpoint(request);
        },
        [this, name = text(m_watch.folder()->filename().string())](Result<InstrumentFiles> files) {
            m_playJob = 0;
            if (!files) {
                showFailure(text(files.error().text()), tr("Try again"), [this] { playNewest(); });
                Q_EMIT failed(text(files.error().text()));
                return;
            }
            m_parts.instruments.open(*files, m_parts.patterns.current().pattern);
            Q_EMIT noted(tr("Playing the newest model of %1; undo goes back").arg(name));
        });
}

void TrainingController::cancelPlaying() {
    m_parts.jobs.cancel(m_playJob);
    m_playJob = 0;
}

bool TrainingController::mayClose(AtClose choice) {
    if (!isLearning() || choice == AtClose::LeaveRunning)
        return true;
    if (choice == AtClose::Stop) {
        stop();
        return true;
    }
    QMessageBox box(QMessageBox::Question, tr("Segue"),
                    tr("A model is still learning. Let it go on while Segue is closed?"), QMessageBox::Cancel,
                    m_panel.window());
    box.setInformativeText(tr("It writes checkpoints, and Segue shows it again at the next start."));
    QPushButton* leave = box.addButton(tr("Let it go on"), QMessageBox::AcceptRole);
    const QPushButton* end = box.addButton(tr("Stop it"), QMessageBox::DestructiveRole);
    box.setDefaultButton(leave);
    box.exec();
    if (box.clickedButton() == end)
        stop();
    return box.clickedButton() == end || box.clickedButton() == leave;
}

void TrainingController::showFailure(const QString& sentence, const QString& action, std::function<void()> help) {
    m_help = std::move(help);
    m_panel.setFailure(sentence, action);
}

void TrainingController::act() {
    const auto help = std::exchange(m_help, {});
    m_panel.setFailure({});
    if (help)
        help();
}

} // namespace segue::studio
