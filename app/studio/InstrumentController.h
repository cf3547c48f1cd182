#pragma once

#include "app/instrument/Instrument.h"
#include "app/session/SessionDocument.h"
#include "app/workers/BackgroundJobs.h"
#include "core/music/Pattern.h"

#include <QObject>
#include <QString>

#include <deque>
#include <memory>
#include <optional>

namespace segue::studio {

/// Which model is played and how its map is laid out: loads both in the background and puts them on stage together, so
/// that model, map and plane never disagree. Undo of a swap takes the one before from a small cache, or loads it again.
/// Thread: UI.
class InstrumentController : public QObject {
    Q_OBJECT

public:
    InstrumentController(session::SessionDocument& document, workers::BackgroundJobs& jobs, QObject* parent = nullptr);

    /// Loads what the session speaks of; the bundled model if that fails. A new session gets a groove to begin with.
    void start(bool newSession);
    /// Swaps the model and its map. What sounds is carried over where the new model can hear it: the puck goes to where
    /// it has it. Otherwise the puck goes to something worth hearing.
    void open(const session::InstrumentFiles& files, const music::Pattern& sounding);
    /// Lays the map out anew. What sounds stays.
    void choosePlane(session::Plane plane);

    /// Loads the model on stage once more, as the session's engine says by now. What sounds stays.
    void reload() { follow(); }

    /// Null before the first model is there.
    [[nodiscard]] const std::shared_ptr<const instrument::Instrument>& instrument() const { return m_stage.instrument; }
    /// Null when there is no map.
    [[nodiscard]] const std::shared_ptr<const instrument::Layout>& layout() const { return m_stage.layout; }

Q_SIGNALS:
    /// instrument() or layout().
    void stageChanged();
    void loadingChanged(bool loading);
    void failed(const QString& message);

private:
    struct Stage {
        std::shared_ptr<const instrument::Instrument> instrument;
        std::shared_ptr<const instrument::Layout> layout;
    };
    /// What a new stage does to the scene.
    struct Arrival {
        Stage stage;
        std::optional<latent::LatentMap::Point> puck;
        std::vector<float> z;
        std::optional<double> tempo;
    };
    using Loaded = std::function<void(Result<Arrival>)>;
    using Adapt = std::function<void(Arrival&)>;

    void load(const session::InstrumentFiles& files, session::Plane plane, Adapt adapt, Loaded loaded);
    static void beginSomewhere(Arrival& arrival);
    void adopt(session::Change kind, const QString& text, Arrival arrival);
    void setStage(Stage stage);
    /// After an undo: the stage that the scene speaks of; if it is gone, the scene speaks of the one there is.
    void follow();
    [[nodiscard]] std::shared_ptr<const instrument::Instrument> known(const session::InstrumentFiles& files) const;
    [[nodiscard]] std::shared_ptr<const instrument::Layout> known(const instrument::Instrument& instrument,
                                                                  session::Plane plane) const;

    session::SessionDocument& m_document;
    workers::BackgroundJobs& m_jobs;
    Stage m_stage;
    std::deque<Stage> m_recent; // newest first
    workers::JobId m_job = 0;
    bool m_adopting = false;
};

} // namespace segue::studio
