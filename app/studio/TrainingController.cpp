#include "app/studio/TrainingController.h"

#include "app/learning/Checkpoint.h"
#include "app/learning/RunProcess.h"

#include "widgets/RunCharts.h"
#include "widgets/RunHead.h"

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
      m_runs(panel, {parts.document, parts.reading, parts.dataFolder / "runs"}),
      m_newRun(panel, {parts.document, parts.instruments, m_runs, parts.jobs, parts.dataFolder / "runs"}) {
    connectPanel();
    connectWatch();
    connectOthers();
    m_killTimer.setSingleShot(true);
    m_killTimer.setInterval(kStopPatience);
    connect(&m_killTimer, &QTimer::timeout, this, [this] {
        if (m_watch.isAtWork() && !learning::kill(*m_watch.folder()))
            Q_EMIT failed(tr("The run does not stop"));
    });
    connect(&m_parts.jobs, &workers::BackgroundJobs::progressed, this,
            [this](workers::JobId job, double fraction, const QString& what) {
                if (job == m_playJob)
                    Q_EMIT working(tr("%1: %2 %").arg(what).arg(qRound(100 * fraction)));
            });
}

void TrainingController::connectPanel() {
    using widgets::RunHead;
    connect(&m_panel.head(), &RunHead::pauseRequested, this, [this] { setPaused(true); });
    connect(&m_panel.head(), &RunHead::resumeRequested, this, [this] { setPaused(false); });
    connect(&m_panel.head(), &RunHead::stopRequested, this, &TrainingController::stop);
    connect(&m_panel.head(), &RunHead::goOnRequested, this, [this] { goOn(*m_watch.folder()); });
    connect(&m_panel.head(), &RunHead::playThisRequested, this, &TrainingController::playNewest);
    connect(&m_panel, &TrainingPanel::failureActionRequested, this, &TrainingController::act);
}

void TrainingController::connectWatch() {
    connect(&m_watch, &RunWatch::introduced, this, [this] {
        m_panel.head().setTitle(text(learning::titleOf(*m_watch.folder(), *m_watch.info())));
        showRun();
    });
    connect(&m_watch, &RunWatch::progressed, this, &TrainingController::showRun);
    connect(&m_watch, &RunWatch::polled, this, [this] {
        m_panel.head().setAtWork(m_watch.isAtWork());
        m_panel.head().setPauseAsked(learning::isPauseAsked(*m_watch.folder()));
        m_panel.head().setPlayable(runs::newestModel(*m_watch.folder()).has_value() && m_playJob == 0);
    });
    connect(&m_watch, &RunWatch::ended, this, &TrainingController::tellEnd);
    connect(&m_watch, &RunWatch::unreadable, this, [this](const QString& message) { showFailure(message, {}, {}); });
}

void TrainingController::connectOthers() {
    connect(&m_newRun, &NewRunController::started, this,
            [this](const std::filesystem::path& run) { follow(run, RunWatch::Start::JustNow); });
    connect(&m_newRun, &NewRunController::stuck, this, &TrainingController::showFailure);
    connect(&m_newRun, &NewRunController::noted, this, &TrainingController::noted);
    connect(&m_runs, &RunsController::watchRequested, this, &TrainingController::watch);
    connect(&m_runs, &RunsController::goOnRequested, this, &TrainingController::goOn);
    connect(&m_runs, &RunsController::openRequested, this, &TrainingController::chooseRun);
    connect(&m_runs, &RunsController::noted, this, &TrainingController::noted);
    connect(&m_runs, &RunsController::failed, this, &TrainingController::failed);
    connect(&m_runs, &RunsController::moved, this,
            [this](const std::filesystem::path& from, const std::filesystem::path& to) {
                if (m_watch.folder() != from)
                    return;
                leave();
                if (!to.empty())
                    follow(to, RunWatch::Start::Earlier);
            });
}

void TrainingController::showRun() {
    const runs::RunHistory& history = m_watch.history();
    m_panel.head().setHistory(history);
    m_panel.charts().setHistory(history);
    QStringList warnings;
    for (const runs::Warning& warning : history.warnings)
        warnings << text(warning.message);
    // One that pauses by itself says why.
    if (history.state.state == runs::RunState::Paused && !learning::isPauseAsked(*m_watch.folder()))
        warnings << text(history.state.message);
    m_panel.setWarnings(warnings);
}

void TrainingController::resume() {
    const std::string run = m_parts.document.session().watchedRun;
    std::error_code ignored;
    if (!run.empty() && std::filesystem::is_directory(run, ignored))
        watch(run);
    m_newRun.resume();
    m_runs.start();
}

void TrainingController::watch(const std::filesystem::path& runFolder) {
    follow(runFolder, RunWatch::Start::Earlier);
    m_panel.showPage(TrainingPanel::Page::Charts);
}

void TrainingController::goOn(const std::filesystem::path& runFolder) {
    if (const Status started = learning::goOnWithRun(runFolder); !started)
        showFailure(text(started.error().text()), {}, {});
    else
        follow(runFolder, RunWatch::Start::JustNow);
}

void TrainingController::follow(const std::filesystem::path& runFolder, RunWatch::Start start) {
    m_parts.document.remember([&](Session& session) { session.watchedRun = runFolder.string(); });
    showFailure({}, {}, {});
    m_panel.head().setTitle(text(runFolder.filename().string()));
    m_panel.head().setAtWork(true);
    m_panel.charts().setHistory({});
    m_panel.setWarnings({});
    m_watch.follow(runFolder, start);
    m_runs.setWatched(runFolder);
    if (start == RunWatch::Start::JustNow)
        m_panel.showPage(TrainingPanel::Page::Charts);
}

void TrainingController::leave() {
    m_watch.leave();
    m_parts.document.remember([](Session& session) { session.watchedRun.clear(); });
    showFailure({}, {}, {});
    m_panel.setWarnings({});
    m_panel.head().setTitle({});
    m_panel.charts().setHistory({});
    m_runs.setWatched({});
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
    if (!m_watch.history().training.empty()) // the button to go on stands beside its state
        showFailure(tr("The run was interrupted; it can go on from its last checkpoint"), {}, {});
    else
        showFailure(end.reason.isEmpty() ? tr("The run ended before it began to learn")
                                         : tr("The run ended: %1").arg(end.reason),
                    {}, {});
}

void TrainingController::setPaused(bool paused) {
    if (!m_watch.folder())
        return;
    if (const Status status = learning::setPaused(*m_watch.folder(), paused); !status)
        Q_EMIT failed(text(status.error().text()));
    m_watch.poll();
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
