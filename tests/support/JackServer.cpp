#include "tests/support/JackServer.h"

#include <QCoreApplication>
#include <QDir>
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
    m_process.start(QStringLiteral("jackd"),
                    {QStringLiteral("-n"), QString::fromLatin1(m_name), QStringLiteral("--no-mlock"),
                     QStringLiteral("-r"), QStringLiteral("-d"), QStringLiteral("dummy"), QStringLiteral("-r"),
                     QStringLiteral("48000"), QStringLiteral("-p"), QString::number(period)});
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
}

void JackServer::resume() {
    signal(SIGCONT);
}

void JackServer::signal(int number) {
    ::kill(static_cast<pid_t>(m_process.processId()), number);
}

} // namespace segue::test
