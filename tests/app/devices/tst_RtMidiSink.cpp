#include "app/devices/RtMidiSink.h"

#include "tests/support/JackServer.h"
#include "tests/support/MidiListener.h"

#include <QTest>

#include <array>

using namespace segue;
using namespace segue::devices;
using namespace segue::test;

/// RtMidi's way to JACK stands in for the one to ALSA's sequencer, which a machine without sound does not have.
class TestRtMidiSink : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (const QString reason = JackServer::whyNot(); !reason.isEmpty())
            QSKIP(qPrintable(reason));
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void listenerGetsExactlyTheBytesInOrder() {
        JackServer server;
        QVERIFY(server.start());
        MidiListener listener;
        listener.openPort();
        const auto destinations = RtMidiSink::destinations(RtMidi::UNIX_JACK);
        QVERIFY(destinations);
        QVERIFY(std::ranges::find(*destinations, "listener:in") != destinations->end());
        auto sink = RtMidiSink::open(RtMidi::UNIX_JACK, "Segue", "listener:in");
        QVERIFY(sink);
        QList<QByteArray> sent;
        for (std::uint8_t i = 0; i < 100; ++i) {
            QVERIFY((*sink)->send(std::array<std::uint8_t, 3>{0x99, i, 64}));
            sent.append(QByteArray("\x99").append(static_cast<char>(i)).append(64));
        }
        QTRY_COMPARE(listener.messages(), sent);
    }

    void virtualPortCanBeConnectedTo() {
        JackServer server;
        QVERIFY(server.start());
        auto sink = RtMidiSink::openVirtual(RtMidi::UNIX_JACK, "Segue");
        QVERIFY(sink);
        QCOMPARE((*sink)->name(), std::string("Segue (virtual port)"));
        MidiListener listener;
        QVERIFY(listener.connectTo(QStringLiteral("Segue:")));
        QVERIFY((*sink)->send(std::array<std::uint8_t, 2>{0xC9, 5}));
        QTRY_COMPARE(listener.messages().size(), 1);
    }

    void aPortThatIsNoLongerListedIsLost() {
        JackServer server;
        QVERIFY(server.start());
        auto listener = std::make_unique<MidiListener>();
        listener->openPort();
        auto sink = RtMidiSink::open(RtMidi::UNIX_JACK, "Segue", "listener:in");
        QVERIFY(sink);
        QVERIFY((*sink)->status());
        listener.reset();
        QTRY_VERIFY(!(*sink)->status());
        QVERIFY((*sink)->status().error().code() == ErrorCode::DeviceUnavailable);
        QVERIFY(!(*sink)->send(std::array<std::uint8_t, 3>{0x99, 36, 64}));
    }

    void unknownPortIsNotFound() {
        JackServer server;
        QVERIFY(server.start());
        const auto sink = RtMidiSink::open(RtMidi::UNIX_JACK, "Segue", "nobody:in");
        QVERIFY(!sink);
        QVERIFY(sink.error().code() == ErrorCode::NotFound);
    }

    void withoutASequencerTheReasonIsGiven() {
        if (isAvailable(RtMidi::LINUX_ALSA))
            QSKIP("this system has an ALSA sequencer");
        const auto sink = RtMidiSink::openVirtual(RtMidi::LINUX_ALSA, "Segue");
        QVERIFY(!sink);
        QVERIFY(sink.error().code() == ErrorCode::DeviceUnavailable);
        QVERIFY(!sink.error().message().empty());
    }
};

QTEST_GUILESS_MAIN(TestRtMidiSink)
#include "tst_RtMidiSink.moc"
