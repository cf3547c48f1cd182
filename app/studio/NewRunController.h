#pragma once

#include "app/session/SessionDocument.h"
#include "app/studio/InstrumentController.h"
#include "app/workers/BackgroundJobs.h"
#include "widgets/TrainingPanel.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <functional>

namespace segue::studio {

/// What comes before a run: a folder of music is chosen and surveyed, and a trainer is started on it.
/// Thread: UI; surveying happens in a job.
class NewRunController : public QObject {
    Q_OBJECT

public:
    struct Parts {
        session::SessionDocument& document;
        InstrumentController& instruments;
        workers::BackgroundJobs& jobs; ///< for minutes
        std::filesystem::path runsFolder;
    };

    NewRunController(widgets::TrainingPanel& panel, Parts parts, QObject* parent = nullptr);

    /// Shows the folder of the last time, and reads it again if it will be looked at.
    enum class Survey { Yes, No };
    void resume(Survey survey);
    void browse();
    void chooseFolder(const QString& path);
    void train(const QString& folder, const QString& name);

Q_SIGNALS:
    /// A trainer learns there now.
    void started(const std::filesystem::path& runFolder);
    /// A sentence, and what would help; empty when all is well again.
    void stuck(const QString& sentence, const QString& action, const std::function<void()>& help);
    void noted(const QString& message);

private:
    void survey(const QString& path);
    [[nodiscard]] QStringList arguments(const std::filesystem::path& runFolder, const QString& folder) const;

    widgets::TrainingPanel& m_panel;
    Parts m_parts;
    int m_windows = 0; // of the folder that was surveyed
    workers::JobId m_surveyJob = 0;
};

} // namespace segue::studio
