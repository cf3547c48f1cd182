#include "app/studio/Studio.h"

#include "app/assets/AssetFolder.h"
#include "app/studio/GivenFiles.h"

#include <QAction>
#include <QActionGroup>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QPushButton>

#include <algorithm>
#include <utility>

namespace segue::studio {

using session::Scene;
using session::Session;
using workers::LatentVector;
using Which = widgets::Anchor;

namespace {

std::filesystem::path sessionPath(const std::filesystem::path& dataFolder) {
    return dataFolder / "session.json";
}

/// What the last start left. A session that cannot be read costs nothing but itself.
std::optional<Session> lastSession(const std::filesystem::path& dataFolder, const Options& options) {
    if (options.newSession)
        return std::nullopt;
    auto session = session::readSession(sessionPath(dataFolder));
    return session ? std::optional(std::move(*session)) : std::nullopt;
}

QStringList exampleFiles() {
    const auto folder = assets::assetFile(assets::kExamplesName);
    if (!folder)
        return {};
    const QDir examples(QString::fromStdString(folder->string()));
    QStringList paths;
    for (const QString& name : examples.entryList({QStringLiteral("*.mid")}, QDir::Files, QDir::Name))
        paths.append(examples.filePath(name));
    return paths;
}

} // namespace

Studio::Studio(window::MainWindow& window, Options options, Surroundings surroundings)
    : m_window(window),
      m_options(std::move(options)),
      m_appearance(surroundings.appearance),
      m_restored(lastSession(surroundings.dataFolder, m_options)),
      m_document(m_restored.value_or(Session())),
      m_player(Bpm(m_document.scene().tempo)),
      m_jobs("segue-jobs"),
      m_loading("segue-loading"),
      m_surveying("segue-survey"),
      m_reading("segue-reading"),
      m_comparing("segue-comparing"),
      m_watching("segue-watching"),
      m_decoding(workers::liveDecode(), workers::playedBy(m_player)),
      m_messages(window.status(), window.messages()),
      m_instruments(m_document, m_loading),
      m_patterns(m_document, m_decoding),
      m_anchors(m_document, m_jobs),
      m_map(window.map(), {m_document, m_instruments, m_patterns, m_anchors, m_jobs}),
      m_morph(window.morph(), {m_document, m_instruments, m_patterns, m_anchors, m_jobs}),
      m_export({m_document, m_instruments, m_patterns, m_morph}, window),
      m_outputs(window.transport(), m_document, m_player, std::move(surroundings.outputs)),
      m_playback(window.transport(), window.pattern(), {m_document, m_instruments, m_patterns, m_player}),
      m_encoding({m_document, m_instruments, m_patterns, m_jobs}),
      m_import({m_document, m_instruments, m_patterns, m_surveying, surroundings.dataFolder / "models"}, window),
      m_music(window.music(), {m_document, m_instruments, m_anchors, m_playback, m_encoding, m_reading}),
      m_drumMap(m_document, m_instruments, window),
      m_training(window.training(),
                 {m_document, m_instruments, m_patterns, m_surveying, m_watching, surroundings.dataFolder}),
      m_evaluation(window.training(), {m_training.run(), m_anchors, m_playback, m_watching}),
      m_actions(window::makeMenus(window, m_document.undoStack().createUndoAction(&window, tr("&Undo")),
                                  m_document.undoStack().createRedoAction(&window, tr("&Redo")))),
      m_engine(m_actions.halfPrecision, m_actions.secondCore, {m_document, m_instruments, m_comparing}) {
    if (!m_options.newSession)
        m_document.saveTo(sessionPath(surroundings.dataFolder));
    m_morph.setExamples(exampleFiles());
    connectStage();
    connectPattern();
    connectMessages();
    connectActions();
    connectMusic();
    connectPlaneChoices();
    showScene();
    m_window.setCloseGuard([this] { return m_training.mayClose(m_options.trainingAtClose); });
}

Studio::~Studio() {
    m_window.setCloseGuard({});
}

void Studio::start() {
    const QByteArray geometry = QByteArray::fromBase64(QByteArray::fromStdString(m_document.session().windowGeometry));
    m_window.restoreGeometry(geometry);
    m_instruments.start(!m_restored);
    m_outputs.start(m_options.outputs);
    m_training.resume();
}

void Studio::connectStage() {
    connect(&m_instruments, &InstrumentController::stageChanged, this, [this] {
        m_patterns.setStage(m_instruments.instrument(), m_instruments.layout());
        m_anchors.setInstrument(m_instruments.instrument());
        showStage();
        if (!std::exchange(m_isReady, true)) {
            openGivenFiles();
            Q_EMIT ready();
        }
    });
    connect(&m_anchors, &AnchorController::anchorChanged, this, [this] {
        m_patterns.setEnds({m_anchors.latentVector(Which::A), m_anchors.latentVector(Which::B)}, m_anchors.isAwaited());
    });
    connect(&m_document, &session::SessionDocument::sceneChanged, this, &Studio::showScene);
    connect(&m_window, &window::MainWindow::closed, this, [this] {
        m_document.remember(
            [this](Session& session) { session.windowGeometry = m_window.saveGeometry().toBase64().toStdString(); });
        m_document.saveNow();
    });
}

void Studio::connectPattern() {
    connect(&m_patterns, &PatternController::patternChanged, this, [this](const workers::Decoded& decoded) {
        const int bars = std::visit([](const auto& codec) { return codec.bars; },
                                    m_instruments.instrument()->model->architecture().codec);
        const double milliseconds = static_cast<double>(decoded.took.count()) / 1000.0;
        m_window.patternPanel().setSubtitle(
            tr("%n bars · decoded in %1 ms", nullptr, bars).arg(milliseconds, 0, 'f', 1));
        m_window.dragOut().setPattern(decoded.pattern);
        showAbilities();
    });
    connect(&m_window.pattern(), &widgets::PatternView::chordChangeRequested, &m_patterns,
            &PatternController::tellChord);
    connect(&m_window.pattern(), &widgets::PatternView::tonicChangeRequested, &m_patterns,
            &PatternController::tellTonic);
    connect(&m_window.dice(), &QPushButton::clicked, &m_playback, &PlaybackController::rollDice);
    connect(&m_window.dragOut(), &widgets::DragOutButton::clicked, &m_export, &ExportController::exportCurrent);
    connect(&m_window.morph(), &widgets::MorphPanel::exportAllRequested, &m_export, &ExportController::exportMorph);
    m_window.dragOut().setMidiFileSupplier([this] { return m_export.currentAsFile(); });
    m_window.morph().setMidiFileSupplier([this](int step) { return m_export.stepAsFile(step); });
}

void Studio::connectPlaneChoices() {
    using session::ColourBy;
    using session::PlaneKind;
    connect(&m_window.colourChoice(), &widgets::ChoiceStrip::chosen, this, [this](int index) {
        m_instruments.choosePlane({m_document.scene().plane.kind, static_cast<ColourBy>(index)});
    });
    connect(&m_window.planeChoice(), &widgets::ChoiceStrip::chosen, this, [this](int index) {
        m_instruments.choosePlane(
            {index == 0 ? PlaneKind::Discriminant : PlaneKind::PrincipalComponents, m_document.scene().plane.colourBy});
    });
}

void Studio::showStage() {
    const auto& instrument = m_instruments.instrument();
    const QString title = QString::fromStdString(instrument->title);
    const QString count = QLocale().toString(m_instruments.layout()->map->count());
    m_window.mapPanel().setSubtitle(instrument->drawsFromPrior ? tr("%1 · %2 draws from the prior").arg(title, count)
                                                               : tr("%1 · %2 windows").arg(title, count));
    m_window.setWindowTitle(tr("Segue: %1").arg(title));
    const bool hasTags = !instrument->drawsFromPrior; // draws are all alike
    m_window.colourChoice().setVisible(hasTags);
    m_window.planeChoice().setVisible(hasTags);
    m_actions.colourBy->setEnabled(hasTags);
    m_actions.plane->setEnabled(hasTags);
    showAbilities();
    showScene();
}

/// What the model cannot do is greyed, and says why.
void Studio::showAbilities() {
    const auto allow = [](QAction* action, const QString& whyNot) {
        action->setEnabled(whyNot.isEmpty());
        action->setToolTip(whyNot);
    };
    const auto& model = *m_instruments.instrument()->model;
    const QString deaf = model.hasEncoder() ? QString() : instrument::whyItHearsNothing();
    allow(m_actions.openA, deaf);
    allow(m_actions.openB, deaf);
    m_window.morph().setFilesRefused(deaf);
    allow(m_actions.humanize, m_encoding.whyNot(instrument::Rework::Humanize));
    allow(m_actions.tapToDrums, m_encoding.whyNot(instrument::Rework::TapToDrums));
    allow(m_actions.addHiHat, m_encoding.whyNot(instrument::Rework::AddHiHat));
}

void Studio::showScene() {
    const Scene& scene = m_document.scene();
    m_window.colourChoice().setCurrent(static_cast<int>(scene.plane.colourBy));
    m_window.planeChoice().setCurrent(scene.plane.kind == session::PlaneKind::Discriminant ? 0 : 1);
    m_window.dice().setVisible(scene.temperature > 0);
    showPlane(scene.plane);
}

void Studio::openModel(const QString& path) {
    m_instruments.open({QFileInfo(path).absoluteFilePath().toStdString(), {}}, m_patterns.current().pattern);
}

void Studio::openGivenFiles() {
    const GivenFiles given = sortedOut(m_options.files);
    if (!given.models.isEmpty())
        openModel(given.models.back());
    if (!given.checkpoints.isEmpty())
        m_import.begin(given.checkpoints.back());
    if (MusicController::isForList(given.music)) {
        m_music.open(given.music);
        return;
    }
    if (!given.music.isEmpty())
        m_anchors.open(Which::A, given.music[0]);
    if (given.music.size() > 1)
        m_anchors.open(Which::B, given.music[1]);
}

void Studio::openDropped(const QStringList& paths) {
    const GivenFiles given = sortedOut(paths);
    if (!given.models.isEmpty())
        openModel(given.models.back());
    if (!given.checkpoints.isEmpty())
        m_import.begin(given.checkpoints.back());
    m_music.open(given.music);
}

} // namespace segue::studio
