#pragma once

#include "app/studio/AnchorController.h"
#include "app/studio/InstrumentController.h"
#include "app/studio/PatternController.h"
#include "core/base/Random.h"
#include "widgets/LatentMapView.h"

#include <QObject>
#include <QStringList>

namespace segue::studio {

/// The map on the screen: shows the stage's examples, the puck, the anchors and the way between them, and turns what
/// the hand does there into changes of the scene.
/// Thread: UI.
class MapController : public QObject {
    Q_OBJECT

public:
    struct Parts {
        session::SessionDocument& document;
        InstrumentController& instruments;
        PatternController& patterns;
        AnchorController& anchors;
        workers::BackgroundJobs& jobs;
    };

    MapController(widgets::LatentMapView& view, const Parts& parts, QObject* parent = nullptr);

    /// The places of the way from A to B, as many as are drawn; empty while an end is missing.
    [[nodiscard]] std::vector<latent::LatentMap::Point> path() const;

    static constexpr int kPathPoints = 65;

    /// Puts the puck where a draw lies, and lets the draw sound there: of the model's density, or of N(0, I) where it
    /// has none.
    void surprise();

Q_SIGNALS:
    /// Models, checkpoints, or more music than two ends can take.
    void otherFilesDropped(const QStringList& paths);

private:
    void connectView();
    void showStage();
    void showPuck();
    void showAnchors();
    void showExample(int example);
    void movePuck(latent::LatentMap::Point point);
    void openFiles(const QStringList& paths, latent::LatentMap::Point point);
    /// Where a dropped file goes: the empty end, or the nearer one.
    [[nodiscard]] widgets::Anchor endFor(latent::LatentMap::Point point) const;

    widgets::LatentMapView& m_view;
    Parts m_parts;
    workers::JobId m_hoverJob = 0;
    Random m_random; ///< of surprises: others at every start
};

} // namespace segue::studio
