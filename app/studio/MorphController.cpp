#include "app/studio/MorphController.h"

#include "app/instrument/Decoding.h"
#include "app/studio/GivenFiles.h"
#include "app/studio/MusicController.h"
#include "widgets/AnchorCard.h"

#include <QFileDialog>
#include <QFileInfo>

#include <algorithm>
#include <chrono>
#include <utility>

namespace segue::studio {

using session::Change;
using session::Mode;
using session::Scene;
using widgets::MorphPanel;
using Patterns = std::vector<music::Pattern>;
using Which = widgets::Anchor;

namespace {

/// So that a drag of the threshold does not decode the whole strip sixty times a second.
constexpr std::chrono::milliseconds kStripDelay{60};

constexpr int kTogether = 16; // patterns that are decoded at once

int stepsOf(const session::Session& session) {
    return std::clamp(session.morphSteps, MorphPanel::kFewestSteps, MorphPanel::kMostSteps);
}

float place(int step, int steps) {
    return static_cast<float>(step) / static_cast<float>(steps - 1);
}

} // namespace

MorphController::MorphController(MorphPanel& panel, const Parts& parts, QObject* parent)
    : QObject(parent), m_panel(panel), m_parts(parts) {
    m_stripTimer.setSingleShot(true);
    m_stripTimer.setInterval(kStripDelay);
    connect(&m_stripTimer, &QTimer::timeout, this, &MorphController::decodeStrip);
    connectPanel();
    connect(&m_parts.anchors, &AnchorController::anchorChanged, this, &MorphController::showAnchor);
    connect(&m_parts.document, &session::SessionDocument::sceneChanged, this,
            [this](const Scene& before, const Scene& now) {
                m_panel.setMorph(static_cast<double>(now.morph));
                m_panel.setTempo(Bpm(now.tempo));
                if (before.temperature != now.temperature || before.threshold != now.threshold ||
                    before.seed != now.seed || before.told != now.told)
                    m_stripTimer.start();
            });
    const session::Session& session = m_parts.document.session();
    m_panel.setSteps(stepsOf(session));
    m_panel.setMorph(static_cast<double>(session.scene.morph));
    m_panel.setTempo(Bpm(session.scene.tempo));
    for (const Which which : {Which::A, Which::B})
        showAnchor(which);
}

void MorphController::connectPanel() {
    auto& document = m_parts.document;
    connect(&m_panel, &MorphPanel::filesDropped, this, &MorphController::openFiles);
    connect(&m_panel, &MorphPanel::barChosen, &m_parts.anchors, &AnchorController::chooseBar);
    connect(&m_panel, &MorphPanel::clearRequested, &m_parts.anchors, &AnchorController::clear);
    connect(&m_panel, &MorphPanel::openFileRequested, this, &MorphController::chooseFile);
    connect(&m_panel, &MorphPanel::listenRequested, this, &MorphController::listen);
    connect(&m_panel, &MorphPanel::exampleChosen, this, [this](Which which, int index) {
        if (index >= 0 && index < m_examples.size())
            m_parts.anchors.open(which, m_examples[index]);
    });
    connect(&m_panel, &MorphPanel::morphMoveRequested, this, [&document](double value) {
        document.change(Change::Morph, tr("Morph"), [value](Scene& scene) {
            scene.mode = Mode::Morph;
            scene.morph = static_cast<float>(value);
        });
    });
    connect(&m_panel, &MorphPanel::morphReleased, &document, &session::SessionDocument::beginGesture);
    connect(&m_panel, &MorphPanel::stepsChangeRequested, this, [this, &document](int steps) {
        document.remember([steps](session::Session& session) { session.morphSteps = steps; });
        m_panel.setSteps(steps);
        decodeStrip();
    });
}

void MorphController::setExamples(const QStringList& paths) {
    m_examples = paths;
    QStringList names;
    for (const QString& path : paths)
        names.append(QFileInfo(path).completeBaseName());
    for (const Which which : {Which::A, Which::B})
        m_panel.card(which).setExamples(names);
}

void MorphController::chooseFile(Which which) {
    auto& document = m_parts.document;
    const QString path = QFileDialog::getOpenFileName(
        &m_panel, which == Which::A ? tr("Open music as A") : tr("Open music as B"),
        QString::fromStdString(document.session().folders.midi),
        tr("Music (*.mid *.midi *.kar *.rmi *.xml *.musicxml *.mxl *.MID);;All files (*)"));
    if (path.isEmpty())
        return;
    document.remember(
        [&path](session::Session& session) { session.folders.midi = QFileInfo(path).absolutePath().toStdString(); });
    m_parts.anchors.open(which, path);
}

void MorphController::openFiles(Which which, const QStringList& paths) {
    if (paths.isEmpty())
        return;
    if (!sortedOut(paths).areAllMusic() || MusicController::isForList(paths)) {
        Q_EMIT otherFilesDropped(paths);
        return;
    }
    m_parts.anchors.open(which, paths[0]);
    if (paths.size() > 1)
        m_parts.anchors.open(which == Which::A ? Which::B : Which::A, paths[1]);
}

void MorphController::listen(Which which) {
    m_parts.document.beginGesture();
    m_parts.document.change(Change::Morph, tr("Listen"), [which](Scene& scene) {
        scene.mode = Mode::Morph;
        scene.morph = which == Which::A ? 0.0F : 1.0F;
    });
}

void MorphController::showAnchor(Which which) {
    const auto& anchor = m_parts.anchors.anchor(which);
    auto& card = m_panel.card(which);
    if (const auto music = m_parts.anchors.music(which); anchor && music)
        card.setContent(QString::fromStdString(anchor->title), music->pattern, m_parts.anchors.bars(which),
                        anchor->file.empty() ? -1 : music->bar);
    else
        card.clearContent();
    m_panel.setMorphEnabled(m_parts.anchors.isComplete());
    m_stripTimer.start();
}

void MorphController::decodeStrip() {
    m_stripTimer.stop();
    m_parts.jobs.cancel(m_stripJob);
    const auto from = m_parts.anchors.latentVector(Which::A);
    const auto to = m_parts.anchors.latentVector(Which::B);
    const auto& instrument = m_parts.instruments.instrument();
    if (!instrument || !from || !to) {
        setStrip({});
        return;
    }
    m_stripJob = m_parts.jobs.start<Patterns>(
        this,
        [model = instrument->model, from, to, options = m_parts.patterns.options(),
         told = m_parts.document.scene().told,
         steps = stepsOf(m_parts.document.session())](const workers::JobContext& job) -> Result<Patterns> {
            std::vector<float> points;
            for (int step = 0; step < steps; ++step) {
                const auto z = workers::latentVectorOf(workers::MorphPlace{from, to, place(step, steps)});
                points.insert(points.end(), z.begin(), z.end());
            }
            const auto workspace = model->makeWorkspace({.rows = static_cast<std::size_t>(std::min(steps, kTogether))});
            Patterns patterns;
            instrument::decodeMany(*model, points, told, options, *workspace,
                                   [&](std::size_t, decoder::DecodedPattern decoded) {
                                       patterns.push_back(std::move(decoded.pattern));
                                       return !job.cancelled();
                                   });
            return patterns;
        },
        [this](Result<Patterns> patterns) {
            if (patterns)
                setStrip(std::move(*patterns));
        });
}

void MorphController::setStrip(Patterns patterns) {
    m_strip = std::move(patterns);
    m_panel.setStrip({m_strip.begin(), m_strip.end()});
    Q_EMIT stripChanged();
}

} // namespace segue::studio
