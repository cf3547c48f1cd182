#include "app/studio/MapController.h"

#include "app/instrument/Decoding.h"
#include "app/studio/GivenFiles.h"
#include "app/studio/MusicController.h"
#include "core/latent/Interpolation.h"
#include "core/latent/Prior.h"

#include <random>
#include <utility>

namespace segue::studio {

using latent::LatentMap;
using session::Change;
using session::Mode;
using session::Scene;
using widgets::LatentMapView;
using Which = widgets::Anchor;

namespace {

/// How far apart the dots are that a drag passes through, in pixels.
constexpr double kHeardPixels = 30;
/// Nearer than any two dots lie to each other.
constexpr float kOnDot = 1e-7F;

} // namespace

MapController::MapController(LatentMapView& view, const Parts& parts, QObject* parent)
    : QObject(parent), m_view(view), m_parts(parts), m_random(std::random_device()()) {
    m_view.setEmptyText(tr("There is no model yet: open one"));
    connectView();
    connect(&m_parts.instruments, &InstrumentController::stageChanged, this, &MapController::showStage);
    connect(&m_parts.anchors, &AnchorController::anchorChanged, this, &MapController::showAnchors);
    connect(&m_parts.patterns, &PatternController::patternChanged, this, &MapController::showPuck);
    connect(&m_parts.document, &session::SessionDocument::sceneChanged, this,
            [this](const Scene& before, const Scene& now) {
                if (before.puck != now.puck || before.mode != now.mode)
                    showPuck();
            });
}

void MapController::connectView() {
    auto& document = m_parts.document;
    connect(&m_view, &LatentMapView::puckGrabbed, &document, &session::SessionDocument::beginGesture);
    connect(&m_view, &LatentMapView::puckMoveRequested, this, &MapController::movePuck);
    connect(&m_view, &LatentMapView::puckReleased, &document, &session::SessionDocument::beginGesture);
    connect(&m_view, &LatentMapView::exampleHovered, this, &MapController::showExample);
    connect(&m_view, &LatentMapView::filesDropped, this, &MapController::openFiles);
    const auto setAnchor = [this](Which which, LatentMap::Point point) {
        if (const auto& layout = m_parts.instruments.layout())
            m_parts.anchors.setPoint(which, layout->map, point);
    };
    connect(&m_view, &LatentMapView::anchorMoveRequested, this, setAnchor);
    connect(&m_view, &LatentMapView::anchorRequested, this, [this, setAnchor](Which which, LatentMap::Point point) {
        m_parts.document.beginGesture();
        setAnchor(which, point);
        m_parts.document.beginGesture();
    });
    connect(&m_view, &LatentMapView::anchorReleased, &document, &session::SessionDocument::beginGesture);
}

/// On a dot (a press snaps to it) its example sounds; between dots only those so far apart are heard that a drag morphs
/// from one to the next.
void MapController::movePuck(LatentMap::Point point) {
    const auto& layout = m_parts.instruments.layout();
    if (!layout)
        return;
    const bool isOnDot = layout->map->nearest(point, kOnDot) >= 0;
    const float spacing = isOnDot ? 0.0F : static_cast<float>(kHeardPixels / m_view.geometryOfMap().scale());
    m_parts.document.change(Change::Puck, tr("Move the puck"), [point, spacing](Scene& scene) {
        scene.mode = Mode::Map;
        scene.puck = point;
        scene.spacing = spacing;
        scene.z.clear();
    });
}

void MapController::surprise() {
    const auto& instrument = m_parts.instruments.instrument();
    const auto& layout = m_parts.instruments.layout();
    if (!instrument || !layout)
        return;
    const auto& density = instrument->density;
    auto z = density ? density->draw(m_random) : latent::drawFromPrior(layout->map->latentSize(), m_random);
    m_parts.document.beginGesture(); // each is a step of its own
    m_parts.document.change(Change::Puck, tr("Surprise me"), [&](Scene& scene) {
        scene.mode = Mode::Map;
        scene.puck = layout->map->project(z);
        scene.spacing = 0;
        scene.z = std::move(z);
    });
    m_parts.document.beginGesture();
}

void MapController::showStage() {
    const auto& layout = m_parts.instruments.layout();
    if (!layout) {
        m_view.setDots(nullptr, {}, {});
    } else {
        QStringList names;
        for (const std::string& name : layout->classNames)
            names.append(QString::fromStdString(name));
        m_view.setDots(layout->map->dots(), layout->classes, names);
    }
    showPuck(); // the anchors are shown when they are known under this model
}

void MapController::showPuck() {
    const auto& layout = m_parts.instruments.layout();
    const Scene& scene = m_parts.document.scene();
    if (!layout)
        return;
    const auto& z = m_parts.patterns.current().z;
    const bool rides = scene.mode == Mode::Morph && z.size() == static_cast<std::size_t>(layout->map->latentSize());
    m_view.setPuck(rides ? layout->map->project(z) : scene.puck);
}

void MapController::showAnchors() {
    const auto& layout = m_parts.instruments.layout();
    for (const Which which : {Which::A, Which::B}) {
        const auto z = m_parts.anchors.latentVector(which);
        m_view.setAnchor(which, layout && z ? std::optional(layout->map->project(*z)) : std::nullopt);
    }
    m_view.setPath(path());
}

std::vector<LatentMap::Point> MapController::path() const {
    const auto& layout = m_parts.instruments.layout();
    const auto from = m_parts.anchors.latentVector(Which::A);
    const auto to = m_parts.anchors.latentVector(Which::B);
    std::vector<LatentMap::Point> points;
    if (!layout || !from || !to)
        return points;
    for (int i = 0; i < kPathPoints; ++i) {
        const float t = static_cast<float>(i) / static_cast<float>(kPathPoints - 1);
        points.push_back(layout->map->project(workers::latentVectorOf(workers::MorphPlace{from, to, t})));
    }
    return points;
}

void MapController::showExample(int example) {
    m_parts.jobs.cancel(m_hoverJob);
    const auto& instrument = m_parts.instruments.instrument();
    const auto& layout = m_parts.instruments.layout();
    if (example < 0 || !layout || example >= layout->map->count())
        return;
    m_hoverJob = m_parts.jobs.start<music::Pattern>(
        this,
        [model = instrument->model, map = layout->map, told = m_parts.document.scene().told,
         example](const workers::JobContext& job) -> Result<music::Pattern> {
            const auto workspace = model->makeWorkspace();
            const auto isCancelled = [&job] { return job.cancelled(); };
            return instrument::decode(*model, map->mean(example), told, {}, *workspace, isCancelled).pattern;
        },
        [this, example, instrument](Result<music::Pattern> pattern) {
            if (!pattern || m_parts.instruments.instrument() != instrument)
                return;
            const auto& info = instrument->examples->examples[static_cast<std::size_t>(example)];
            m_view.setHover(example, QString::fromStdString(instrument::describe(info)), *pattern);
        });
}

Which MapController::endFor(LatentMap::Point point) const {
    const auto& layout = m_parts.instruments.layout();
    const auto a = m_parts.anchors.latentVector(Which::A);
    const auto b = m_parts.anchors.latentVector(Which::B);
    if (!layout || !a || !b)
        return m_parts.anchors.emptyEnd();
    const auto distance = [&](const workers::LatentVector& z) {
        const LatentMap::Point place = layout->map->project(z);
        return (place.x - point.x) * (place.x - point.x) + (place.y - point.y) * (place.y - point.y);
    };
    return distance(*a) <= distance(*b) ? Which::A : Which::B;
}

void MapController::openFiles(const QStringList& paths, LatentMap::Point point) {
    if (!sortedOut(paths).areAllMusic() || MusicController::isForList(paths)) {
        Q_EMIT otherFilesDropped(paths);
    } else if (paths.size() == 2) {
        m_parts.anchors.open(Which::A, paths[0]);
        m_parts.anchors.open(Which::B, paths[1]);
    } else if (!paths.isEmpty()) {
        m_parts.anchors.open(endFor(point), paths.front());
    }
}

} // namespace segue::studio
