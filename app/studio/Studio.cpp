#include "app/studio/Studio.h"

#include "app/assets/AssetFolder.h"

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
      m_messages(window.status(), window.messages()),
      m_instruments(m_document, m_loading),
      m_patterns(m_document, m_decoding),
      m_anchors(m_document, m_jobs),
      m_map(window.map(), {m_document, m_instruments, m_patterns, m_anchors, m_jobs}),
      m_morph(window.morph(), {m_document, m_instruments, m_patterns, m_anchors, m_jobs}),
      m_export({m_document, m_instruments, m_patterns, m_morph}, window),
      m_outputs(window.transport(), m_document, m_player, std::move(surroundings.outputs)),
      m_playback(window.transport(), window.grid(), {m_document, m_instruments, m_patterns, m_player}),
      m_music(window.music(), {m_document, m_instruments, m_anchors, m_playback, m_jobs, m_reading}),
      m_drumMap(m_document, m_instruments, window),
      m_training(window.training(), {m_document, m_instruments, m_patterns, m_surveying, surroundings.dataFolder}),
      m_actions(window::makeMenus(window, m_document.undoStack().createUndoAction(&window, tr("&Undo")),
                                  m_document.undoStack().createRedoAction(&window, tr("&Redo")))) {
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
        m_patterns.setEnds({m_anchors.latentVector(Which::A), m_anchors.latentVector(Which::B)});
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
        const int bars = decoded.pattern.steps() / decoded.pattern.stepsPerBar();
        const double milliseconds = static_cast<double>(decoded.took.count()) / 1000.0;
        m_window.patternPanel().setSubtitle(
            tr("%n bars · decoded in %1 ms", nullptr, bars).arg(milliseconds, 0, 'f', 1));
        m_window.dragOut().setPattern(decoded.pattern);
    });
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
    const int count = m_instruments.layout() ? m_instruments.layout()->map->count() : 0;
    m_window.mapPanel().setSubtitle(count > 0 ? tr("%1 · %2 windows").arg(title, QLocale().toString(count))
                                              : tr("%1 · no map").arg(title));
    m_window.setWindowTitle(tr("Segue: %1").arg(title));
    showScene();
}

void Studio::showScene() {
    const Scene& scene = m_document.scene();
    m_window.colourChoice().setCurrent(static_cast<int>(scene.plane.colourBy));
    m_window.planeChoice().setCurrent(scene.plane.kind == session::PlaneKind::Discriminant ? 0 : 1);
    m_window.dice().setVisible(scene.temperature > 0);
    showPlane(scene.plane);
}

void Studio::openGivenFiles() {
    QStringList midi = m_options.files;
    midi.removeIf([](const QString& path) { return path.endsWith(QLatin1String(".safetensors")); });
    for (const QString& path : m_options.files)
        if (!midi.contains(path))
            m_instruments.open({QFileInfo(path).absoluteFilePath().toStdString(), {}}, m_patterns.current().pattern);
    if (MusicController::isForList(midi)) {
        m_music.open(midi);
        return;
    }
    if (!midi.isEmpty())
        m_anchors.open(Which::A, midi[0]);
    if (midi.size() > 1)
        m_anchors.open(Which::B, midi[1]);
}

} // namespace segue::studio
