#include "app/studio/Studio.h"

#include "app/assets/AssetFolder.h"
#include "app/window/Help.h"
#include "widgets/Appearance.h"
#include "widgets/MusicList.h"

#include <QAction>
#include <QActionGroup>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>

namespace segue::studio {

using session::ColourBy;
using session::Plane;
using session::PlaneKind;
using session::Session;
using Which = widgets::Anchor;

namespace {

void check(QActionGroup* group, int value) {
    for (QAction* action : group->actions())
        if (action->data().toInt() == value)
            action->setChecked(true);
}

} // namespace

void Studio::connectMessages() {
    const auto inform = [this](const QString& text) { m_messages.inform(text); };
    const auto fail = [this](const QString& text) { m_messages.fail(text); };
    connect(&m_instruments, &InstrumentController::failed, this, [this, fail](const QString& text) {
        fail(text);
        const bool isLast = m_document.scene().instrument.isFirst(); // nothing else will be tried
        if (!m_instruments.instrument() && isLast)
            Q_EMIT ready();
    });
    connect(&m_loading, &workers::BackgroundJobs::progressed, this,
            [this](workers::JobId, double, const QString& what) {
                m_window.status().setDetail(what + QStringLiteral("…"));
            });
    connect(&m_instruments, &InstrumentController::loadingChanged, this, [this](bool loading) {
        if (!loading)
            m_window.status().setDetail(m_outputNames);
    });
    connect(&m_patterns, &PatternController::failed, this, fail);
    for (const auto* jobs : {&m_jobs, &m_loading, &m_surveying, &m_reading, &m_comparing})
        connect(jobs, &workers::BackgroundJobs::died, this, fail);
    connect(&m_playback, &PlaybackController::failed, this, fail);
    connect(&m_anchors, &AnchorController::failed, this, fail);
    connect(&m_anchors, &AnchorController::noted, this, inform);
    connect(&m_music, &MusicController::failed, this, fail);
    connect(&m_music, &MusicController::noted, this, inform);
    connect(&m_encoding, &EncodingController::failed, this, fail);
    connect(&m_engine, &EngineController::compared, this, inform);
    connect(&m_engine, &EngineController::comparing, this, [this](const QString& text) {
        m_messages.showProgress(text, tr("Cancel"), [this] { m_engine.cancelComparing(); });
    });
    connect(&m_import, &ImportController::noted, this, inform);
    connect(&m_export, &ExportController::failed, this, fail);
    connect(&m_export, &ExportController::exported, this, inform);
    connect(&m_document, &session::SessionDocument::savingFailed, this, fail);
    connect(&m_outputs, &OutputsController::failed, this, [this](const QString& text) { m_messages.warn(text); });
    const auto lookAgain = [this] { m_outputs.lookAgain(); };
    connect(&m_outputs, &OutputsController::lost, this, [this, lookAgain](const QString& text) {
        m_messages.show(window::Messages::Level::Warning, text, tr("Look again"), lookAgain);
    });
    connect(&m_outputs, &OutputsController::nothingOpened, this, [this, lookAgain](const QString& reasons) {
        m_outputNames = tr("no output");
        m_window.status().setDetail(m_outputNames);
        m_messages.note(reasons);
        m_messages.show(window::Messages::Level::Warning,
                        tr("No audio device and no MIDI port is open: Segue plays silently"), tr("Look again"),
                        lookAgain);
    });
    connect(&m_outputs, &OutputsController::outputsChanged, this, [this](const QStringList& names) {
        m_outputNames = names.join(QStringLiteral(" + "));
        m_window.status().setDetail(m_outputNames);
    });
    connect(&m_training, &TrainingController::failed, this, fail);
    connect(&m_training, &TrainingController::noted, this, inform);
    connect(&m_training, &TrainingController::working, this, [this](const QString& text) {
        m_messages.showProgress(text, tr("Cancel"), [this] { m_training.cancelPlaying(); });
    });
    connect(&m_window.pattern(), &widgets::PatternView::placeHovered, this, [this](const QString& readout) {
        m_window.status().setDetail(readout.isEmpty() ? m_outputNames : readout);
    });
}

void Studio::connectActions() {
    connect(m_actions.openMusic, &QAction::triggered, &m_music, &MusicController::chooseFiles);
    connect(m_actions.openMusicFolder, &QAction::triggered, &m_music, &MusicController::chooseFolder);
    connect(m_actions.openModel, &QAction::triggered, this, &Studio::chooseModel);
    connect(m_actions.bundledModels, &QActionGroup::triggered, this, [this](const QAction* action) {
        const std::string name = action->data().toString().toStdString();
        const session::InstrumentFiles files{{}, {}, name == assets::kFirstModel ? std::string() : name};
        m_instruments.open(files, m_patterns.current().pattern);
        showBundledModel();
    });
    connect(&m_instruments, &InstrumentController::stageChanged, this, &Studio::showBundledModel);
    connect(m_actions.importCheckpoint, &QAction::triggered, &m_import, &ImportController::chooseFile);
    connect(m_actions.importFolder, &QAction::triggered, &m_import, &ImportController::chooseFolder);
    connect(m_actions.openA, &QAction::triggered, this, [this] { m_morph.chooseFile(Which::A); });
    connect(m_actions.openB, &QAction::triggered, this, [this] { m_morph.chooseFile(Which::B); });
    connect(m_actions.openRun, &QAction::triggered, &m_training, &TrainingController::chooseRun);
    connect(m_actions.exportPattern, &QAction::triggered, &m_export, &ExportController::exportCurrent);
    connect(m_actions.exportMorph, &QAction::triggered, &m_export, &ExportController::exportMorph);
    using instrument::Rework;
    for (const auto& [action, rework] :
         {std::pair(m_actions.humanize, Rework::Humanize), std::pair(m_actions.tapToDrums, Rework::TapToDrums),
          std::pair(m_actions.addHiHat, Rework::AddHiHat)})
        connect(action, &QAction::triggered, this, [this, rework = rework] { m_encoding.rework(rework); });
    connect(m_actions.quit, &QAction::triggered, &m_window, &QWidget::close);
    connect(m_actions.play, &QAction::triggered, &m_playback, &PlaybackController::toggle);
    connect(m_actions.panic, &QAction::triggered, &m_playback, &PlaybackController::panic);
    connect(m_actions.tap, &QAction::triggered, this, [this] {
        if (auto* tap = m_window.transport().findChild<QPushButton*>(QStringLiteral("tap")))
            tap->click();
    });
    connect(m_actions.surprise, &QAction::triggered, this, [this] {
        m_map.surprise();
        m_playback.play();
    });
    connect(m_actions.roll, &QAction::triggered, &m_playback, &PlaybackController::rollDice);
    connect(m_actions.lookForOutputs, &QAction::triggered, &m_outputs, &OutputsController::lookAgain);
    connect(m_actions.shortcuts, &QAction::triggered, this, [this] { window::showShortcuts(m_window); });
    connect(m_actions.about, &QAction::triggered, this, [this] {
        const auto& instrument = m_instruments.instrument();
        window::showAbout(m_window, instrument && instrument->examples
                                        ? QString::fromStdString(instrument->examples->attribution)
                                        : QString());
    });
    connectViewActions();
}

void Studio::connectMusic() {
    using widgets::MusicUse;
    connect(&m_music, &MusicController::showRequested, m_actions.music, &QAction::setChecked);
    connect(&m_music, &MusicController::titleChanged, &m_window.musicPanel(), &widgets::Panel::setSubtitle);
    connect(m_actions.music, &QAction::toggled, this, &Studio::showMusic);
    connect(&m_window, &window::MainWindow::filesDropped, this, &Studio::openDropped);
    connect(&m_map, &MapController::otherFilesDropped, this, &Studio::openDropped);
    connect(&m_morph, &MorphController::otherFilesDropped, this, &Studio::openDropped);
    connect(&m_window.map(), &widgets::LatentMapView::musicDropped, this,
            [this](qint64 token) { m_music.use(token, MusicUse::Puck); });
    connect(&m_window.morph(), &widgets::MorphPanel::musicDropped, this,
            [this](Which which, qint64 token) { m_music.use(token, which == Which::A ? MusicUse::A : MusicUse::B); });
    connect(&m_music, &MusicController::drumMapRequested, this,
            [this] { m_drumMap.edit(m_music.model().unmappedPitches()); });
    connect(&m_drumMap, &DrumMapController::readingMapChanged, this, &Studio::adoptReadingMap);
    adoptReadingMap();
    m_window.music().list().setMidiFileSupplier([this](qint64 token) {
        const auto window = m_music.window(token);
        return window ? m_export.asFile(window->title, window->pattern) : QString();
    });
}

void Studio::adoptReadingMap() {
    const auto& map = m_document.session().readingMap;
    m_anchors.setReadingMap(map ? std::make_shared<const music::DrumMap>(*map) : nullptr);
    m_music.readAgain();
}

/// A list needs room: the dock makes way for it and comes back after it.
void Studio::showMusic(bool visible) {
    m_window.showMusic(visible);
    if (visible) {
        m_dockWasShown = m_actions.dock->isChecked();
        m_actions.dock->setChecked(false);
    } else {
        m_music.hush();
        m_actions.dock->setChecked(m_actions.dock->isChecked() || m_dockWasShown);
    }
}

void Studio::connectViewActions() {
    connect(m_actions.colourBy, &QActionGroup::triggered, this, [this](const QAction* action) {
        m_instruments.choosePlane({m_document.scene().plane.kind, static_cast<ColourBy>(action->data().toInt())});
    });
    connect(m_actions.plane, &QActionGroup::triggered, this, [this](const QAction* action) {
        m_instruments.choosePlane({static_cast<PlaneKind>(action->data().toInt()), m_document.scene().plane.colourBy});
    });
    connect(m_actions.fitMap, &QAction::triggered, &m_window.map(), &widgets::LatentMapView::fit);
    connect(m_actions.dock, &QAction::toggled, &m_window, &window::MainWindow::showDock);
    connect(m_actions.heat, &QAction::toggled, this, [this](bool shown) {
        m_window.pattern().setHeatVisible(shown);
        m_document.remember([shown](Session& session) { session.heatShown = shown; });
    });
    m_actions.heat->setChecked(m_document.session().heatShown);
    m_window.pattern().setHeatVisible(m_document.session().heatShown);
    connect(m_actions.fullScreen, &QAction::toggled, this,
            [this](bool full) { full ? m_window.showFullScreen() : m_window.showNormal(); });
    connect(m_actions.reducedMotion, &QAction::toggled, this, [this](bool reduced) {
        m_window.map().setReducedMotion(reduced);
        m_document.remember([reduced](Session& session) { session.reducedMotion = reduced; });
    });
    m_actions.reducedMotion->setChecked(m_document.session().reducedMotion);
    connect(m_actions.appearance, &QActionGroup::triggered, this, [this](const QAction* action) {
        const auto chosen = static_cast<session::Appearance>(action->data().toInt());
        m_document.remember([chosen](Session& session) { session.appearance = chosen; });
        dress(chosen);
    });
    const auto appearance = m_options.appearance.value_or(m_document.session().appearance);
    check(m_actions.appearance, static_cast<int>(appearance));
    dress(appearance);
}

void Studio::dress(session::Appearance appearance) {
    using widgets::AppearanceChoice;
    if (!m_appearance)
        return;
    switch (appearance) {
    case session::Appearance::System: m_appearance->setChoice(AppearanceChoice::System); break;
    case session::Appearance::Dark: m_appearance->setChoice(AppearanceChoice::Dark); break;
    case session::Appearance::Light: m_appearance->setChoice(AppearanceChoice::Light); break;
    }
}

void Studio::showPlane(Plane plane) {
    check(m_actions.colourBy, static_cast<int>(plane.colourBy));
    check(m_actions.plane, static_cast<int>(plane.kind));
}

void Studio::showBundledModel() {
    const auto& instrument = m_instruments.instrument();
    const bool isBundled = instrument && instrument->files.isBundled();
    for (QAction* action : m_actions.bundledModels->actions())
        action->setChecked(isBundled && action->data().toString().toStdString() == instrument->title);
}

void Studio::chooseModel() {
    const QString path = QFileDialog::getOpenFileName(&m_window, tr("Open a model"),
                                                      QString::fromStdString(m_document.session().folders.models),
                                                      tr("Models (*.safetensors);;All files (*)"));
    if (path.isEmpty())
        return;
    m_document.remember(
        [&path](Session& session) { session.folders.models = QFileInfo(path).absolutePath().toStdString(); });
    openModel(path);
}

} // namespace segue::studio
