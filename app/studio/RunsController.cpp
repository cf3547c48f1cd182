#include "app/studio/RunsController.h"

#include "widgets/RunCharts.h"
#include "widgets/RunList.h"

#include <QDateTime>

#include <algorithm>
#include <chrono>
#include <utility>

namespace segue::studio {

using learning::KnownRun;
using widgets::RunList;
using widgets::RunRow;

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds kLookInterval{3};

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QDateTime dateOf(fs::file_time_type time) {
    const auto system = std::chrono::file_clock::to_sys(time);
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(system.time_since_epoch()).count());
}

RunRow rowOf(const KnownRun& run) {
    RunRow row;
    row.folder = text(run.folder.string());
    row.name = text(run.name());
    row.configuration = text(run.info.configuration);
    row.state = run.history->state.state;
    row.isAtWork = run.isAtWork;
    row.isLost = run.isLost();
    row.score = run.score().value_or(row.score);
    if (const auto& evaluations = run.history->evaluations; !evaluations.empty()) {
        row.reconstruction = evaluations.back().reconstruction;
        row.klBits = evaluations.back().klBits;
    }
    if (const auto& reports = run.history->training; !reports.empty())
        row.step = reports.back().step;
    row.changed = dateOf(run.changed);
    return row;
}

} // namespace

RunsController::RunsController(widgets::TrainingPanel& panel, Parts parts, QObject* parent)
    : QObject(parent), m_panel(panel), m_parts(std::move(parts)), m_catalog(std::make_shared<learning::RunCatalog>()) {
    RunList& list = m_panel.runs();
    connect(&list, &RunList::watchRequested, this,
            [this](const QString& folder) { Q_EMIT watchRequested(folder.toStdString()); });
    connect(&list, &RunList::goOnRequested, this,
            [this](const QString& folder) { Q_EMIT goOnRequested(folder.toStdString()); });
    connect(&list, &RunList::renameRequested, this, &RunsController::rename);
    connect(&list, &RunList::deleteRequested, this, &RunsController::discard);
    connect(&list, &RunList::comparedChanged, this, &RunsController::compare);
    connect(&list, &RunList::openRequested, this, &RunsController::openRequested);
    m_timer.setInterval(kLookInterval);
    connect(&m_timer, &QTimer::timeout, this, &RunsController::look);
}

void RunsController::start() {
    m_timer.start();
    look();
}

void RunsController::look() {
    if (m_job != 0)
        return;
    std::vector<fs::path> places{m_parts.runsFolder};
    const session::Session& session = m_parts.document.session();
    if (!session.folders.runs.empty())
        places.emplace_back(session.folders.runs);
    if (!session.watchedRun.empty())
        places.emplace_back(session.watchedRun);
    m_job = m_parts.reading.start<std::vector<KnownRun>>(
        this,
        [catalog = m_catalog, places](const workers::JobContext&) -> Result<std::vector<KnownRun>> {
            return catalog->read(places);
        },
        [this](Result<std::vector<KnownRun>> runs) {
            m_job = 0;
            if (runs)
                take(std::move(*runs));
        });
}

void RunsController::take(std::vector<KnownRun> runs) {
    if (m_hasLooked)
        for (const KnownRun& run : runs)
            if (run.isAtWork && !find(text(run.folder.string())) &&
                run.folder != fs::path(m_parts.document.session().watchedRun))
                Q_EMIT noted(tr("A run has begun elsewhere: %1. Watch it under Runs").arg(text(run.name())));
    m_hasLooked = true;
    m_runs = std::move(runs);
    show();
    Q_EMIT changed();
}

void RunsController::show() {
    std::vector<RunRow> rows;
    for (const KnownRun& run : m_runs)
        rows.push_back(rowOf(run));
    m_panel.runs().setRows(rows);
    if (!m_panel.runs().compared().isEmpty())
        compare();
}

void RunsController::compare() {
    std::vector<widgets::RunCharts::Compared> compared;
    for (const QString& folder : m_panel.runs().compared())
        if (const KnownRun* run = find(folder); run && run->folder != fs::path(m_parts.document.session().watchedRun))
            compared.push_back({text(run->name()), run->history});
    m_panel.charts().setCompared(std::move(compared));
}

void RunsController::setWatched(const fs::path& folder) {
    m_panel.runs().setWatched(text(folder.string()));
    compare();
    look();
}

const KnownRun* RunsController::find(const QString& folder) const {
    const auto found = std::ranges::find(m_runs, fs::path(folder.toStdString()), &KnownRun::folder);
    return found != m_runs.end() ? &*found : nullptr;
}

void RunsController::rename(const QString& folder, const QString& name) {
    const fs::path from = folder.toStdString();
    const auto to = learning::renameRun(from, name.toStdString());
    if (!to) {
        Q_EMIT failed(text(to.error().text()));
        return;
    }
    Q_EMIT moved(from, *to);
    look();
}

void RunsController::discard(const QString& folder) {
    const fs::path run = folder.toStdString();
    if (const Status discarded = learning::discardRun(run); !discarded) {
        Q_EMIT failed(text(discarded.error().text()));
        return;
    }
    Q_EMIT noted(tr("%1 is in the trash").arg(text(run.filename().string())));
    Q_EMIT moved(run, {});
    look();
}

} // namespace segue::studio
