#include "app/studio/EvaluationController.h"

#include "core/runs/RunFolder.h"
#include "widgets/LearningMap.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace segue::studio {

using learning::EvaluationMap;
using learning::EvaluationSamples;
using learning::RunWatch;
using widgets::SampleBoard;
using widgets::SamplePlace;
using Kind = SamplePlace::Kind;

namespace {

/// "Given back 2, step 1,268": what an anchor made of it is called.
QString titleOf(const SamplePlace& place, std::int64_t step) {
    const QString name = place.kind == Kind::Original         ? EvaluationController::tr("Original %1")
                         : place.kind == Kind::Reconstruction ? EvaluationController::tr("Given back %1")
                                                              : EvaluationController::tr("Made up %1");
    return EvaluationController::tr("%1, step %2")
        .arg(name.arg(place.index + 1), QLocale().toString(static_cast<qlonglong>(step)));
}

} // namespace

EvaluationController::EvaluationController(widgets::TrainingPanel& panel, const Parts& parts, QObject* parent)
    : QObject(parent), m_panel(panel), m_parts(parts) {
    connect(&m_parts.watch, &RunWatch::followed, this, &EvaluationController::startOver);
    connect(&m_parts.watch, &RunWatch::progressed, this, &EvaluationController::look);
    connect(&m_parts.watch, &RunWatch::introduced, this, &EvaluationController::look);
    SampleBoard& board = m_panel.samples();
    connect(&board, &SampleBoard::stepChanged, this, &EvaluationController::readSamples);
    connect(&board, &SampleBoard::listenRequested, this, &EvaluationController::listen);
    connect(&board, &SampleBoard::anchorRequested, this, &EvaluationController::use);
    connect(&m_parts.playback, &PlaybackController::previewEnded, this, [this] {
        m_sounding.reset();
        m_panel.samples().setSounding(std::nullopt);
    });
}

void EvaluationController::startOver() {
    m_parts.jobs.cancel(std::exchange(m_sampleJob, 0));
    m_parts.jobs.cancel(std::exchange(m_mapJob, 0));
    m_mapStep = -1;
    m_map = {};
    m_panel.samples().setSteps({});
    m_panel.map().setDots({}, {}, {});
}

void EvaluationController::look() {
    if (!m_parts.watch.info() || !m_parts.watch.info()->codec)
        return;
    std::vector<std::int64_t> steps;
    for (const auto& evaluation : m_parts.watch.history().evaluations)
        if (!evaluation.samples.empty())
            steps.push_back(evaluation.step);
    m_panel.samples().setSteps(std::move(steps));
    readMap();
}

void EvaluationController::readSamples() {
    m_parts.jobs.cancel(std::exchange(m_sampleJob, 0));
    const auto step = m_panel.samples().step();
    if (!step || !m_parts.watch.folder())
        return;
    const auto& evaluations = m_parts.watch.history().evaluations;
    const auto evaluation = std::ranges::find(evaluations, *step, &runs::EvaluationReport::step);
    if (evaluation == evaluations.end())
        return;
    m_sampleJob = m_parts.jobs.start<EvaluationSamples>(
        this,
        [folder = *m_parts.watch.folder() / evaluation->samples, codec = *m_parts.watch.info()->codec](
            const workers::JobContext&) -> Result<EvaluationSamples> { return learning::readSamples(folder, codec); },
        [this, step](Result<EvaluationSamples> samples) {
            m_sampleJob = 0;
            if (samples)
                m_panel.samples().setSamples({*step, std::move(samples->originals), std::move(samples->reconstructions),
                                              std::move(samples->draws)});
        });
}

void EvaluationController::readMap() {
    const auto& evaluations = m_parts.watch.history().evaluations;
    if (evaluations.empty() || evaluations.back().step == m_mapStep || m_mapJob != 0)
        return;
    m_mapStep = evaluations.back().step;
    m_mapJob = m_parts.jobs.start<EvaluationMap>(
        this,
        [path = *m_parts.watch.folder() / runs::kMapName](const workers::JobContext&) {
            return learning::readEvaluationMap(path);
        },
        [this, step = m_mapStep](Result<EvaluationMap> map) {
            m_mapJob = 0;
            if (!map) // earlier versions wrote none
                return;
            learning::alignTo(m_map, *map);
            m_map = std::move(*map);
            QStringList names;
            for (const std::string& name : m_map.classNames)
                names << QString::fromStdString(name);
            m_panel.map().setDots(m_map.points, m_map.classes, names);
            m_panel.map().setCaption(tr("%1 held-out windows at step %2")
                                         .arg(QLocale().toString(static_cast<qlonglong>(m_map.points.size())),
                                              QLocale().toString(static_cast<qlonglong>(step))));
            readMap(); // the next evaluation may have come meanwhile
        });
}

void EvaluationController::listen(const SamplePlace& place) {
    const music::Pattern* pattern = m_panel.samples().at(place);
    if (!pattern || !m_parts.watch.info() || !m_parts.watch.info()->codec)
        return;
    if (m_sounding == place) {
        m_parts.playback.endPreview();
        return;
    }
    m_parts.playback.preview(*pattern, *m_parts.watch.info()->codec);
    m_sounding = place;
    m_panel.samples().setSounding(place);
}

void EvaluationController::use(const SamplePlace& place, widgets::Anchor which) {
    const music::Pattern* pattern = m_panel.samples().at(place);
    if (!pattern)
        return;
    session::Anchor anchor;
    anchor.title = titleOf(place, m_panel.samples().samples().step).toStdString();
    anchor.pattern = *pattern;
    m_parts.anchors.take(which, std::move(anchor));
}

} // namespace segue::studio
