#include "app/studio/InstrumentController.h"

#include "app/instrument/Engine.h"
#include "app/instrument/FirstGroove.h"

#include <algorithm>
#include <utility>

namespace segue::studio {

using instrument::Instrument;
using instrument::Layout;
using session::Change;
using session::InstrumentFiles;
using session::Plane;
using session::Scene;

namespace {

constexpr std::size_t kRecentStages = 6;

} // namespace

InstrumentController::InstrumentController(session::SessionDocument& document, workers::BackgroundJobs& jobs,
                                           QObject* parent)
    : QObject(parent), m_document(document), m_jobs(jobs) {
    connect(&m_document, &session::SessionDocument::sceneChanged, this, [this](const Scene& before, const Scene& now) {
        if (!m_adopting && (before.instrument != now.instrument || before.plane != now.plane))
            follow();
    });
}

void InstrumentController::beginSomewhere(Arrival& arrival) {
    if (!arrival.stage.layout)
        return;
    if (const auto groove = instrument::firstGroove(*arrival.stage.instrument, *arrival.stage.layout)) {
        arrival.puck = groove->place;
        arrival.tempo = groove->tempo;
    }
}

void InstrumentController::start(bool newSession) {
    const Scene& scene = m_document.scene();
    if (newSession) {
        load(scene.instrument, scene.plane, beginSomewhere, [this](Result<Arrival> arrival) {
            if (!arrival) {
                Q_EMIT failed(QString::fromStdString(arrival.error().text()));
                return;
            }
            adopt(Change::Instrument, tr("Begin"), std::move(*arrival));
            m_document.undoStack().clear(); // nothing to go back to
        });
        return;
    }
    load(scene.instrument, scene.plane, {}, [this](Result<Arrival> arrival) {
        if (arrival) {
            setStage(std::move(arrival->stage));
            return;
        }
        Q_EMIT failed(QString::fromStdString(arrival.error().text()));
        if (!m_document.scene().instrument.isFirst())
            open({}, {});
    });
}

void InstrumentController::open(const InstrumentFiles& files, const music::Pattern& sounding) {
    const Adapt carryOver = [sounding](Arrival& arrival) {
        const decoder::LiveModel& model = *arrival.stage.instrument->model;
        if (music::isEmpty(sounding) || !model.hasEncoder() || !model.codec().fits(sounding)) {
            beginSomewhere(arrival);
            return;
        }
        const auto workspace = model.makeWorkspace();
        arrival.z = model.encode(sounding, *workspace).mean;
        if (arrival.stage.layout)
            arrival.puck = arrival.stage.layout->map->project(arrival.z);
    };
    load(files, m_document.scene().plane, carryOver, [this](Result<Arrival> arrival) {
        if (arrival)
            adopt(Change::Instrument, tr("Play another model"), std::move(*arrival));
        else
            Q_EMIT failed(QString::fromStdString(arrival.error().text()));
    });
}

void InstrumentController::choosePlane(Plane plane) {
    if (plane == m_document.scene().plane || !m_stage.layout)
        return;
    const Scene& scene = m_document.scene();
    std::vector<float> z = scene.z;
    if (z.empty()) {
        z.resize(static_cast<std::size_t>(m_stage.layout->map->latentSize()));
        m_stage.layout->map->invert(scene.puck, z, 1.0F, scene.spacing);
    }
    const Adapt keep = [z](Arrival& arrival) {
        arrival.z = z;
        if (arrival.stage.layout)
            arrival.puck = arrival.stage.layout->map->project(z);
    };
    load(scene.instrument, plane, keep, [this](Result<Arrival> arrival) {
        if (arrival)
            adopt(Change::Plane, tr("Lay out the map"), std::move(*arrival));
        else
            Q_EMIT failed(QString::fromStdString(arrival.error().text()));
    });
}

void InstrumentController::load(const InstrumentFiles& files, Plane plane, Adapt adapt, Loaded loaded) {
    m_jobs.cancel(m_job);
    Q_EMIT loadingChanged(true);
    auto knownInstrument = known(files);
    auto knownLayout = knownInstrument ? known(*knownInstrument, plane) : nullptr;
    m_job = m_jobs.start<Arrival>(
        this,
        [files, plane, knownInstrument, knownLayout, engine = m_document.session().engine,
         adapt = std::move(adapt)](const workers::JobContext& job) -> Result<Arrival> {
            Arrival arrival;
            arrival.stage = {knownInstrument, knownLayout};
            if (!knownInstrument) {
                job.report(0, "Loading the model");
                auto instrument = instrument::loadInstrument(files, engine);
                if (!instrument)
                    return fail(instrument.error());
                arrival.stage.instrument = std::make_shared<const Instrument>(std::move(*instrument));
            }
            if (job.cancelled())
                return fail(ErrorCode::Cancelled, "Another model was chosen");
            if (!knownLayout && arrival.stage.instrument->examples) {
                job.report(0.5, "Laying out the map");
                auto layout = instrument::layOut(arrival.stage.instrument->examples, plane);
                if (!layout)
                    return fail(layout.error());
                arrival.stage.layout = std::make_shared<const Layout>(std::move(*layout));
            }
            if (adapt)
                adapt(arrival);
            return arrival;
        },
        [this, loaded = std::move(loaded)](Result<Arrival> arrival) {
            Q_EMIT loadingChanged(false);
            loaded(std::move(arrival));
        });
}

void InstrumentController::adopt(Change kind, const QString& text, Arrival arrival) {
    m_adopting = true;
    m_document.beginGesture();
    m_document.change(kind, text, [&arrival](Scene& scene) {
        scene.instrument = arrival.stage.instrument->files;
        if (arrival.stage.layout)
            scene.plane = arrival.stage.layout->plane;
        scene.z = arrival.z;
        scene.puck = arrival.puck.value_or(scene.puck);
        scene.spacing = 0;
        scene.tempo = arrival.tempo.value_or(scene.tempo);
    });
    m_adopting = false;
    setStage(std::move(arrival.stage));
}

void InstrumentController::setStage(Stage stage) {
    std::erase_if(m_recent, [&stage](const Stage& old) {
        const bool isRunOtherwise =
            old.instrument != stage.instrument && old.instrument->files == stage.instrument->files;
        return isRunOtherwise || (old.instrument == stage.instrument && old.layout == stage.layout);
    });
    m_recent.push_front(stage);
    if (m_recent.size() > kRecentStages)
        m_recent.pop_back();
    m_stage = std::move(stage);
    Q_EMIT stageChanged();
}

void InstrumentController::follow() {
    const Scene& scene = m_document.scene();
    load(scene.instrument, scene.plane, {}, [this](Result<Arrival> arrival) {
        if (arrival) {
            setStage(std::move(arrival->stage));
            return;
        }
        Q_EMIT failed(QString::fromStdString(arrival.error().text()));
        if (m_stage.instrument)
            adopt(Change::Instrument, tr("Keep the model"), {m_stage, std::nullopt, {}, std::nullopt});
    });
}

std::shared_ptr<const Instrument> InstrumentController::known(const InstrumentFiles& files) const {
    const auto& engine = m_document.session().engine;
    const auto found = std::ranges::find_if(m_recent, [&](const Stage& old) {
        const Instrument& instrument = *old.instrument;
        return instrument.files == files &&
               instrument.precision == instrument::precisionFor(instrument.model->architecture(), engine);
    });
    return found == m_recent.end() ? nullptr : found->instrument;
}

std::shared_ptr<const Layout> InstrumentController::known(const Instrument& instrument, Plane plane) const {
    const auto found = std::ranges::find_if(m_recent, [&](const Stage& old) {
        return old.instrument.get() == &instrument && old.layout && old.layout->plane == plane;
    });
    return found == m_recent.end() ? nullptr : found->layout;
}

} // namespace segue::studio
