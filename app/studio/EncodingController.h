#pragma once

#include "app/instrument/Rework.h"
#include "app/studio/InstrumentController.h"
#include "app/studio/PatternController.h"

#include <QObject>
#include <QString>

namespace segue::studio {

/// Takes the puck to where the model has a pattern: music of a list, or a rework of what sounds.
/// Thread: UI; encoding happens in a job.
class EncodingController : public QObject {
    Q_OBJECT

public:
    struct Parts {
        session::SessionDocument& document;
        InstrumentController& instruments;
        PatternController& patterns;
        workers::BackgroundJobs& jobs;
    };

    explicit EncodingController(const Parts& parts, QObject* parent = nullptr);

    /// A pattern of another kind than the model's is left alone.
    void takePuckTo(const music::Pattern& pattern);
    /// The pattern that sounds, as the model would play it.
    void rework(instrument::Rework rework);
    /// Why it would not do anything now; empty if it would.
    [[nodiscard]] QString whyNot(instrument::Rework rework) const;

Q_SIGNALS:
    void failed(const QString& message);

private:
    /// `heard` is encoded, and the hits, chords and key of `told` are told from then on.
    void encode(music::Pattern heard, const music::Pattern& told, const QString& undoText);

    Parts m_parts;
    workers::JobId m_job = 0;
};

} // namespace segue::studio
