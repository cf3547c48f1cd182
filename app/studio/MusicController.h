#pragma once

#include "app/library/MusicModel.h"
#include "app/studio/AnchorController.h"
#include "app/studio/EncodingController.h"
#include "app/studio/InstrumentController.h"
#include "app/studio/PlaybackController.h"
#include "app/workers/Outbox.h"
#include "widgets/MusicPage.h"

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>

#include <memory>
#include <optional>

namespace segue::studio {

/// The list of music: reads files and folders in the background, shows what is found while it is still being read, and
/// makes windows of it A, B, the puck's place, or lets them be heard.
/// Thread: UI; reading happens in a job.
class MusicController : public QObject {
    Q_OBJECT

public:
    struct Parts {
        session::SessionDocument& document;
        InstrumentController& instruments;
        AnchorController& anchors;
        PlaybackController& playback;
        EncodingController& encoding;
        workers::BackgroundJobs& reading; ///< for minutes
    };

    MusicController(widgets::MusicPage& page, const Parts& parts, QObject* parent = nullptr);

    /// Reads what is listed anew: with another drum map, or another model's windows.
    void readAgain();
    /// Lists what is in them in place of what is listed.
    void open(const QStringList& paths);
    void chooseFiles();
    void chooseFolder();
    void use(qint64 token, widgets::MusicUse use);
    /// Ends what is being listened to.
    void hush();

    /// A window as an end of the morph would hold it; nothing if the token is none of a window.
    [[nodiscard]] std::optional<session::Anchor> window(qint64 token) const;
    [[nodiscard]] const library::MusicModel& model() const { return m_model; }
    [[nodiscard]] bool isReading() const { return m_job != 0; }

    /// Whether a drop is for the list: a folder, a TFRecord, or more files than there are ends of a morph.
    [[nodiscard]] static bool isForList(const QStringList& paths);

Q_SIGNALS:
    void showRequested(bool visible);
    /// Of what is listed, for the title: "groove: 1,150 files".
    void titleChanged(const QString& title);
    /// The pitches of no drum should be given one.
    void drumMapRequested();
    void noted(const QString& message);
    void failed(const QString& message);

private:
    void connectPage();
    void setFilter(const std::function<void(library::MusicModel::Filter&)>& edit);
    void read();
    void cancel();
    void take(std::vector<library::FoundPiece> pieces);
    void finish(const QString& problem);
    void showCounts();
    void showNotice();
    void showMarks();
    void listen(qint64 token);
    void remember(const QStringList& paths);
    void followInstrument();
    [[nodiscard]] QString title() const;

    widgets::MusicPage& m_page;
    Parts m_parts;
    library::MusicModel m_model;
    QStringList m_sources;
    std::optional<architecture::CodecConfig> m_codec; // that the list was read with
    std::shared_ptr<workers::Outbox<library::FoundPiece>> m_found; // of the job
    workers::JobId m_job = 0;
    std::optional<qint64> m_sounding;
};

} // namespace segue::studio
