#pragma once

#include "app/outputs/OutputCatalog.h"
#include "app/session/SessionDocument.h"
#include "app/studio/AnchorController.h"
#include "app/studio/DrumMapController.h"
#include "app/studio/EncodingController.h"
#include "app/studio/EngineController.h"
#include "app/studio/EvaluationController.h"
#include "app/studio/ExportController.h"
#include "app/studio/ImportController.h"
#include "app/studio/InstrumentController.h"
#include "app/studio/MapController.h"
#include "app/studio/MorphController.h"
#include "app/studio/MusicController.h"
#include "app/studio/Options.h"
#include "app/studio/OutputsController.h"
#include "app/studio/PatternController.h"
#include "app/studio/PlaybackController.h"
#include "app/studio/TrainingController.h"
#include "app/window/Actions.h"
#include "app/window/MainWindow.h"
#include "app/window/Messages.h"
#include "app/workers/BackgroundJobs.h"
#include "app/workers/DecodingWorker.h"
#include "core/playback/Player.h"

#include <QObject>

#include <filesystem>
#include <memory>
#include <optional>

namespace segue::widgets {
class Appearance;
}

namespace segue::studio {

/// The whole program short of main(): owns the session, the threads and the controllers, and joins them to the window.
///
/// Every thread of the program is started and joined here, by the order of the members: destruction takes the
/// controllers first, then decoding and jobs, then the player, which is silence, its thread and the outputs, and the
/// session, saved, at last. The window must outlive the studio.
/// Thread: UI.
class Studio : public QObject {
    Q_OBJECT

public:
    struct Surroundings {
        widgets::Appearance* appearance = nullptr; ///< may be null
        std::unique_ptr<outputs::OutputCatalog> outputs;
        std::filesystem::path dataFolder; ///< of the user: session and runs
    };

    Studio(window::MainWindow& window, Options options, Surroundings surroundings);
    ~Studio() override;

    /// Loads model and map and opens the outputs; returns at once.
    void start();

    [[nodiscard]] session::SessionDocument& document() { return m_document; }
    [[nodiscard]] InstrumentController& instruments() { return m_instruments; }
    [[nodiscard]] PatternController& patterns() { return m_patterns; }
    [[nodiscard]] AnchorController& anchors() { return m_anchors; }
    [[nodiscard]] MapController& mapController() { return m_map; }
    [[nodiscard]] MorphController& morphController() { return m_morph; }
    [[nodiscard]] MusicController& music() { return m_music; }
    [[nodiscard]] DrumMapController& drumMap() { return m_drumMap; }
    [[nodiscard]] EncodingController& encoding() { return m_encoding; }
    [[nodiscard]] EngineController& engine() { return m_engine; }
    [[nodiscard]] ExportController& exporter() { return m_export; }
    [[nodiscard]] ImportController& importer() { return m_import; }
    [[nodiscard]] OutputsController& outputsController() { return m_outputs; }
    [[nodiscard]] PlaybackController& playback() { return m_playback; }
    [[nodiscard]] TrainingController& training() { return m_training; }
    [[nodiscard]] playback::Player& player() { return m_player; }
    [[nodiscard]] window::Messages& messages() { return m_messages; }
    [[nodiscard]] window::MainWindow& window() { return m_window; }

Q_SIGNALS:
    /// The first model is on stage, or could not be loaded.
    void ready();

private:
    void connectStage();
    void connectPattern();
    void connectMessages();
    void connectActions();
    void connectMusic();
    void showMusic(bool visible);
    void adoptReadingMap();
    void connectViewActions();
    void connectPlaneChoices();
    void showStage();
    void showAbilities();
    void showScene();
    void showPlane(session::Plane plane);
    void dress(session::Appearance appearance);
    void showBundledModel();
    void chooseModel();
    void openModel(const QString& path);
    void openGivenFiles();
    void openDropped(const QStringList& paths);

    window::MainWindow& m_window;
    Options m_options;
    widgets::Appearance* m_appearance;
    std::optional<session::Session> m_restored; // nothing at a first start
    session::SessionDocument m_document;
    playback::Player m_player;
    workers::BackgroundJobs m_jobs;
    workers::BackgroundJobs m_loading;
    // Each for minutes: nothing else must wait for them.
    workers::BackgroundJobs m_surveying; // of music to learn from
    workers::BackgroundJobs m_reading; // of music to pick from
    workers::BackgroundJobs m_comparing; // of models
    workers::BackgroundJobs m_watching; // of run folders
    workers::DecodingWorker m_decoding;
    window::Messages m_messages;
    InstrumentController m_instruments;
    PatternController m_patterns;
    AnchorController m_anchors;
    MapController m_map;
    MorphController m_morph;
    ExportController m_export;
    OutputsController m_outputs;
    PlaybackController m_playback;
    EncodingController m_encoding;
    ImportController m_import;
    MusicController m_music;
    DrumMapController m_drumMap;
    TrainingController m_training;
    EvaluationController m_evaluation;
    window::Actions m_actions;
    EngineController m_engine;
    QString m_outputNames;
    bool m_dockWasShown = true; ///< before the music took its room
    bool m_isReady = false;
};

} // namespace segue::studio
