#pragma once

#include "app/instrument/Instrument.h"
#include "app/session/SessionDocument.h"
#include "app/workers/BackgroundJobs.h"
#include "app/workers/Place.h"
#include "core/codec/Codec.h"
#include "widgets/Theme.h"

#include <QObject>
#include <QString>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace segue::studio {

/// The two ends of the morph: reads their MIDI files, encodes their patterns with the model on stage, and keeps the
/// bars that can be chosen. What an anchor is stands in the session; what the model on stage makes of it stands here,
/// and is found anew when the model changes: where it makes another kind of music, in the anchor's file. An anchor of
/// which it can make nothing stays in the session, for the model that it was made with.
/// Thread: UI; reading and encoding happen in jobs.
class AnchorController : public QObject {
    Q_OBJECT

public:
    using Which = widgets::Anchor;

    AnchorController(session::SessionDocument& document, workers::BackgroundJobs& jobs, QObject* parent = nullptr);

    void setInstrument(std::shared_ptr<const instrument::Instrument> instrument);

    /// How files are read from now on: null is the model's way, see codec::ExtractionOptions.
    void setReadingMap(std::shared_ptr<const music::DrumMap> map);

    /// Reads a MIDI file, takes its first window and lets it be heard.
    void open(Which which, const QString& path);
    /// A window that was read already, and lets it be heard.
    void take(Which which, session::Anchor window);
    /// Another window of the same file.
    void chooseBar(Which which, int bar);
    /// A point of the map becomes an anchor: part of the gesture that is under way.
    void setPoint(Which which, std::shared_ptr<const latent::LatentMap> map, latent::LatentMap::Point point);
    void clear(Which which);
    /// The end that a file dropped on neither belongs to: the empty one, or B.
    [[nodiscard]] Which emptyEnd() const;

    [[nodiscard]] const std::optional<session::Anchor>& anchor(Which which) const;
    /// Null while there is none or it is being encoded.
    [[nodiscard]] std::shared_ptr<const workers::LatentVector> latentVector(Which which) const;
    [[nodiscard]] bool isComplete() const { return m_ends[0].z && m_ends[1].z; }
    /// Whether an end is still being read or encoded.
    [[nodiscard]] bool isAwaited() const { return m_ends[0].isAwaited || m_ends[1].isAwaited; }
    /// A window as the model on stage knows it.
    struct Music {
        music::Pattern pattern;
        int bar = 0;
    };
    /// Nothing if there is no anchor, or the model can make nothing of it.
    [[nodiscard]] const std::optional<Music>& music(Which which) const { return end(which).music; }
    /// First bars of the windows to choose from; empty for a point of the map or a file that is gone.
    [[nodiscard]] std::vector<int> bars(Which which) const;

Q_SIGNALS:
    /// Its content, its bars or its latent vector.
    void anchorChanged(segue::widgets::Anchor which);
    /// What a reader had to mend or to leave out.
    void noted(const QString& message);
    void failed(const QString& message);

private:
    struct End {
        std::shared_ptr<const workers::LatentVector> z;
        std::optional<Music> music;
        std::shared_ptr<const std::vector<codec::PatternWindow>> windows;
        std::string windowsOf; ///< path that `windows` were read from
        bool isAwaited = false;
        workers::JobId job = 0;
    };

    End& end(Which which) { return m_ends[which == Which::A ? 0 : 1]; }
    [[nodiscard]] const End& end(Which which) const { return m_ends[which == Which::A ? 0 : 1]; }
    /// Whether the morph goes to the end that changed, so that one hears what was chosen.
    enum class Heard { No, Yes };

    void store(Which which, std::optional<session::Anchor> anchor, Heard heard);
    void store(Which which, std::optional<session::Anchor> anchor, Heard heard, int gesture);
    void refresh(Which which);
    void encode(Which which);
    void findAnew(Which which);
    void giveUp(Which which, const QString& why);
    void readBars(Which which);
    [[nodiscard]] bool canHear();

    session::SessionDocument& m_document;
    workers::BackgroundJobs& m_jobs;
    std::shared_ptr<const instrument::Instrument> m_instrument;
    std::shared_ptr<const music::DrumMap> m_readingMap;
    std::array<End, 2> m_ends;
};

} // namespace segue::studio
