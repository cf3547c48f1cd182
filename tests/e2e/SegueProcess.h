#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QPoint>
#include <QProcess>
#include <QRect>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace segue::test {

/// Segue itself, started as a user who has never started it would, with a home of its own; and where its parts are on
/// the screen, as it reports them.
class SegueProcess {
public:
    SegueProcess() = default;
    /// Kills what is left.
    ~SegueProcess();
    SegueProcess(const SegueProcess&) = delete;
    SegueProcess& operator=(const SegueProcess&) = delete;

    /// False if the program cannot be started. `display` as for DISPLAY; empty: it draws, but on no screen.
    [[nodiscard]] bool start(const QString& program, const QByteArray& display, const QStringList& arguments);
    [[nodiscard]] bool isRunning() const { return m_process.state() == QProcess::Running; }
    [[nodiscard]] bool waitForEnd(int milliseconds) { return m_process.waitForFinished(milliseconds); }
    /// Of a process that has ended by itself; -1 for one that crashed.
    [[nodiscard]] int exitCode() const;
    /// Whether any process that it started, or that these started, is alive.
    [[nodiscard]] bool hasLeftProcesses() const;
    /// What it wrote to the error stream.
    [[nodiscard]] QString complaints() const;
    /// What it printed.
    [[nodiscard]] QString said() const;
    /// Paths of the files that its memory shows, those of its libraries among them: proc(5). Empty without a /proc.
    [[nodiscard]] QString mappedFiles() const;

    /// The newest report; empty before the first.
    [[nodiscard]] QJsonObject report() const;
    /// Of a visible widget: "transport/play". Empty if it is not there.
    [[nodiscard]] QRect widget(const QString& path) const;
    [[nodiscard]] QPoint puck() const;
    /// The middle of a class of dots on the map.
    [[nodiscard]] QPoint classPlace(const QString& name) const;
    /// Of what the map shows, in the order of the report.
    [[nodiscard]] QStringList classes() const;

private:
    QTemporaryDir m_home;
    QProcess m_process;
    qint64 m_group = 0; ///< the process group that everything it starts belongs to
};

} // namespace segue::test
