#include "app/cli/Cli.h"
#include "app/cli/PlayCommand.h"

#include "core/files/MidiFile.h"
#include "tests/support/HeardLoop.h"
#include "tests/support/JackServer.h"
#include "tests/support/MidiListener.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <csignal>
#include <sstream>
#include <sys/types.h>

using namespace segue;
using namespace segue::test;

class TestPlayCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (const QString reason = JackServer::whyNot(); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        music::NoteSequence beat;
        for (int i = 0; i < 8; ++i)
            beat.notes.push_back({MidiPitch(static_cast<std::uint8_t>(36 + i)), Velocity(100), Seconds(0.25 * i),
                                  Seconds(0.25 * i + 0.2), 0, 0, true});
        m_midi = m_folder.filePath(QStringLiteral("beat.mid")).toStdString();
        QVERIFY(files::writeMidiFile(m_midi, beat));
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void playsEveryLoopOnceAndEndsEveryNote() {
        JackServer server;
        QVERIFY(server.start());
        MidiListener listener;
        listener.openPort();
        std::ostringstream out;
        std::ostringstream errors;
        QCOMPARE(cli::runCli({"play", "--input", m_midi, "--port", "jack:listener:in", "--bpm", "480", "--loops", "3",
                              "--json"},
                             out, errors),
                 0);
        QCOMPARE(QString::fromStdString(errors.str()), QString());
        const auto report = nlohmann::json::parse(out.str());
        QCOMPARE(report["notes_sent"].get<int>(), 24);
        QList<int> pitches;
        for (const QByteArray& message : listener.messages())
            if (isNoteOn(message))
                pitches.append(message[1] - 36);
        QCOMPARE(pitches, (QList<int>{0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7}));
        QCOMPARE(hangingNotes(listener.heard()), 0);
    }

    void interruptEndsEveryNoteAndSucceeds() {
        JackServer server;
        QVERIFY(server.start());
        QProcess process;
        MidiListener listener;
        playTo(listener, process);
        if (QTest::currentTestFailed())
            return;
        QTRY_VERIFY(hangingNotes(listener.heard()) > 0);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(5000));
        QVERIFY(process.exitStatus() == QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
        QCOMPARE(process.readAllStandardError(), QByteArray());
        QCOMPARE(hangingNotes(listener.heard()), 0);
    }

    void aServerThatDiesEndsItWithAReason() {
        JackServer server;
        QVERIFY(server.start());
        QProcess process;
        {
            MidiListener listener;
            playTo(listener, process);
            if (QTest::currentTestFailed())
                return;
            QTRY_VERIFY(!listener.messages().isEmpty());
        }
        server.die();
        QVERIFY(process.waitForFinished(10000));
        QVERIFY(process.exitStatus() == QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        QCOMPARE(process.readAllStandardError(),
                 QByteArray("segue-cli: The JACK server has gone: start it and choose the output again\n"));
    }

    void wrongOptionsAreToldApart() {
        const JackServer server; // named, not started
        std::ostringstream out;
        std::ostringstream errors;
        QCOMPARE(cli::runCli({"play", "--input", m_midi, "--port", "x", "--fluidsynth"}, out, errors), 2);
        QCOMPARE(cli::runCli({"play", "--input", m_midi, "--port", "x"}, out, errors), 1);
        QCOMPARE(cli::runCli({"play", "--input", "no.mid", "--port", "jack:virtual"}, out, errors), 1);
        QCOMPARE(cli::runCli({"play", "--input", m_midi, "--port", "jack:virtual"}, out, errors), 1);
        QVERIFY(errors.str().find("No JACK server is running") != std::string::npos);
    }

private:
    /// Starts `segue-cli play` with a port of its own and connects the listener to it, unless it ends before.
    void playTo(MidiListener& listener, QProcess& process) {
        process.start(QStringLiteral(SEGUE_CLI),
                      {QStringLiteral("play"), QStringLiteral("--input"), QString::fromStdString(m_midi),
                       QStringLiteral("--virtual"), QStringLiteral("Groove")});
        bool connected = false;
        QTRY_VERIFY_WITH_TIMEOUT((connected = listener.connectTo(QStringLiteral("Groove:"))) ||
                                     process.state() == QProcess::NotRunning,
                                 30000);
        QVERIFY2(connected, process.readAllStandardError());
    }

    QTemporaryDir m_folder;
    std::string m_midi;
};

QTEST_GUILESS_MAIN(TestPlayCommand)
#include "tst_PlayCommand.moc"
