#include "tests/support/VirtualDisplay.h"

#include "tests/support/WindowCloser.h"

#include <QProcessEnvironment>
#include <QStandardPaths>

#include <csignal>
#include <sys/prctl.h>

namespace segue::test {
namespace {

constexpr int kStartTimeout = 20000; // ms
constexpr int kToolTimeout = 60000; // ms

QStringList moveTo(QPoint place) {
    return {QStringLiteral("mousemove"), QString::number(place.x()), QString::number(place.y()),
            QStringLiteral("sleep"), QStringLiteral("0.02")};
}

} // namespace

QString VirtualDisplay::whyNot() {
    for (const char* tool : {"Xvfb", "xdotool"})
        if (QStandardPaths::findExecutable(QLatin1String(tool)).isEmpty())
            return QLatin1String(tool) + QStringLiteral(" is not installed");
    return {};
}

VirtualDisplay::~VirtualDisplay() {
    m_server.terminate();
    if (!m_server.waitForFinished(5000)) {
        m_server.kill();
        m_server.waitForFinished();
    }
}

bool VirtualDisplay::start(QSize size) {
    m_server.setStandardErrorFile(QProcess::nullDevice());
    m_server.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGTERM); }); // if the test itself should crash
    m_server.start(QStringLiteral("Xvfb"),
                   {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-nolisten"),
                    QStringLiteral("tcp"), QStringLiteral("-screen"), QStringLiteral("0"),
                    QStringLiteral("%1x%2x24").arg(size.width()).arg(size.height())});
    while (!m_server.canReadLine())
        if (!m_server.waitForReadyRead(kStartTimeout))
            return false;
    m_name = ':' + m_server.readLine().trimmed();
    return true;
}

bool VirtualDisplay::click(QPoint place) {
    return run(QStringLiteral("xdotool"), moveTo(place) << QStringLiteral("click") << QStringLiteral("1"));
}

bool VirtualDisplay::drag(QPoint from, QPoint to, int steps) {
    QStringList script = moveTo(from) << QStringLiteral("mousedown") << QStringLiteral("1");
    for (int step = 1; step <= steps; ++step)
        script += moveTo(from + (to - from) * step / steps);
    return run(QStringLiteral("xdotool"), script << QStringLiteral("mouseup") << QStringLiteral("1"));
}

bool VirtualDisplay::saveScreenshot(const QString& path) {
    return run(QStringLiteral("import"), {QStringLiteral("-window"), QStringLiteral("root"), path});
}

bool VirtualDisplay::askWindowsToClose() {
    return askToClose(m_name.constData()) > 0;
}

bool VirtualDisplay::run(const QString& program, const QStringList& arguments) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DISPLAY"), QString::fromLatin1(m_name));
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    return process.waitForFinished(kToolTimeout) && process.exitStatus() == QProcess::NormalExit &&
           process.exitCode() == 0;
}

} // namespace segue::test
