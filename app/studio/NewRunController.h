#pragma once

#include "app/learning/MusicSurvey.h"
#include "app/learning/RunForecast.h"
#include "app/learning/TrainerQuestions.h"
#include "app/session/SessionDocument.h"
#include "app/studio/InstrumentController.h"
#include "app/studio/RunsController.h"
#include "app/workers/BackgroundJobs.h"
#include "widgets/NewRunForm.h"
#include "widgets/TrainingPanel.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace segue::studio {

/// What comes before a run: music is chosen and surveyed, the form says what a run of its time would be, and a trainer
/// is started.
/// Thread: UI; surveying and asking the trainer happen in jobs.
class NewRunController : public QObject {
    Q_OBJECT

public:
    struct Parts {
        session::SessionDocument& document;
        InstrumentController& instruments;
        RunsController& runs; ///< whose speeds are known
        workers::BackgroundJobs& jobs; ///< for minutes
        std::filesystem::path runsFolder;
    };

    NewRunController(widgets::TrainingPanel& panel, Parts parts, QObject* parent = nullptr);

    /// Shows the music of the last time.
    void resume();
    void browseFolder();
    void browseFile();
    /// A folder, a file of music or a TFRecord.
    void chooseMusic(const QString& path);
    void chooseModel();
    void train();
    void cancel();

Q_SIGNALS:
    /// A trainer learns there now.
    void started(const std::filesystem::path& runFolder);
    /// A sentence, and what would help; empty when all is well again.
    void stuck(const QString& sentence, const QString& action, const std::function<void()>& help);
    void noted(const QString& message);

private:
    void offerStarts();
    /// Whatever the form says now: surveys what is not surveyed, asks what is not known, and forecasts.
    void follow();
    void survey(const QString& music, const architecture::CodecConfig& codec);
    void preferLearned();
    void askRecipe(const std::string& configuration);
    void measure();
    void showForecast();
    [[nodiscard]] QStringList arguments(const widgets::NewRun& run) const;
    [[nodiscard]] std::optional<double> speed(const std::string& configuration) const;

    /// What was surveyed, or is being.
    struct Surveyed {
        QString music;
        architecture::CodecConfig codec;
        friend bool operator==(const Surveyed&, const Surveyed&) = default;
    };

    widgets::TrainingPanel& m_panel;
    widgets::NewRunForm& m_form;
    Parts m_parts;
    std::vector<widgets::NewRunForm::Start> m_starts;
    std::vector<widgets::NewRunForm::Start> m_otherModels; // that were chosen as files
    std::optional<Surveyed> m_surveyed;
    std::optional<int> m_windows; // of it
    bool m_mayChooseStart = false; // the music is new, and nobody has chosen one for it
    std::map<std::string, learning::Recipe> m_recipes;
    std::map<std::string, double> m_measured; // examples a second
    std::string m_asked; // the configuration whose recipe is being asked for
    workers::JobId m_surveyJob = 0;
    workers::JobId m_recipeJob = 0;
    workers::JobId m_measureJob = 0;
};

} // namespace segue::studio
