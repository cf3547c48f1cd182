#include "tests/support/JackServer.h"

#include "app/devices/QuietLibraries.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTest>

#include <jack/jack.h>

#include <csignal>
#include <sys/prctl.h>
#include <sys/types.h>

namespace segue::test {
namespace {

constexpr const char* kDefaultServer = "JACK_DEFAULT_SERVER";

bool answers() {
    jack_client_t* client = jack_client_open("probe", JackNoStartServer, nullptr);
    if (!client)
        return false;
    jack_client_close(client);
    return true;
}

} // namespace

QString JackServer::whyNot() {
    return QStandardPaths::findExecutable(QStringLiteral("jackd")).isEmpty() ? QStringLiteral("jackd is not installed")
                                                                             : QString();
}

JackServer::JackServer() : m_formerDefault(qgetenv(kDefaultServer)) {
    devices::quietLibraries(); // waiting for the server would fill the screen
    static int count = 0;
    m_name = "segue-test-" + QByteArray::number(QCoreApplication::applicationPid()) + "-" + QByteArray::number(count++);
    qputenv(kDefaultServer, m_name);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGTERM); }); // if the test itself should crash
}

JackServer::~JackServer() {
    stop();
    removeTraces();
    if (m_formerDefault.isEmpty())
        qunsetenv(kDefaultServer);
    else
        qputenv(kDefaultServer, m_formerDefault);
}

bool JackServer::start(int period) {
    // Synchronous: every period waits for its clients, so that a busy machine is late but loses nothing. It waits ten
    // times the timeout, in milliseconds: so long the server stands still when a client goes away in the moment in
    // which the graph changes, which happens. Half a second is little beside the devices' kServerDeadline.
    const auto arguments = QStringLiteral("-n %1 --no-mlock -r -S -t 50 -d dummy -r 48000 -p %2")
                               .arg(QString::fromLatin1(m_name), QString::number(period));
    m_process.start(QStringLiteral("jackd"), arguments.split(u' '));
    return m_process.waitForStarted() && QTest::qWaitFor(answers, 10000);
}

void JackServer::stop() {
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(5000))
        die();
}

void JackServer::die() {
    m_process.kill();
    m_process.waitForFinished();
    m_hasDied = true;
}

// JACK counts a server that died as one of the eight there may be, until one of the same name ends in good order.
void JackServer::removeTraces() {
    if (!m_hasDied)
        return;
    if (start())
        stop();
    QDir memory(QStringLiteral("/dev/shm"));
    for (const QString& file :
         memory.entryList({QStringLiteral("jack_*") + QString::fromLatin1(m_name) + u'*'}, QDir::Files | QDir::System))
        memory.remove(file);
}

void JackServer::hang() {
    signal(SIGSTOP);
    const auto hasStopped = [this] {
        QFile status(QStringLiteral("/proc/%1/stat").arg(m_process.processId()));
        return status.open(QIODevice::ReadOnly) && status.readAll().contains(") T ");
    };
    QVERIFY(QTest::qWaitFor(hasStopped));
}

void JackServer::resume() {
    signal(SIGCONT);
}

void JackServer::signal(int number) {
    ::kill(static_cast<pid_t>(m_process.processId()), number);
}

} // namespace segue::test
