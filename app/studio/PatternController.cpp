#include "app/studio/PatternController.h"

#include "app/instrument/Engine.h"
#include "app/instrument/Told.h"

#include <utility>

namespace segue::studio {

using session::Mode;
using session::Scene;

PatternController::PatternController(session::SessionDocument& document, workers::DecodingWorker& worker,
                                     QObject* parent)
    : QObject(parent), m_document(document), m_worker(worker) {
    connect(&m_worker, &workers::DecodingWorker::decoded, this, [this](const workers::Decoded& decoded) {
        m_current = decoded;
        Q_EMIT patternChanged(m_current);
    });
    connect(&m_worker, &workers::DecodingWorker::partDecoded, this, &PatternController::patternGrew);
    connect(&m_worker, &workers::DecodingWorker::failed, this, &PatternController::failed);
    connect(&m_document, &session::SessionDocument::sceneChanged, this, [this](const Scene& before, const Scene& now) {
        const bool sounds = before.mode != now.mode || before.puck != now.puck || before.spacing != now.spacing ||
                            before.z != now.z || before.morph != now.morph || before.temperature != now.temperature ||
                            before.threshold != now.threshold || before.seed != now.seed || before.told != now.told;
        if (sounds)
            request();
    });
}

decoder::DecodeOptions PatternController::options() const {
    const Scene& scene = m_document.scene();
    return {scene.temperature, scene.threshold, scene.seed};
}

void PatternController::setStage(std::shared_ptr<const instrument::Instrument> instrument,
                                 std::shared_ptr<const instrument::Layout> layout) {
    if (!m_instrument || m_instrument->model != instrument->model) {
        m_worker.forget();
        m_ends = {}; // they belong to the model before
        m_endsAwaited = true;
    }
    m_instrument = std::move(instrument);
    m_layout = std::move(layout);
    request();
}

void PatternController::setEnds(const Ends& ends, bool awaited) {
    if (ends == m_ends && awaited == m_endsAwaited)
        return;
    m_ends = ends;
    m_endsAwaited = awaited;
    if (m_document.scene().mode == Mode::Morph)
        request();
}

void PatternController::tellChord(int first, int last, int triadClass) {
    if (!m_instrument || !instrument::tellable(m_instrument->model->architecture().codec).chords)
        return;
    const auto told = instrument::withChord(instrument::toldOr(m_document.scene().told, m_instrument->model->codec()),
                                            first, last, triadClass);
    m_document.beginGesture();
    m_document.change(session::Change::Told, tr("Choose a chord"), [&told](Scene& scene) { scene.told = told; });
}

void PatternController::tellTonic(int tonic) {
    if (!m_instrument || !instrument::tellable(m_instrument->model->architecture().codec).key)
        return;
    const auto told =
        instrument::withTonic(instrument::toldOr(m_document.scene().told, m_instrument->model->codec()), tonic);
    m_document.beginGesture();
    m_document.change(session::Change::Told, tr("Choose the key"), [&told](Scene& scene) { scene.told = told; });
}

bool PatternController::isStageSet() const {
    const Scene& scene = m_document.scene();
    return m_instrument && m_instrument->files == scene.instrument && (!m_layout || m_layout->plane == scene.plane);
}

std::optional<workers::Place> PatternController::place() const {
    const Scene& scene = m_document.scene();
    const auto size = static_cast<std::size_t>(m_instrument->model->architecture().latentSize);
    if (scene.mode == Mode::Morph) {
        const auto& from = m_ends[0] ? m_ends[0] : m_ends[1];
        const auto& to = m_ends[1] ? m_ends[1] : m_ends[0];
        if (from)
            return workers::MorphPlace{from, to, scene.morph};
        if (m_endsAwaited)
            return std::nullopt;
    }
    if (scene.z.size() == size)
        return scene.z;
    if (!m_layout)
        return workers::LatentVector(size); // without a map: the centre of the prior
    return workers::MapPlace{m_layout->map, scene.puck, scene.spacing};
}

void PatternController::request() {
    if (!isStageSet())
        return;
    if (auto where = place())
        m_lastRequest = m_worker.request(
            {m_instrument->model, std::move(*where), m_document.scene().told, options(),
             instrument::threadsFor(m_instrument->model->architecture(), m_document.session().engine)});
}

} // namespace segue::studio
