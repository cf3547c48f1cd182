#pragma once

#include <QProcess>
#include <QString>

namespace segue::test {

/// A JACK server of the test's own, with a dummy driver and a private name, and the default of this process and its
/// children for as long as it lives. Needs no sound card and no privileges.
class JackServer {
public:
    /// Empty if a server can be started here, else what to QSKIP with.
    [[nodiscard]] static QString whyNot();

    JackServer();
    ~JackServer();
    JackServer(const JackServer&) = delete;
    JackServer& operator=(const JackServer&) = delete;

    /// False if it does not answer within seconds. Frames of a period at 48 kHz. After stop() or die() it may be
    /// started again, under the same name.
    [[nodiscard]] bool start(int period = 256);
    void stop();
    /// As a crash would have it: nobody is told.
    void die();
    /// Neither dies nor answers.
    void hang();
    void resume();

private:
    void signal(int number);
    void removeTraces();

    QByteArray m_name;
    QByteArray m_formerDefault;
    QProcess m_process;
    bool m_hasDied = false;
};

} // namespace segue::test
