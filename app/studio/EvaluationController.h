#pragma once

#include "app/learning/EvaluationFiles.h"
#include "app/learning/RunWatch.h"
#include "app/studio/AnchorController.h"
#include "app/studio/PlaybackController.h"
#include "app/workers/BackgroundJobs.h"
#include "widgets/SampleBoard.h"
#include "widgets/TrainingPanel.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <filesystem>

namespace segue::studio {

/// What a run can play already: shows the music and the map that it writes at each evaluation, lets the music be heard
/// and makes it an end of the morph.
/// Thread: UI; reading happens in jobs.
class EvaluationController : public QObject {
    Q_OBJECT

public:
    struct Parts {
        learning::RunWatch& watch;
        AnchorController& anchors;
        PlaybackController& playback;
        workers::BackgroundJobs& jobs;
    };

    EvaluationController(widgets::TrainingPanel& panel, const Parts& parts, QObject* parent = nullptr);

    /// Another run is watched, or none.
    void startOver();

private:
    void look();
    void readSamples();
    void readMap();
    void listen(const widgets::SamplePlace& place);
    void use(const widgets::SamplePlace& place, widgets::Anchor anchor);

    widgets::TrainingPanel& m_panel;
    Parts m_parts;
    std::int64_t m_mapStep = -1; // of the map on show
    learning::EvaluationMap m_map;
    std::optional<widgets::SamplePlace> m_sounding;
    workers::JobId m_sampleJob = 0;
    workers::JobId m_mapJob = 0;
};

} // namespace segue::studio
