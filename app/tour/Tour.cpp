#include "app/tour/Tour.h"

#include "app/instrument/ClassPlaces.h"
#include "app/studio/Studio.h"
#include "app/tour/Souvenirs.h"

#include <QDir>
#include <QFileInfo>
#include <QPixmap>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>
#include <utility>

namespace segue::tour {

using Which = widgets::Anchor;
using widgets::LatentMapView;
using widgets::MorphPanel;

namespace {

// The programme, in seconds from the first sound.
constexpr double kDragFrom = 2.5;
constexpr double kDragTo = 11.5;
constexpr double kEndsAt = 11.6;
constexpr double kMorphFrom = 12.5;
constexpr double kPictureAt = 15.5;
constexpr double kMorphTo = 18.5;
constexpr double kEnd = 20.0;
constexpr std::size_t kStyles = 3;

constexpr std::chrono::milliseconds kFrame{16};
constexpr std::chrono::seconds kPatience{60};

/// From 0 to 1, slow at both ends, as a hand moves.
double eased(double t) {
    return 0.5 - 0.5 * std::cos(std::numbers::pi * std::clamp(t, 0.0, 1.0));
}

/// The first example of a style, or the one at `otherwise`.
QString exampleLike(const QStringList& paths, const char* style, qsizetype otherwise) {
    for (const QString& path : paths)
        if (QFileInfo(path).fileName().startsWith(QLatin1String(style)))
            return path;
    return paths[otherwise];
}

latent::LatentMap::Point between(latent::LatentMap::Point a, latent::LatentMap::Point b, double t) {
    const auto amount = static_cast<float>(t);
    return {a.x + (b.x - a.x) * amount, a.y + (b.y - a.y) * amount};
}

} // namespace

Tour::Tour(studio::Studio& studio, QString folder, QObject* parent)
    : QObject(parent),
      m_studio(studio),
      m_folder(std::move(folder)),
      m_recording(std::make_shared<playback::MidiRecording>()) {
    connect(&m_studio, &studio::Studio::ready, this, &Tour::begin);
    connect(&m_timer, &QTimer::timeout, this, &Tour::advance);
    QTimer::singleShot(kPatience, this, [this] {
        if (!m_clock.isValid())
            Q_EMIT finished(tr("Nothing could be played within a minute"));
    });
}

void Tour::begin() {
    if (!m_studio.instruments().layout()) {
        Q_EMIT finished(tr("There is no model with a map to tour"));
        return;
    }
    const auto sink = m_studio.player().addSink(std::make_unique<playback::MemorySink>(m_recording));
    if (!sink) {
        Q_EMIT finished(QString::fromStdString(sink.error().text()));
        return;
    }
    m_places = places();
    m_studio.playback().play();
    m_clock.start();
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.start(kFrame);
}

/// The puck's place, then the middles of three styles, the farthest from each other first.
std::vector<Tour::Point> Tour::places() const {
    const auto& layout = *m_studio.instruments().layout();
    std::vector<Point> left = instrument::classPlaces(layout);
    std::vector<Point> chosen{m_studio.document().scene().puck};
    const auto distance = [](Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); };
    while (chosen.size() <= kStyles && !left.empty()) {
        const auto farthest = std::ranges::max_element(left, {}, [&](Point candidate) {
            float nearest = distance(candidate, chosen.front());
            for (const Point& other : chosen)
                nearest = std::min(nearest, distance(candidate, other));
            return nearest;
        });
        chosen.push_back(*farthest);
        left.erase(farthest);
    }
    return chosen;
}

void Tour::advance() {
    const double seconds = static_cast<double>(m_clock.elapsed()) / 1000.0;
    if (seconds >= kDragFrom && seconds < kDragTo)
        drag(seconds);
    if (seconds >= kEndsAt && !std::exchange(m_endsAreSet, true))
        setEnds();
    if (seconds >= kMorphFrom && seconds < kEnd)
        morph(seconds);
    if (seconds >= kPictureAt && m_picture.isNull())
        takePicture();
    if (seconds >= kEnd)
        end();
}

void Tour::drag(double seconds) {
    const auto legs = static_cast<double>(m_places.size() - 1);
    const double way = legs * (seconds - kDragFrom) / (kDragTo - kDragFrom);
    const auto leg = std::min(static_cast<std::size_t>(way), m_places.size() - 2);
    if (m_places.size() > 1)
        Q_EMIT m_studio.window().map().puckMoveRequested(
            between(m_places[leg], m_places[leg + 1], eased(way - static_cast<double>(leg))));
}

/// Two of the examples that come with Segue; without them, two of the places that were visited.
void Tour::setEnds() {
    Q_EMIT m_studio.window().map().puckReleased();
    auto& anchors = m_studio.anchors();
    if (const QStringList& examples = m_studio.morphController().examples(); examples.size() > 1) {
        anchors.open(Which::A, exampleLike(examples, "funk-sixteenths", 0));
        anchors.open(Which::B, exampleLike(examples, "afrocuban", examples.size() - 1));
        return;
    }
    const auto& map = m_studio.instruments().layout()->map;
    anchors.setPoint(Which::A, map, m_places.back());
    anchors.setPoint(Which::B, map, m_places[m_places.size() / 2]);
}

void Tour::morph(double seconds) {
    if (m_studio.anchors().isComplete())
        Q_EMIT m_studio.window().morph().morphMoveRequested(eased((seconds - kMorphFrom) / (kMorphTo - kMorphFrom)));
}

void Tour::takePicture() {
    m_picture = m_studio.window().grab().toImage();
}

void Tour::end() {
    if (std::exchange(m_ended, true))
        return;
    m_timer.stop();
    m_studio.playback().stop();
    // The last note-offs leave within the scheduler's next wake-up.
    QTimer::singleShot(std::chrono::milliseconds(250), this, [this] { Q_EMIT finished(saveAll()); });
}

QString Tour::saveAll() const {
    const QDir folder(m_folder);
    if (!folder.mkpath(QStringLiteral(".")))
        return tr("The folder %1 cannot be made").arg(m_folder);
    const auto path = [&folder](const char* name) { return folder.filePath(QString::fromLatin1(name)); };
    const auto messages = m_recording->messages();
    if (messages.empty())
        return tr("Nothing sounded");
    if (!m_picture.save(path("segue-tour.png")))
        return tr("%1 cannot be written").arg(path("segue-tour.png"));
    const Bpm tempo(m_studio.document().scene().tempo);
    if (const Status midi = writeMidi(path("segue-tour.mid").toStdString(), messages, tempo); !midi)
        return QString::fromStdString(midi.error().text());
    if (const Status wav = writeWav(path("segue-tour.wav").toStdString(), messages); !wav)
        return QString::fromStdString(wav.error().text());
    return {};
}

} // namespace segue::tour
