#include "tests/e2e/SegueProcess.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcessEnvironment>

#include <csignal>
#include <sys/types.h>
#include <unistd.h>

namespace segue::test {
namespace {

QString contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QPoint toPoint(const QJsonValue& place) {
    return {place[0].toInt(-1), place[1].toInt(-1)};
}

} // namespace

SegueProcess::~SegueProcess() {
    if (m_group > 0)
        ::kill(-static_cast<pid_t>(m_group), SIGKILL);
    m_process.waitForFinished();
}

bool SegueProcess::start(const QString& program, const QByteArray& display, const QStringList& arguments) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DISPLAY"), QString::fromLatin1(display));
    environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"),
                       display.isEmpty() ? QStringLiteral("offscreen") : QStringLiteral("xcb"));
    environment.insert(QStringLiteral("HOME"), m_home.path());
    for (const char* folder :
         {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"}) {
        const QString path = m_home.filePath(QLatin1String(folder));
        QDir().mkpath(path);
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        environment.insert(QLatin1String(folder), path);
    }
    m_process.setProcessEnvironment(environment);
    m_process.setWorkingDirectory(m_home.path());
    m_process.setStandardErrorFile(m_home.filePath(QStringLiteral("errors")));
    m_process.setStandardOutputFile(m_home.filePath(QStringLiteral("said")));
    m_process.setChildProcessModifier([] { ::setpgid(0, 0); });
    m_process.start(program, QStringList{QStringLiteral("--print-layout"), m_home.filePath(QStringLiteral("layout"))} +
                                 arguments);
    if (!m_process.waitForStarted())
        return false;
    m_group = m_process.processId();
    return true;
}

int SegueProcess::exitCode() const {
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

bool SegueProcess::hasLeftProcesses() const {
    return ::kill(-static_cast<pid_t>(m_group), 0) == 0;
}

QString SegueProcess::complaints() const {
    return contentOf(m_home.filePath(QStringLiteral("errors")));
}

QString SegueProcess::said() const {
    return contentOf(m_home.filePath(QStringLiteral("said")));
}

QString SegueProcess::mappedFiles() const {
    return contentOf(QStringLiteral("/proc/%1/maps").arg(m_group));
}

QJsonObject SegueProcess::report() const {
    QFile file(m_home.filePath(QStringLiteral("layout")));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

QRect SegueProcess::widget(const QString& path) const {
    const QJsonValue place = report()[QStringLiteral("widgets")][path];
    return {place[0].toInt(), place[1].toInt(), place[2].toInt(), place[3].toInt()};
}

QPoint SegueProcess::puck() const {
    return toPoint(report()[QStringLiteral("map")][QStringLiteral("puck")]);
}

QPoint SegueProcess::classPlace(const QString& name) const {
    return toPoint(report()[QStringLiteral("map")][QStringLiteral("classes")][name]);
}

QStringList SegueProcess::classes() const {
    return report()[QStringLiteral("map")][QStringLiteral("classes")].toObject().keys();
}

} // namespace segue::test
