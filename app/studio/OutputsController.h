#pragma once

#include "app/outputs/OutputCatalog.h"
#include "app/session/SessionDocument.h"
#include "app/workers/BackgroundJobs.h"
#include "core/playback/Player.h"
#include "widgets/TransportBar.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace segue::studio {

/// Where the notes go: lists the outputs, opens and closes them beside the music, and notices when one is lost while it
/// plays. Playing goes on whatever happens to an output.
/// Thread: UI; looking and opening happen in jobs.
class OutputsController : public QObject {
    Q_OBJECT

public:
    OutputsController(widgets::TransportBar& bar, session::SessionDocument& document, playback::Player& player,
                      std::unique_ptr<outputs::OutputCatalog> catalog, QObject* parent = nullptr);
    ~OutputsController() override;

    /// Opens `instead` if it is there, or what the session remembers, or the defaults. `instead` is not remembered.
    void start(const std::optional<QStringList>& instead = std::nullopt);
    /// Looks again what there is, and opens what is wanted and was not there before.
    void lookAgain();
    /// Ends the thread that looks and opens.
    void stopWorking() { m_jobs.stop(); }

    [[nodiscard]] int openCount() const { return static_cast<int>(m_open.size()); }

Q_SIGNALS:
    /// All that is wanted was opened, or was refused.
    void settled();
    /// Which outputs are open; `names` for a person.
    void outputsChanged(const QStringList& names);
    /// No output at all could be opened: Segue plays silently.
    void nothingOpened(const QString& reasons);
    void failed(const QString& message);
    /// An output died while it was open.
    void lost(const QString& message);

private:
    struct Open {
        playback::SinkId sink = 0;
        QString name;
        std::function<Status()> status;
        std::uint32_t failures = 0;
    };

    void refresh(bool thenOpenWanted);
    void open(const std::string& id, const QString& name);
    void opened(const std::string& id, const QString& name, Result<outputs::OpenOutput> output);
    void close(const std::string& id);
    void toggle(const QString& id, bool isToOpen);
    void openWanted();
    void watch();
    void show();
    void summarize();
    [[nodiscard]] std::set<std::string> wanted() const;
    void want(std::set<std::string> ids);

    widgets::TransportBar& m_bar;
    session::SessionDocument& m_document;
    playback::Player& m_player;
    std::shared_ptr<outputs::OutputCatalog> m_catalog; // shared with the jobs that use it
    workers::BackgroundJobs m_jobs;
    outputs::OutputList m_list;
    std::optional<std::set<std::string>> m_instead; // of the session's
    std::map<std::string, Open> m_open;
    std::set<std::string> m_opening;
    std::map<std::string, std::string> m_refused; // id -> why
    QTimer m_watchTimer;
    int m_ticks = 0;
};

} // namespace segue::studio
