#include "app/studio/NewRunController.h"

#include "app/learning/Learnable.h"
#include "app/learning/RunInfo.h"
#include "app/learning/RunProcess.h"
#include "core/files/ModelFile.h"
#include "core/runs/RunWarnings.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QThread>

#include <algorithm>
#include <cmath>
#include <utility>

namespace segue::studio {

using session::Session;
using widgets::NewRun;
using widgets::NewRunForm;
using widgets::TrainingPanel;

namespace {

/// With fewer windows a model that was trained already teaches more than beginning from nothing.
constexpr int kEnoughForScratch = 6000;
/// Examples of a step of a fine-tune.
constexpr int kFineTuneBatch = 32;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

/// "13,000": more digits would promise too much.
QString roughly(double number) {
    const double unit = number < 100 ? 1 : std::pow(10, std::floor(std::log10(number)) - 1);
    return QLocale().toString(static_cast<qlonglong>(std::round(number / unit) * unit));
}

QString timesText(double epochs) {
    return epochs < 10 ? QLocale().toString(epochs, 'f', 1) : roughly(epochs);
}

} // namespace

NewRunController::NewRunController(TrainingPanel& panel, Parts parts, QObject* parent)
    : QObject(parent), m_panel(panel), m_form(panel.newRun()), m_parts(std::move(parts)) {
    std::vector<NewRunForm::Configuration> configurations;
    for (const auto& each : learning::learnables())
        configurations.push_back({text(each.configuration), each.words});
    m_form.setConfigurations(configurations);
    offerStarts();
    connect(&m_panel, &TrainingPanel::musicDropped, this, &NewRunController::chooseMusic);
    connect(&m_panel, &TrainingPanel::pageChanged, this, &NewRunController::follow);
    connect(&m_form, &NewRunForm::folderRequested, this, &NewRunController::browseFolder);
    connect(&m_form, &NewRunForm::fileRequested, this, &NewRunController::browseFile);
    connect(&m_form, &NewRunForm::modelRequested, this, &NewRunController::chooseModel);
    connect(&m_form, &NewRunForm::estimateActionRequested, this, &NewRunController::measure);
    connect(&m_form, &NewRunForm::trainRequested, this, &NewRunController::train);
    connect(&m_form, &NewRunForm::changed, this, &NewRunController::follow);
    connect(&m_parts.instruments, &InstrumentController::stageChanged, this, &NewRunController::offerStarts);
    connect(&m_parts.runs, &RunsController::changed, this, &NewRunController::showForecast);
    connect(&m_parts.jobs, &workers::BackgroundJobs::progressed, this, [this](workers::JobId job, double fraction) {
        if (job == m_surveyJob)
            m_form.setSummary(tr("reading the music: %1 %").arg(qRound(100 * fraction)));
    });
}

/// The model on stage, and those that were chosen as files.
void NewRunController::offerStarts() {
    m_starts.clear();
    if (const auto& instrument = m_parts.instruments.instrument()) {
        const auto model = instrument::modelFile(instrument->files);
        if (model && instrument->model->hasEncoder())
            m_starts.push_back({tr("From %1, which is playing").arg(text(instrument->title)), text(model->string()),
                                text(instrument->model->architecture().name)});
    }
    for (const auto& other : m_otherModels)
        if (std::ranges::find(m_starts, other.model, &NewRunForm::Start::model) == m_starts.end())
            m_starts.push_back(other);
    m_form.setStarts(m_starts);
}

void NewRunController::resume() {
    const std::string music = m_parts.document.session().folders.trainingMidi;
    std::error_code ignored;
    if (music.empty() || !std::filesystem::exists(music, ignored))
        return;
    m_form.setMusic(text(music));
    follow();
}

void NewRunController::browseFolder() {
    const QString folder = QFileDialog::getExistingDirectory(&m_panel, tr("Choose a folder of music to learn from"),
                                                             text(m_parts.document.session().folders.trainingMidi));
    if (!folder.isEmpty())
        chooseMusic(folder);
}

void NewRunController::browseFile() {
    const QString file = QFileDialog::getOpenFileName(
        &m_panel, tr("Choose music to learn from"), text(m_parts.document.session().folders.trainingMidi),
        tr("TFRecords and music (*.tfrecord* *.mid *.midi);;All files (*)"));
    if (!file.isEmpty())
        chooseMusic(file);
}

void NewRunController::chooseMusic(const QString& path) {
    m_parts.document.remember([&path](Session& session) { session.folders.trainingMidi = path.toStdString(); });
    m_panel.showPage(TrainingPanel::Page::NewRun);
    m_form.setRunName(QFileInfo(path).completeBaseName());
    m_form.setMusic(path);
    m_surveyed.reset();
    m_mayChooseStart = true;
    follow();
}

void NewRunController::chooseModel() {
    const QString path = QFileDialog::getOpenFileName(&m_panel, tr("Choose a model to learn on from"),
                                                      text(m_parts.document.session().folders.models),
                                                      tr("Models (*.safetensors);;All files (*)"));
    if (path.isEmpty())
        return;
    const auto architecture = files::readArchitecture(path.toStdString());
    if (!architecture) {
        Q_EMIT stuck(text(architecture.error().text()), tr("Choose another model"), [this] { chooseModel(); });
        return;
    }
    m_otherModels.push_back({tr("From %1").arg(QFileInfo(path).completeBaseName()), path, text(architecture->name)});
    offerStarts();
    m_form.chooseStart(path);
}

void NewRunController::follow() {
    const NewRun run = m_form.run();
    const std::string configuration = run.configuration.toStdString();
    const auto architecture = architecture::namedConfiguration(configuration);
    const bool isLookedAt = m_panel.page() == static_cast<int>(TrainingPanel::Page::NewRun);
    if (isLookedAt && !run.music.isEmpty() && architecture) {
        if (!m_recipes.contains(configuration) && m_asked != configuration)
            askRecipe(configuration);
        if (const Surveyed wanted{run.music, architecture->codec}; m_surveyed != wanted)
            survey(run.music, architecture->codec);
    }
    showForecast();
}

void NewRunController::survey(const QString& music, const architecture::CodecConfig& codec) {
    m_surveyed = Surveyed{music, codec};
    m_windows.reset();
    m_form.setWarning({});
    m_form.setSummary(tr("reading the music…"));
    Q_EMIT stuck({}, {}, {});
    m_parts.jobs.cancel(m_surveyJob);
    m_surveyJob = m_parts.jobs.start<learning::MusicSurvey>(
        this,
        [path = music.toStdString(), codec](const workers::JobContext& job) {
            return learning::surveyMusic(path, codec, job.stopToken(), [&job](int done, int total) {
                job.report(total > 0 ? static_cast<double>(done) / total : 0, "Reading the music");
            });
        },
        [this](Result<learning::MusicSurvey> found) {
            if (!found) {
                m_form.setSummary({});
                Q_EMIT stuck(text(found.error().text()), tr("Choose other music"), [this] { browseFolder(); });
                return;
            }
            m_windows = found->windows;
            m_form.setSummary(text(learning::summaryOf(*found)));
            if (found->refused > 0)
                Q_EMIT noted(tr("Left out %1").arg(text(found->firstRefusal)));
            if (std::exchange(m_mayChooseStart, false) && *m_windows < kEnoughForScratch)
                preferLearned();
            showForecast();
        });
}

void NewRunController::preferLearned() {
    for (const auto& start : m_starts)
        if (start.configuration == m_form.run().configuration) {
            m_form.chooseStart(start.model);
            return;
        }
}

void NewRunController::askRecipe(const std::string& configuration) {
    m_asked = configuration;
    m_form.setRecipe(std::nullopt);
    m_parts.jobs.cancel(m_recipeJob);
    m_recipeJob = m_parts.jobs.start<learning::Recipe>(
        this,
        [configuration](const workers::JobContext& job) { return learning::recipeOf(configuration, job.stopToken()); },
        [this, configuration](Result<learning::Recipe> recipe) {
            if (recipe) // without it the slider only cannot say where it stands
                m_recipes[configuration] = *recipe;
            showForecast();
        });
}

std::optional<double> NewRunController::speed(const std::string& configuration) const {
    const auto measured = m_measured.find(configuration);
    return measured != m_measured.end() ? measured->second : learning::knownSpeed(m_parts.runs.runs(), configuration);
}

void NewRunController::showForecast() {
    const NewRun run = m_form.run();
    const bool isFineTune = !run.startFrom.isEmpty();
    const std::string configuration = run.configuration.toStdString();
    const auto recipe = m_recipes.find(configuration);
    if (recipe != m_recipes.end())
        m_form.setRecipe(widgets::Balance{recipe->second.freeBits, recipe->second.maxBeta});
    if (!m_windows || run.music.isEmpty()) {
        m_form.setEstimate({});
        return;
    }
    const auto warning = runs::littleDataWarning(*m_windows, isFineTune);
    m_form.setWarning(warning ? text(warning->message) : QString());
    if (m_measureJob != 0) {
        m_form.setEstimate(tr("Measuring how fast this computer learns…"), tr("Cancel"));
        return;
    }
    const auto known = speed(configuration);
    if (!known) {
        m_form.setEstimate(tr("How much fits into the time is not known yet on this computer"), tr("Measure"));
        return;
    }
    const int batch = isFineTune ? kFineTuneBatch : recipe != m_recipes.end() ? recipe->second.batchSize : 64;
    const auto forecast = learning::forecastOf({*m_windows, run.minutes, batch, *known});
    m_form.setEstimate(
        tr("About %1 steps, %2 times through the music (%3 examples a second)")
            .arg(roughly(static_cast<double>(forecast.steps)), timesText(forecast.epochs), roughly(*known)));
}

void NewRunController::measure() {
    if (m_measureJob != 0) {
        cancel();
        return;
    }
    NewRun run = m_form.run();
    const std::string configuration = run.configuration.toStdString();
    m_measureJob = m_parts.jobs.start<double>(
        this,
        [arguments = arguments(run)](const workers::JobContext& job) {
            return learning::measuredSpeed(arguments, job.stopToken());
        },
        [this, configuration](Result<double> speed) {
            m_measureJob = 0;
            if (speed)
                m_measured[configuration] = *speed;
            else
                Q_EMIT stuck(text(speed.error().text()), {}, {});
            showForecast();
        });
    showForecast();
}

void NewRunController::cancel() {
    m_parts.jobs.cancel(m_measureJob);
    m_measureJob = 0;
    showForecast();
}

QStringList NewRunController::arguments(const NewRun& run) const {
    QStringList arguments{QStringLiteral("train"), QStringLiteral("--examples"), run.music};
    if (run.startFrom.isEmpty())
        arguments << QStringLiteral("--config") << run.configuration;
    else
        arguments << QStringLiteral("--init-from") << run.startFrom;
    arguments << QStringLiteral("--minutes") << QString::number(run.minutes);
    arguments << QStringLiteral("--workers") << QString::number(std::max(1, QThread::idealThreadCount() / 2));
    QStringList hyperparameters;
    if (run.balance)
        hyperparameters << QStringLiteral("free_bits=%1").arg(run.balance->freeBits)
                        << QStringLiteral("max_beta=%1").arg(run.balance->maxBeta);
    if (!run.hyperparameters.isEmpty())
        hyperparameters << run.hyperparameters; // later ones hold
    if (!hyperparameters.isEmpty())
        arguments << QStringLiteral("--hparams") << hyperparameters.join(u',');
    return arguments;
}

void NewRunController::train() {
    const NewRun wanted = m_form.run();
    cancel();
    const auto run = learning::newRunFolder(m_parts.runsFolder, wanted.name.toStdString());
    const QStringList all = arguments(wanted) + QStringList{QStringLiteral("--run-dir"), text(run.string())};
    if (const Status launched = learning::startRun(run, all); !launched)
        Q_EMIT stuck(text(launched.error().text()), {}, {});
    else
        Q_EMIT started(run);
}

} // namespace segue::studio
