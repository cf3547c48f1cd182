#pragma once

#include "app/studio/AnchorController.h"
#include "app/studio/InstrumentController.h"
#include "app/studio/PatternController.h"
#include "widgets/MorphPanel.h"

#include <QObject>
#include <QStringList>
#include <QTimer>

#include <vector>

namespace segue::studio {

/// A, B and the shades between them on the screen: the cards, the slider, and the strip of steps.
/// Thread: UI.
class MorphController : public QObject {
    Q_OBJECT

public:
    struct Parts {
        session::SessionDocument& document;
        InstrumentController& instruments;
        PatternController& patterns;
        AnchorController& anchors;
        workers::BackgroundJobs& jobs;
    };

    MorphController(widgets::MorphPanel& panel, const Parts& parts, QObject* parent = nullptr);

    /// MIDI files that come with Segue, for the cards' menus.
    void setExamples(const QStringList& paths);
    [[nodiscard]] const QStringList& examples() const { return m_examples; }
    /// Asks for a MIDI file and opens it as an anchor.
    void chooseFile(widgets::Anchor which);
    /// The patterns of the strip, from A to B; empty while an end is missing or they are being decoded.
    [[nodiscard]] const std::vector<music::Pattern>& strip() const { return m_strip; }

Q_SIGNALS:
    void stripChanged();
    /// Models, checkpoints, or more music than two ends can take.
    void otherFilesDropped(const QStringList& paths);

private:
    void connectPanel();
    void openFiles(widgets::Anchor which, const QStringList& paths);
    void listen(widgets::Anchor which);
    void showAnchor(widgets::Anchor which);
    void decodeStrip();
    void setStrip(std::vector<music::Pattern> patterns);

    widgets::MorphPanel& m_panel;
    Parts m_parts;
    QStringList m_examples;
    std::vector<music::Pattern> m_strip;
    QTimer m_stripTimer;
    workers::JobId m_stripJob = 0;
};

} // namespace segue::studio
