#pragma once

#include "app/studio/InstrumentController.h"

#include <QObject>
#include <QString>

#include <memory>

class QAction;

namespace segue::studio {

/// How the model on stage is run: with weights in 16 bits, and on a second core. Shows in the menu what holds for it,
/// keeps what the user chooses for all models, and tells how well the smaller weights agree with the whole ones.
/// Thread: UI; comparing happens in a job.
class EngineController : public QObject {
    Q_OBJECT

public:
    struct Parts {
        session::SessionDocument& document;
        InstrumentController& instruments;
        workers::BackgroundJobs& jobs;
    };

    EngineController(QAction* halfPrecision, QAction* secondCore, const Parts& parts, QObject* parent = nullptr);

    void chooseHalfPrecision(bool on);
    void chooseSecondCore(bool on);
    /// The model is played on; how well it agrees is not told.
    void cancelComparing();

    static constexpr int kMostCompared = 48; ///< points of the map

Q_SIGNALS:
    /// `text` is what is being done, for the status line.
    void comparing(const QString& text);
    /// How many decisions are the same; a sentence for the user.
    void compared(const QString& text);

private:
    void showStage();
    void compare(const std::shared_ptr<const decoder::LiveModel>& whole,
                 const std::shared_ptr<const instrument::Instrument>& half);

    QAction* m_halfPrecision;
    QAction* m_secondCore;
    Parts m_parts;
    std::shared_ptr<const decoder::LiveModel> m_whole; // until the half is there to be compared with it
    workers::JobId m_job = 0;
};

} // namespace segue::studio
