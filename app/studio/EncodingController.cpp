#include "app/studio/EncodingController.h"

#include "app/instrument/Told.h"

#include <utility>

namespace segue::studio {

using instrument::Rework;
using session::Scene;
using workers::JobContext;
using workers::LatentVector;

namespace {

QString undoText(Rework rework) {
    switch (rework) {
    case Rework::Humanize: return EncodingController::tr("Humanize");
    case Rework::TapToDrums: return EncodingController::tr("Tap to drums");
    case Rework::AddHiHat: break;
    }
    return EncodingController::tr("Add a hi-hat");
}

} // namespace

EncodingController::EncodingController(const Parts& parts, QObject* parent) : QObject(parent), m_parts(parts) {}

void EncodingController::takePuckTo(const music::Pattern& pattern) {
    const auto& instrument = m_parts.instruments.instrument();
    if (!instrument || !instrument->model->codec().fits(pattern))
        return;
    if (!instrument->model->hasEncoder()) {
        Q_EMIT failed(instrument::whyItHearsNothing());
        return;
    }
    encode(pattern, pattern, tr("Take the puck to the music"));
}

QString EncodingController::whyNot(Rework rework) const {
    const auto& instrument = m_parts.instruments.instrument();
    if (!instrument)
        return tr("There is no model yet");
    if (const std::string why = instrument::whyNot(*instrument->model, rework); !why.empty())
        return QString::fromStdString(why);
    return instrument->model->codec().fits(m_parts.patterns.current().pattern) ? QString()
                                                                               : tr("There is no pattern yet");
}

void EncodingController::rework(Rework rework) {
    if (const QString why = whyNot(rework); !why.isEmpty()) {
        Q_EMIT failed(why);
        return;
    }
    const music::Pattern& pattern = m_parts.patterns.current().pattern;
    encode(instrument::heardFor(rework, pattern), pattern, undoText(rework));
}

void EncodingController::encode(music::Pattern heard, const music::Pattern& told, const QString& undoText) {
    const auto& instrument = m_parts.instruments.instrument();
    m_parts.jobs.cancel(m_job);
    m_job = m_parts.jobs.start<LatentVector>(
        this,
        [model = instrument->model, heard = std::move(heard)](const JobContext&) -> Result<LatentVector> {
            const auto workspace = model->makeWorkspace();
            return model->encode(heard, *workspace).mean;
        },
        [this, instrument, told, undoText](Result<LatentVector> z) {
            if (!z) {
                Q_EMIT failed(QString::fromStdString(z.error().text()));
                return;
            }
            if (m_parts.instruments.instrument() != instrument)
                return;
            const auto& layout = m_parts.instruments.layout();
            auto& document = m_parts.document;
            document.beginGesture();
            document.change(session::Change::Puck, undoText, [&](Scene& scene) {
                scene.mode = session::Mode::Map;
                if (layout)
                    scene.puck = layout->map->project(*z);
                scene.spacing = 0;
                scene.z = std::move(*z);
                if (instrument::tellable(instrument->model->architecture().codec).any())
                    scene.told = told;
            });
            document.beginGesture();
        });
}

} // namespace segue::studio
