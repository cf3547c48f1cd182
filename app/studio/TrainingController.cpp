#include "app/studio/TrainingController.h"

#include "app/learning/Checkpoint.h"
#include "app/learning/MusicSurvey.h"
#include "app/learning/RunProcess.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

#include <chrono>
#include <utility>

namespace segue::studio {

using runs::RunState;
using session::InstrumentFiles;
using session::Session;
using widgets::TrainingPanel;

namespace {

constexpr std::chrono::milliseconds kPollInterval{500};
/// A trainer reads its music and writes a checkpoint within this time of being asked to stop.
constexpr std::chrono::seconds kStopPatience{20};
/// How long a process that was just started may not be recognized yet.
constexpr qint64 kStartPatienceMs = 2000;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

bool isOver(RunState state) {
    return state == RunState::Stopped || state == RunState::Finished || state == RunState::Failed;
}

} // namespace

TrainingController::TrainingController(TrainingPanel& panel, Parts parts, QObject* parent)
    : QObject(parent), m_panel(panel), m_parts(std::move(parts)) {
    connectPanel();
    m_pollTimer.setInterval(kPollInterval);
    connect(&m_pollTimer, &QTimer::timeout, this, &TrainingController::poll);
    m_killTimer.setSingleShot(true);
    m_killTimer.setInterval(kStopPatience);
    connect(&m_killTimer, &QTimer::timeout, this, [this] {
        if (m_run && learning::isAtWork(*m_run) && !learning::kill(*m_run))
            Q_EMIT failed(tr("The run does not stop"));
    });
    connect(&m_parts.jobs, &workers::BackgroundJobs::progressed, this,
            [this](workers::JobId job, double fraction, const QString& what) {
                const QString percent = QString::number(qRound(100 * fraction));
                if (job == m_playJob)
                    Q_EMIT working(tr("%1: %2 %").arg(what, percent));
                else if (job == m_surveyJob)
                    m_panel.setFolderSummary(tr("reading the music: %1 %").arg(percent));
            });
}

void TrainingController::connectPanel() {
    connect(&m_panel, &TrainingPanel::browseRequested, this, &TrainingController::browse);
    connect(&m_panel, &TrainingPanel::folderDropped, this, &TrainingController::chooseFolder);
    connect(&m_panel, &TrainingPanel::trainRequested, this, &TrainingController::train);
    connect(&m_panel, &TrainingPanel::pauseRequested, this, [this] { setPaused(true); });
    connect(&m_panel, &TrainingPanel::resumeRequested, this, [this] { setPaused(false); });
    connect(&m_panel, &TrainingPanel::stopRequested, this, &TrainingController::stop);
    connect(&m_panel, &TrainingPanel::playThisRequested, this, &TrainingController::playNewest);
    connect(&m_panel, &TrainingPanel::newRunRequested, this, [this] {
        m_pollTimer.stop();
        m_run.reset();
        m_parts.document.remember([](Session& session) { session.watchedRun.clear(); });
        showFailure({}, {}, {});
        m_panel.showSetup();
    });
    connect(&m_panel, &TrainingPanel::failureActionRequested, this, &TrainingController::act);
}

void TrainingController::resume() {
    const std::string run = m_parts.document.session().watchedRun;
    const std::string folder = m_parts.document.session().folders.trainingMidi;
    std::error_code ignored;
    if (!run.empty() && std::filesystem::is_directory(run, ignored))
        watch(run);
    if (folder.empty() || !std::filesystem::is_directory(folder, ignored))
        return;
    m_panel.setFolder(text(folder));
    if (!m_run)
        survey(text(folder));
}

void TrainingController::browse() {
    const QString folder = QFileDialog::getExistingDirectory(&m_panel, tr("Choose a folder of MIDI files"),
                                                             text(m_parts.document.session().folders.trainingMidi));
    if (!folder.isEmpty())
        chooseFolder(folder);
}

void TrainingController::chooseFolder(const QString& path) {
    m_parts.document.remember([&path](Session& session) { session.folders.trainingMidi = path.toStdString(); });
    m_panel.showSetup();
    m_panel.setRunName(QFileInfo(path).fileName());
    m_panel.setFolder(path);
    survey(path);
}

void TrainingController::survey(const QString& path) {
    const auto& instrument = m_parts.instruments.instrument();
    const architecture::CodecConfig codec =
        instrument ? instrument->model->architecture().codec : architecture::GrooveCodecConfig();
    m_windows = 0;
    m_panel.setWarning({});
    m_panel.setFolderSummary(tr("reading the music…"));
    showFailure({}, {}, {});
    m_parts.jobs.cancel(m_surveyJob);
    m_surveyJob = m_parts.jobs.start<learning::MusicSurvey>(
        this,
        [folder = path.toStdString(), codec](const workers::JobContext& job) {
            return learning::surveyMusic(folder, codec, job.stopToken(), [&job](int done, int total) {
                job.report(total > 0 ? static_cast<double>(done) / total : 0, "Reading the music");
            });
        },
        [this](Result<learning::MusicSurvey> found) {
            if (!found) {
                m_panel.setFolderSummary({});
                showFailure(text(found.error().text()), tr("Choose another folder"), [this] { browse(); });
                return;
            }
            m_windows = found->windows;
            m_panel.setFolderSummary(text(learning::summaryOf(*found)));
            m_panel.setWarning(text(learning::warningOf(*found)));
            if (found->refused > 0)
                Q_EMIT noted(tr("Left out %1").arg(text(found->firstRefusal)));
        });
}

QStringList TrainingController::arguments(const std::filesystem::path& runFolder, const QString& folder) const {
    QStringList arguments{QStringLiteral("train"), QStringLiteral("--run-dir"), text(runFolder.string()),
                          QStringLiteral("--examples"), folder};
    const auto& files = m_parts.document.scene().instrument;
    const auto file = instrument::modelFile(files);
    const QString model = file ? text(file->string()) : QString();
    const auto& instrument = m_parts.instruments.instrument();
    const std::string configuration = instrument ? instrument->model->architecture().name : std::string();
    if (m_windows < learning::kEnoughForScratch && !model.isEmpty())
        arguments << QStringLiteral("--init-from") << model;
    else if (architecture::namedConfiguration(configuration))
        arguments << QStringLiteral("--config") << text(configuration);
    return arguments;
}

void TrainingController::train(const QString& folder, const QString& name) {
    const auto run = learning::newRunFolder(m_parts.dataFolder / "runs", name.toStdString());
    const Status started = learning::startRun(run, arguments(run, folder));
    if (!started) {
        showFailure(text(started.error().text()), {}, {});
        return;
    }
    follow(run, Start::JustNow);
}

void TrainingController::watch(const std::filesystem::path& runFolder) {
    follow(runFolder, Start::Earlier);
}

void TrainingController::follow(const std::filesystem::path& runFolder, Start start) {
    m_run = runFolder;
    m_reader = std::make_unique<runs::MetricsReader>(runFolder);
    m_info.reset();
    m_sinceStart.invalidate();
    if (start == Start::JustNow)
        m_sinceStart.start();
    m_sawAtWork = false;
    m_endNoticed = false;
    m_parts.document.remember([&](Session& session) { session.watchedRun = runFolder.string(); });
    showFailure({}, {}, {});
    m_panel.showRun(text(runFolder.filename().string()));
    m_pollTimer.start();
    poll();
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

void TrainingController::poll() {
    if (!m_run)
        return;
    const auto news = m_reader->poll();
    if (!news) {
        showFailure(text(news.error().text()), {}, {});
        return;
    }
    showTitle();
    if (*news)
        m_panel.setHistory(m_reader->history());
    m_panel.setPlayable(runs::newestModel(*m_run).has_value() && m_playJob == 0);
    noticeEnd();
}

void TrainingController::showTitle() {
    if (m_info)
        return;
    if (auto info = learning::readRunInfo(*m_run)) {
        m_info = std::move(*info);
        m_panel.showRun(text(learning::titleOf(*m_run, *m_info)));
        m_panel.setHistory(m_reader->history());
    }
}

/// A trainer that is gone without a last word failed, and what it printed says why.
void TrainingController::noticeEnd() {
    const bool atWork = learning::isAtWork(*m_run);
    m_sawAtWork = m_sawAtWork || atWork;
    const bool isStarting = m_sinceStart.isValid() && !m_sawAtWork && m_sinceStart.elapsed() < kStartPatienceMs;
    if (atWork || isStarting || std::exchange(m_endNoticed, true))
        return;
    m_killTimer.stop();
    const runs::StateReport& state = m_reader->history().state;
    if (isOver(state.state)) {
        if (state.state == RunState::Failed)
            showFailure(state.message.empty() ? tr("The run failed") : text(state.message), {}, {});
        else if (m_sawAtWork)
            Q_EMIT noted(state.state == RunState::Finished ? tr("The run is finished") : tr("The run has stopped"));
        return;
    }
    const QString output = text(learning::lastOutput(*m_run));
    showFailure(output.isEmpty() ? tr("The run ended before its time") : tr("The run ended: %1").arg(output),
                tr("New run"), [this] { Q_EMIT m_panel.newRunRequested(); });
}

void TrainingController::setPaused(bool paused) {
    if (!m_run)
        return;
    if (const Status status = learning::setPaused(*m_run, paused); !status)
        Q_EMIT failed(text(status.error().text()));
}

void TrainingController::stop() {
    if (!m_run)
        return;
    setPaused(false);
    if (const Status status = learning::requestStop(*m_run); !status) {
        Q_EMIT failed(text(status.error().text()));
        return;
    }
    m_killTimer.start();
    Q_EMIT noted(tr("Stopping the run: it writes its last checkpoint"));
}

void TrainingController::playNewest() {
    if (!m_run)
        return;
    cancelPlaying();
    learning::CheckpointRequest request;
    request.runFolder = *m_run;
    request.keepFolder = m_parts.dataFolder / "models";
    if (m_info) {
        request.music = m_info->examples;
        request.title = m_info->dataName.empty() ? m_run->filename().string() : m_info->dataName;
        request.attribution = m_info->attribution;
    }
    Q_EMIT working(tr("Building the map of the music"));
    m_playJob = m_parts.jobs.start<InstrumentFiles>(
        this,
        [request = std::move(request)](const workers::JobContext& job) mutable {
            request.stop = job.stopToken();
            request.progress = [&job](double fraction) { job.report(fraction, "Building the map of the music"); };
            return learning::keepCheckpoint(request);
        },
        [this](Result<InstrumentFiles> files) {
            m_playJob = 0;
            if (!files) {
                showFailure(text(files.error().text()), tr("Try again"), [this] { playNewest(); });
                Q_EMIT failed(text(files.error().text()));
                return;
            }
            m_parts.instruments.open(*files, m_parts.patterns.current().pattern);
            Q_EMIT noted(tr("Playing the newest model of %1; undo goes back").arg(text(m_run->filename().string())));
        });
}

void TrainingController::cancelPlaying() {
    m_parts.jobs.cancel(m_playJob);
    m_playJob = 0;
}

bool TrainingController::isLearning() const {
    return m_run && learning::isAtWork(*m_run);
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
