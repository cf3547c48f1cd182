#include "app/studio/PlaybackController.h"

#include "core/playback/PatternLoop.h"

#include <QGuiApplication>
#include <QScreen>

#include <algorithm>
#include <chrono>
#include <utility>

namespace segue::studio {

using playback::Clock;
using session::Change;
using session::Scene;
using widgets::TransportBar;

namespace {

constexpr std::chrono::milliseconds kIdleInterval{100};

std::chrono::milliseconds displayInterval() {
    const QScreen* screen = QGuiApplication::primaryScreen();
    const double rate = screen ? std::clamp(screen->refreshRate(), 30.0, 120.0) : 60.0;
    return std::chrono::milliseconds(static_cast<int>(1000.0 / rate));
}

} // namespace

PlaybackController::PlaybackController(TransportBar& bar, widgets::PatternView& view, const Parts& parts,
                                       QObject* parent)
    : QObject(parent), m_bar(bar), m_view(view), m_parts(parts) {
    connectBar();
    connect(&m_parts.patterns, &PatternController::patternChanged, this, &PlaybackController::takePattern);
    connect(&m_parts.patterns, &PatternController::patternGrew, this, &PlaybackController::takePattern);
    connect(&m_parts.document, &session::SessionDocument::sceneChanged, this, &PlaybackController::showScene);
    m_pollTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_pollTimer, &QTimer::timeout, this, &PlaybackController::poll);
    m_pollTimer.start(kIdleInterval);
    showScene();
}

void PlaybackController::connectBar() {
    auto& document = m_parts.document;
    connect(&m_bar, &TransportBar::playRequested, this, [this] {
        if (m_playing)
            stop(); // and begin again
        play();
    });
    connect(&m_bar, &TransportBar::stopRequested, this, &PlaybackController::stop);
    connect(&m_bar, &TransportBar::panicRequested, this, &PlaybackController::panic);
    connect(&m_bar, &TransportBar::tempoChangeRequested, this, [&document](Bpm tempo) {
        document.change(Change::Tempo, tr("Change the tempo"), [tempo](Scene& scene) { scene.tempo = tempo.value; });
    });
    connect(&m_bar, &TransportBar::temperatureChangeRequested, this, [&document](double temperature) {
        document.change(Change::Temperature, tr("Change the temperature"),
                        [temperature](Scene& scene) { scene.temperature = static_cast<float>(temperature); });
    });
    connect(&m_bar, &TransportBar::thresholdChangeRequested, this, [&document](double threshold) {
        document.change(Change::Threshold, tr("Change the threshold"),
                        [threshold](Scene& scene) { scene.threshold = static_cast<float>(threshold); });
    });
}

void PlaybackController::showScene() {
    const Scene& scene = m_parts.document.scene();
    const Bpm tempo(scene.tempo);
    m_bar.setTempo(tempo);
    m_bar.setTemperature(static_cast<double>(scene.temperature));
    m_bar.setThreshold(static_cast<double>(scene.threshold));
    m_view.setTempo(tempo);
    if (m_parts.player.status().tempo != tempo)
        require(m_parts.player.setTempo(tempo));
}

void PlaybackController::takePattern(const workers::Decoded& decoded) {
    if (decoded.played > m_published) { // the usual way
        m_published = decoded.played;
        if (isOfStage(decoded.pattern))
            show(decoded.pattern, decoded.probabilities);
    } else { // a preview has begun since it was played
        publish(decoded.pattern, decoded.probabilities);
    }
    m_view.setArrived(decoded.arrived);
    if (leavePreview())
        Q_EMIT previewEnded(); // and it plays on
}

/// What is not of the stage's model came late, and is not heard.
void PlaybackController::publish(const music::Pattern& pattern, std::span<const float> probabilities) {
    if (!isOfStage(pattern))
        return;
    m_published =
        m_parts.player.publish(playback::patternLoop(pattern, m_parts.instruments.instrument()->model->codec()));
    show(pattern, probabilities);
}

bool PlaybackController::isOfStage(const music::Pattern& pattern) const {
    const auto& instrument = m_parts.instruments.instrument();
    return instrument && instrument->model->codec().fits(pattern);
}

void PlaybackController::show(const music::Pattern& pattern, std::span<const float> probabilities) {
    m_view.setCodec(m_parts.instruments.instrument()->model->architecture().codec);
    m_view.setPattern(pattern, probabilities);
    m_view.setArrived(1);
}

void PlaybackController::preview(const music::Pattern& pattern) {
    if (const auto& instrument = m_parts.instruments.instrument())
        preview(pattern, instrument->model->architecture().codec);
}

void PlaybackController::preview(const music::Pattern& pattern, const architecture::CodecConfig& config) {
    const auto codec = codec::makeCodec(config);
    if (!codec || !(*codec)->fits(pattern))
        return;
    if (!std::exchange(m_previewing, true))
        m_playsForPreview = !m_playing;
    m_published = m_parts.player.publish(playback::patternLoop(pattern, **codec));
    if (isOfStage(pattern))
        show(pattern, {});
    if (!m_playing)
        play();
}

void PlaybackController::endPreview() {
    const bool plays = m_playsForPreview;
    if (!leavePreview())
        return;
    if (const workers::Decoded& current = m_parts.patterns.current(); current.id != 0)
        publish(current.pattern, current.probabilities);
    if (plays)
        stop();
    Q_EMIT previewEnded();
}

bool PlaybackController::leavePreview() {
    m_playsForPreview = false;
    return std::exchange(m_previewing, false);
}

void PlaybackController::play() {
    require(m_parts.player.play());
    setPlaying(true);
}

void PlaybackController::stop() {
    require(m_parts.player.stop());
    setPlaying(false);
}

void PlaybackController::panic() {
    require(m_parts.player.panic());
    setPlaying(false);
}

void PlaybackController::rollDice() {
    m_parts.document.beginGesture();
    m_parts.document.change(Change::Seed, tr("Roll the dice"), [](Scene& scene) { ++scene.seed; });
}

void PlaybackController::setPlaying(bool playing) {
    m_pollTimer.setInterval(playing ? displayInterval() : kIdleInterval);
    m_bar.setPlaying(playing);
    if (!playing)
        m_view.setPlayhead(std::nullopt);
    if (playing == m_playing)
        return;
    m_playing = playing;
    Q_EMIT playingChanged(playing);
    if (!playing)
        endPreview();
}

void PlaybackController::poll() {
    const playback::TransportStatus& status = m_parts.player.status();
    if (status.noteOns != m_noteOns)
        m_bar.flashActivity();
    m_noteOns = status.noteOns;
    if (m_playing && status.playing)
        m_view.setPlayhead(status.loopPositionAt(Clock::now()));
}

void PlaybackController::require(bool accepted) {
    if (!accepted)
        Q_EMIT failed(tr("The player is too busy to listen; try again in a moment"));
}

} // namespace segue::studio
