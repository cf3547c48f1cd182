#pragma once

#include "app/studio/InstrumentController.h"
#include "app/studio/PatternController.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <filesystem>

namespace segue::widgets {
class ImportDialog;
}

namespace segue::studio {

/// Makes a model of a checkpoint of Magenta's, and plays it.
/// Thread: UI; reading and writing happen in a job.
class ImportController : public QObject {
    Q_OBJECT

public:
    struct Parts {
        session::SessionDocument& document;
        InstrumentController& instruments;
        PatternController& patterns;
        workers::BackgroundJobs& jobs;
        std::filesystem::path modelFolder; ///< where models are kept unless another place is chosen
    };

    ImportController(const Parts& parts, QWidget& window, QObject* parent = nullptr);

    /// Asks for an archive or an index, or for a folder.
    void chooseFile();
    void chooseFolder();
    /// Asks how to import what lies there, by a dialog that does not block.
    void begin(const QString& path);

Q_SIGNALS:
    void noted(const QString& message);

private:
    void import();
    void cancel();
    void chooseTarget();
    void finish(const QString& target, const QString& how);

    Parts m_parts;
    QWidget& m_window;
    QPointer<widgets::ImportDialog> m_dialog;
    QString m_source;
    workers::JobId m_job = 0;
};

} // namespace segue::studio
