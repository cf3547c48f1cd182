#include "app/studio/EngineController.h"

#include "app/instrument/Engine.h"
#include "core/decoder/Agreement.h"

#include <QAction>
#include <QLocale>

#include <algorithm>
#include <utility>
#include <vector>

namespace segue::studio {
namespace {

/// Points spread over all of the map. Shape: [N, Z].
std::vector<float> someOf(const latent::MapFile& map) {
    const auto size = static_cast<std::size_t>(map.latentSize);
    const std::size_t count = map.means.size() / size;
    const std::size_t chosen = std::min<std::size_t>(count, EngineController::kMostCompared);
    std::vector<float> points;
    for (std::size_t i = 0; i < chosen; ++i) {
        const auto mean = std::span(map.means).subspan(i * count / chosen * size, size);
        points.insert(points.end(), mean.begin(), mean.end());
    }
    return points;
}

} // namespace

EngineController::EngineController(QAction* halfPrecision, QAction* secondCore, const Parts& parts, QObject* parent)
    : QObject(parent), m_halfPrecision(halfPrecision), m_secondCore(secondCore), m_parts(parts) {
    connect(m_halfPrecision, &QAction::triggered, this, &EngineController::chooseHalfPrecision);
    connect(m_secondCore, &QAction::triggered, this, &EngineController::chooseSecondCore);
    connect(&m_parts.instruments, &InstrumentController::stageChanged, this, &EngineController::showStage);
    connect(&m_parts.jobs, &workers::BackgroundJobs::progressed, this,
            [this](workers::JobId job, double, const QString& what) {
                if (job == m_job)
                    Q_EMIT comparing(what);
            });
}

void EngineController::chooseHalfPrecision(bool on) {
    cancelComparing();
    m_parts.document.remember([on](session::Session& session) { session.engine.halfPrecision = on; });
    const auto& instrument = m_parts.instruments.instrument();
    if (!instrument || instrument->precision == instrument::precisionFor(instrument->model->architecture(),
                                                                         m_parts.document.session().engine))
        return;
    m_whole = on ? instrument->model : nullptr;
    m_parts.instruments.reload();
}

void EngineController::chooseSecondCore(bool on) {
    m_parts.document.remember([on](session::Session& session) { session.engine.secondCore = on; });
}

void EngineController::cancelComparing() {
    m_parts.jobs.cancel(m_job);
    m_job = 0;
    m_whole.reset();
}

void EngineController::showStage() {
    const auto& instrument = m_parts.instruments.instrument();
    const auto& architecture = instrument->model->architecture();
    m_halfPrecision->setChecked(instrument->precision == decoder::Precision::BFloat16);
    m_secondCore->setChecked(instrument::threadsFor(architecture, m_parts.document.session().engine) > 1);
    const auto whole = std::exchange(m_whole, nullptr);
    if (whole && whole->checksum() == instrument->checksum && instrument->precision == decoder::Precision::BFloat16)
        compare(whole, instrument);
}

void EngineController::compare(const std::shared_ptr<const decoder::LiveModel>& whole,
                               const std::shared_ptr<const instrument::Instrument>& half) {
    m_job = m_parts.jobs.start<decoder::Agreement>(
        this,
        [whole, half](const workers::JobContext& job) -> Result<decoder::Agreement> {
            const auto progress = [&job](std::size_t done, std::size_t total) {
                job.report(static_cast<double>(done) / static_cast<double>(total),
                           "Comparing half-precision weights with whole ones: " + std::to_string(done) + " of " +
                               std::to_string(total) + " patterns");
            };
            return decoder::agreementOf(*whole, *half->model, someOf(*half->examples),
                                        {.progress = progress, .stop = job.stopToken()});
        },
        [this](const Result<decoder::Agreement>& agreement) {
            m_job = 0;
            if (agreement)
                Q_EMIT compared(tr("Half-precision weights: %1 of %2 decisions are those of whole ones")
                                    .arg(QLocale().toString(static_cast<qulonglong>(agreement->equalDecisions)),
                                         QLocale().toString(static_cast<qulonglong>(agreement->decisions))));
        });
}

} // namespace segue::studio
