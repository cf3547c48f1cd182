#include "app/studio/OutputsController.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace segue::studio {

using outputs::OpenOutput;
using outputs::OutputInfo;
using outputs::OutputList;
using widgets::OutputChoice;
using widgets::TransportBar;

namespace {

constexpr std::chrono::milliseconds kWatchInterval{1000};
/// While nothing is open, a device that is plugged in is found after so many intervals.
constexpr int kLookEvery = 5;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

} // namespace

OutputsController::OutputsController(TransportBar& bar, session::SessionDocument& document, playback::Player& player,
                                     std::unique_ptr<outputs::OutputCatalog> catalog, QObject* parent)
    : QObject(parent),
      m_bar(bar),
      m_document(document),
      m_player(player),
      m_catalog(std::move(catalog)),
      m_jobs("segue-outputs") {
    connect(&m_bar, &TransportBar::outputsRequested, this, [this] { refresh(false); });
    connect(&m_bar, &TransportBar::outputToggled, this, &OutputsController::toggle);
    connect(&m_watchTimer, &QTimer::timeout, this, &OutputsController::watch);
    m_watchTimer.start(kWatchInterval);
}

OutputsController::~OutputsController() = default;

void OutputsController::start(const std::optional<QStringList>& instead) {
    if (instead) {
        m_instead.emplace();
        for (const QString& id : *instead)
            m_instead->insert(id.toStdString());
    }
    refresh(true);
}

void OutputsController::lookAgain() {
    m_refused.clear();
    refresh(true);
}

void OutputsController::refresh(bool thenOpenWanted) {
    m_jobs.start<OutputList>(
        this, [catalog = m_catalog](const workers::JobContext&) -> Result<OutputList> { return catalog->list(); },
        [this, thenOpenWanted](Result<OutputList> list) {
            if (!list) {
                Q_EMIT failed(text(list.error().text()));
                Q_EMIT settled();
                return;
            }
            m_list = std::move(*list);
            show();
            if (thenOpenWanted)
                openWanted();
        });
}

std::set<std::string> OutputsController::wanted() const {
    if (m_instead)
        return *m_instead;
    std::set<std::string> ids;
    const session::Session& session = m_document.session();
    if (session.outputsChosen)
        ids.insert(session.outputs.begin(), session.outputs.end());
    else
        for (const OutputInfo& output : m_list.outputs)
            if (output.isDefault)
                ids.insert(output.id);
    return ids;
}

void OutputsController::want(std::set<std::string> ids) {
    if (m_instead) {
        m_instead = std::move(ids);
        return;
    }
    m_document.remember([&ids](session::Session& session) {
        session.outputsChosen = true;
        session.outputs.assign(ids.begin(), ids.end());
    });
}

void OutputsController::openWanted() {
    for (const std::string& id : wanted()) {
        const auto known = std::ranges::find(m_list.outputs, id, &OutputInfo::id);
        if (known == m_list.outputs.end())
            m_refused[id] = id + " is not there";
        else if (!m_open.contains(id) && !m_opening.contains(id))
            open(id, text(known->name));
    }
    if (m_opening.empty())
        summarize();
}

void OutputsController::open(const std::string& id, const QString& name) {
    m_opening.insert(id);
    m_jobs.start<OpenOutput>(
        this, [catalog = m_catalog, id](const workers::JobContext&) { return catalog->open(id); },
        [this, id, name](Result<OpenOutput> output) { opened(id, name, std::move(output)); });
}

void OutputsController::opened(const std::string& id, const QString& name, Result<OpenOutput> output) {
    m_opening.erase(id);
    if (output) {
        const QString sinkName = text(output->sink->name());
        const auto sink = m_player.addSink(std::move(output->sink));
        if (sink) {
            m_refused.erase(id);
            m_open[id] = {*sink, sinkName.isEmpty() ? name : sinkName, std::move(output->status), 0};
        } else {
            m_refused[id] = sink.error().text();
        }
    } else {
        m_refused[id] = output.error().text();
    }
    show();
    if (m_opening.empty())
        summarize();
}

void OutputsController::summarize() {
    QStringList names;
    for (const auto& [id, output] : m_open)
        names.append(output.name);
    QStringList reasons;
    for (const auto& [id, reason] : m_refused)
        reasons.append(text(reason));
    if (names.isEmpty() && wanted().empty() && !m_list.outputs.empty()) {
        Q_EMIT outputsChanged({tr("no output")});
    } else if (names.isEmpty()) {
        for (const std::string& hint : m_list.hints)
            reasons.append(text(hint));
        Q_EMIT nothingOpened(reasons.join(QStringLiteral("; ")));
        if (m_instead) // asked for by name: say what became of each
            for (const auto& [id, reason] : m_refused)
                Q_EMIT failed(text(reason));
    } else {
        for (const QString& reason : reasons)
            Q_EMIT failed(reason);
        Q_EMIT outputsChanged(names);
    }
    Q_EMIT settled();
}

void OutputsController::toggle(const QString& id, bool isToOpen) {
    auto ids = wanted();
    const std::string key = id.toStdString();
    if (isToOpen)
        ids.insert(key);
    else
        ids.erase(key);
    want(std::move(ids));
    m_refused.erase(key);
    if (!isToOpen) {
        close(key);
        show();
        summarize();
    } else if (!m_open.contains(key)) {
        const auto known = std::ranges::find(m_list.outputs, key, &OutputInfo::id);
        open(key, known == m_list.outputs.end() ? id : text(known->name));
    }
}

void OutputsController::close(const std::string& id) {
    const auto found = m_open.find(id);
    if (found == m_open.end())
        return;
    const Status status = m_player.removeSink(found->second.sink);
    m_open.erase(found);
    if (!status)
        Q_EMIT failed(text(status.error().text()));
}

void OutputsController::watch() {
    std::map<std::string, std::string> gone;
    for (auto& [id, output] : m_open)
        if (const Status status = output.status ? output.status() : Status(); !status)
            gone[id] = status.error().text();
    for (const auto& [id, reason] : gone) {
        const QString name = m_open[id].name;
        close(id);
        m_refused[id] = reason;
        Q_EMIT lost(tr("%1 is gone: %2. Playing goes on.").arg(name, text(reason)));
    }
    if (!gone.empty())
        refresh(false);
    else if (m_open.empty() && m_opening.empty() && ++m_ticks % kLookEvery == 0)
        refresh(false);
}

void OutputsController::show() {
    QList<OutputChoice> choices;
    for (const OutputInfo& output : m_list.outputs)
        choices.append({text(output.id), text(output.name), m_open.contains(output.id), false});
    for (const std::string& hint : m_list.hints)
        choices.append({{}, text(hint), false, true});
    m_bar.setOutputs(choices);
}

} // namespace segue::studio
