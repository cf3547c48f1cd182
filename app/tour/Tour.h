#pragma once

#include "core/latent/LatentMap.h"
#include "core/playback/MemorySink.h"

#include <QElapsedTimer>
#include <QImage>
#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>
#include <vector>

namespace segue::studio {
class Studio;
}

namespace segue::tour {

/// Segue shows itself for 20 seconds: plays, drags the puck through three styles, morphs from A to B. Leaves
/// segue-tour.png, .mid and .wav of what was really sent to the outputs in a folder, and ends the program: with 0 if
/// all of it worked. Needs neither a person nor a sound device.
/// Thread: UI.
class Tour : public QObject {
    Q_OBJECT

public:
    Tour(studio::Studio& studio, QString folder, QObject* parent = nullptr);

Q_SIGNALS:
    /// `problem` is empty if all went well.
    void finished(const QString& problem);

private:
    using Point = latent::LatentMap::Point;

    void begin();
    void advance();
    void drag(double seconds);
    void setEnds();
    void morph(double seconds);
    void takePicture();
    void end();
    [[nodiscard]] std::vector<Point> places() const;
    [[nodiscard]] QString saveAll() const;

    studio::Studio& m_studio;
    QString m_folder;
    std::shared_ptr<playback::MidiRecording> m_recording;
    std::vector<Point> m_places; // where the puck goes: the beginning, then three styles
    QElapsedTimer m_clock;
    QTimer m_timer;
    QImage m_picture;
    bool m_endsAreSet = false;
    bool m_ended = false;
};

} // namespace segue::tour
