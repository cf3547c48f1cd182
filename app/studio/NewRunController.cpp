#include "app/studio/NewRunController.h"

#include "app/learning/MusicSurvey.h"
#include "app/learning/RunInfo.h"
#include "app/learning/RunProcess.h"

#include <QFileDialog>
#include <QFileInfo>

#include <utility>

namespace segue::studio {

using session::Session;
using widgets::TrainingPanel;

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

} // namespace

NewRunController::NewRunController(TrainingPanel& panel, Parts parts, QObject* parent)
    : QObject(parent), m_panel(panel), m_parts(std::move(parts)) {
    connect(&m_panel, &TrainingPanel::browseRequested, this, &NewRunController::browse);
    connect(&m_panel, &TrainingPanel::folderDropped, this, &NewRunController::chooseFolder);
    connect(&m_panel, &TrainingPanel::trainRequested, this, &NewRunController::train);
    connect(&m_parts.jobs, &workers::BackgroundJobs::progressed, this, [this](workers::JobId job, double fraction) {
        if (job == m_surveyJob)
            m_panel.setFolderSummary(tr("reading the music: %1 %").arg(qRound(100 * fraction)));
    });
}

void NewRunController::resume(Survey survey) {
    const std::string folder = m_parts.document.session().folders.trainingMidi;
    std::error_code ignored;
    if (folder.empty() || !std::filesystem::is_directory(folder, ignored))
        return;
    m_panel.setFolder(text(folder));
    if (survey == Survey::Yes)
        this->survey(text(folder));
}

void NewRunController::browse() {
    const QString folder = QFileDialog::getExistingDirectory(&m_panel, tr("Choose a folder of MIDI files"),
                                                             text(m_parts.document.session().folders.trainingMidi));
    if (!folder.isEmpty())
        chooseFolder(folder);
}

void NewRunController::chooseFolder(const QString& path) {
    m_parts.document.remember([&path](Session& session) { session.folders.trainingMidi = path.toStdString(); });
    m_panel.showSetup();
    m_panel.setRunName(QFileInfo(path).fileName());
    m_panel.setFolder(path);
    survey(path);
}

void NewRunController::survey(const QString& path) {
    const auto& instrument = m_parts.instruments.instrument();
    const architecture::CodecConfig codec =
        instrument ? instrument->model->architecture().codec : architecture::GrooveCodecConfig();
    m_windows = 0;
    m_panel.setWarning({});
    m_panel.setFolderSummary(tr("reading the music…"));
    Q_EMIT stuck({}, {}, {});
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
                Q_EMIT stuck(text(found.error().text()), tr("Choose another folder"), [this] { browse(); });
                return;
            }
            m_windows = found->windows;
            m_panel.setFolderSummary(text(learning::summaryOf(*found)));
            m_panel.setWarning(text(learning::warningOf(*found)));
            if (found->refused > 0)
                Q_EMIT noted(tr("Left out %1").arg(text(found->firstRefusal)));
        });
}

QStringList NewRunController::arguments(const std::filesystem::path& runFolder, const QString& folder) const {
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

void NewRunController::train(const QString& folder, const QString& name) {
    const auto run = learning::newRunFolder(m_parts.runsFolder, name.toStdString());
    if (const Status launched = learning::startRun(run, arguments(run, folder)); !launched)
        Q_EMIT stuck(text(launched.error().text()), {}, {});
    else
        Q_EMIT started(run);
}

} // namespace segue::studio
