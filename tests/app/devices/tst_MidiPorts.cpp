#include "app/devices/MidiPorts.h"

#include "app/devices/Deadline.h"
#include "tests/support/JackServer.h"
#include "tests/support/MidiListener.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <algorithm>
#include <array>

using namespace segue;
using namespace segue::devices;
using namespace segue::test;

class TestMidiPorts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void portNumbersOfAlsaAreNoPartOfTheName_data() {
        QTest::addColumn<QString>("listed");
        QTest::addColumn<QString>("name");
        QTest::newRow("hardware") << "TR-8S:TR-8S MIDI 1 20:0"
                                  << "TR-8S:TR-8S MIDI 1";
        QTest::newRow("two digits") << "Midi Through:Midi Through Port-0 14:10"
                                    << "Midi Through:Midi Through Port-0";
        QTest::newRow("numbers of its own") << "nanoKEY 2:nanoKEY 2 16:9 24:0"
                                            << "nanoKEY 2:nanoKEY 2 16:9";
        QTest::newRow("none") << "system:midi_playback_1"
                              << "system:midi_playback_1";
        QTest::newRow("empty") << ""
                               << "";
    }
    void portNumbersOfAlsaAreNoPartOfTheName() {
        QFETCH(QString, listed);
        QFETCH(QString, name);
        QCOMPARE(QString::fromStdString(withoutAlsaNumbers(listed.toStdString())), name);
    }

    void titlesDoNotRepeatThemselves_data() {
        QTest::addColumn<QString>("port");
        QTest::addColumn<QString>("title");
        QTest::newRow("repeats") << "TR-8S:TR-8S MIDI 1"
                                 << "TR-8S MIDI 1";
        QTest::newRow("differs") << "ardour:drums in"
                                 << "ardour: drums in";
        QTest::newRow("no client") << "IAC"
                                   << "IAC";
        QTest::newRow("no port") << "a:"
                                 << "a: ";
    }
    void titlesDoNotRepeatThemselves() {
        QFETCH(QString, port);
        QFETCH(QString, title);
        QCOMPARE(QString::fromStdString(titleOf(port.toStdString())), title);
    }

    void twoDevicesOfOneKindHaveDifferentIds() {
        const std::vector<std::string> names{"a#2", "b", "b", "b#2x", "b"};
        const std::vector<std::string> unique{"a#2", "b", "b#2", "b#2x", "b#3"};
        QVERIFY(numbered(names) == unique);
    }

    void withoutAnythingTheListIsEmptyQuickAndSaysWhy() {
        const JackServer server; // named, not started
        QElapsedTimer timer;
        timer.start();
        const MidiPortList list = listMidiPorts();
        QVERIFY2(timer.elapsed() < kServerDeadline.count(), qPrintable(QString::number(timer.elapsed())));
        const auto jack = std::ranges::find(list.unavailable, "JACK", &UnavailableApi::api);
        QVERIFY(jack != list.unavailable.end());
        QCOMPARE(jack->reason, std::string("No JACK server is running"));
        QVERIFY(std::ranges::none_of(list.ports, [](const MidiPort& port) { return port.api == "JACK"; }));
    }

    void whatIsListedCanBeOpened() {
        if (const QString reason = JackServer::whyNot(); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        JackServer server;
        QVERIFY(server.start());
        MidiListener listener;
        listener.openPort();
        const MidiPortList list = listMidiPorts();
        const auto named = std::ranges::find(list.ports, "jack:listener:in", &MidiPort::id);
        QVERIFY(named != list.ports.end());
        QCOMPARE(named->name, std::string("listener: in"));
        QVERIFY(!named->isVirtual);
        const auto ours = std::ranges::find(list.ports, "jack:virtual", &MidiPort::id);
        QVERIFY(ours != list.ports.end());
        QVERIFY(ours->isVirtual);

        const std::array<std::uint8_t, 3> message{0x99, 36, 100};
        {
            const auto sink = openMidiPort(named->id);
            QVERIFY(sink);
            QVERIFY((*sink)->send(message));
            QTRY_COMPARE(listener.messages().size(), 1);
        }
        const auto sink = openMidiPort(ours->id, "Groove");
        QVERIFY(sink);
        QVERIFY(listener.connectTo(QStringLiteral("Groove:")));
        QVERIFY((*sink)->send(message));
        QTRY_COMPARE(listener.messages().size(), 2);
    }

    void virtualAloneTakesJackWhenItRuns() {
        if (const QString reason = JackServer::whyNot(); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        JackServer server;
        QVERIFY(server.start());
        const auto sink = openMidiPort("virtual");
        QVERIFY(sink);
        MidiListener listener;
        QVERIFY(listener.connectTo(QStringLiteral("Segue:")));
    }

    void idsThatMeanNothingAreToldFromPortsThatAreGone() {
        const JackServer server; // named, not started
        for (const char* id : {"", "TR-8S", "midi:TR-8S", "jack", "jack:", ":"})
            QVERIFY2(openMidiPort(id).error().code() == ErrorCode::InvalidArgument, id);
        QVERIFY(openMidiPort("jack:system:midi_playback_1").error().code() == ErrorCode::DeviceUnavailable);
    }
};

QTEST_GUILESS_MAIN(TestMidiPorts)
#include "tst_MidiPorts.moc"
