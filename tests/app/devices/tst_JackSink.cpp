#include "app/devices/JackSink.h"

#include "app/devices/Deadline.h"
#include "tests/support/JackServer.h"
#include "tests/support/MidiListener.h"

#include <QElapsedTimer>
#include <QTest>

#include <jack/jack.h>
#include <jack/midiport.h>

#include <array>
#include <atomic>
#include <thread>

using namespace segue;
using namespace segue::devices;
using namespace segue::test;

namespace {

using Message = std::array<std::uint8_t, 3>;

QByteArray bytesOf(const Message& message) {
    return {reinterpret_cast<const char*>(message.data()), static_cast<qsizetype>(message.size())};
}

/// Notes the frame at which each message plays, which RtMidi does not tell.
class FrameRecorder {
public:
    FrameRecorder() : m_client(jack_client_open("recorder", JackNoStartServer, nullptr)) {
        m_port = jack_port_register(m_client, "in", JACK_DEFAULT_MIDI_TYPE, JackPortIsInput, 0);
        jack_set_process_callback(m_client, &FrameRecorder::process, this);
        jack_activate(m_client);
    }
    ~FrameRecorder() { jack_client_close(m_client); }
    FrameRecorder(const FrameRecorder&) = delete;
    FrameRecorder& operator=(const FrameRecorder&) = delete;

    [[nodiscard]] jack_nframes_t now() const { return jack_frame_time(m_client); }
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] jack_nframes_t frame(int i) const { return m_frames[static_cast<std::size_t>(i)]; }

private:
    static int process(jack_nframes_t frames, void* self) {
        auto& recorder = *static_cast<FrameRecorder*>(self);
        void* buffer = jack_port_get_buffer(recorder.m_port, frames);
        jack_midi_event_t event;
        for (std::uint32_t i = 0; jack_midi_event_get(&event, buffer, i) == 0; ++i) {
            const int count = recorder.m_count;
            if (count < static_cast<int>(recorder.m_frames.size()))
                recorder.m_frames[static_cast<std::size_t>(count)] =
                    jack_last_frame_time(recorder.m_client) + event.time;
            recorder.m_count = count + 1;
        }
        return 0;
    }

    jack_client_t* m_client;
    jack_port_t* m_port;
    std::array<jack_nframes_t, 256> m_frames{};
    std::atomic<int> m_count = 0;
};

} // namespace

class TestJackSink : public QObject {
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
        auto sink = JackSink::open("Segue");
        QVERIFY(sink);
        QCOMPARE((*sink)->name(), std::string("Segue (virtual port)"));
        MidiListener listener;
        QVERIFY(listener.connectTo(QStringLiteral("Segue:")));

        QList<QByteArray> sent;
        for (int i = 0; i < 2000; ++i) {
            const Message message{static_cast<std::uint8_t>(0x80 | (i % 32)), static_cast<std::uint8_t>(i % 128),
                                  static_cast<std::uint8_t>(i / 128)};
            QVERIFY((*sink)->send(message));
            sent.append(bytesOf(message));
            if (i % 50 == 49)
                QTRY_COMPARE(listener.messages().size(), sent.size());
        }
        const std::array<std::uint8_t, 2> program{0xC9, 17};
        const std::array<std::uint8_t, 1> clock{0xF8};
        QVERIFY((*sink)->send(program));
        QVERIFY((*sink)->send(clock));
        sent << QByteArray("\xC9\x11", 2) << QByteArray("\xF8", 1);
        QTRY_COMPARE(listener.messages(), sent);
    }

    void whatWasSentLastStillLeavesWhenTheSinkCloses() {
        JackServer server;
        QVERIFY(server.start(1024));
        MidiListener listener;
        listener.openPort();
        auto sink = JackSink::open("Segue", "listener:in");
        QVERIFY(sink);
        for (std::uint8_t i = 0; i < 100; ++i)
            QVERIFY((*sink)->send(Message{0x89, i, 0}));
        sink->reset();
        QCOMPARE(listener.messages().size(), 100);
        QCOMPARE(listener.messages().last(), bytesOf({0x89, 99, 0}));
    }

    void distancesBetweenMessagesAreKeptToTheFrame() {
        constexpr int kPeriod = 1024; // 21 ms: what a message would otherwise be rounded to
        JackServer server;
        QVERIFY(server.start(kPeriod));
        FrameRecorder recorder;
        auto sink = JackSink::open("Segue", "recorder:in");
        QVERIFY(sink);

        std::array<jack_nframes_t, 60> before{};
        std::array<jack_nframes_t, 60> after{};
        for (std::size_t i = 0; i < before.size(); ++i) {
            before[i] = recorder.now();
            QVERIFY((*sink)->send(Message{0x99, 36, 100}));
            after[i] = recorder.now();
            std::this_thread::sleep_for(std::chrono::microseconds(1700 + 137 * i)); // the music's own time
        }
        QTRY_COMPARE(recorder.count(), static_cast<int>(before.size()));
        int exact = 0;
        for (std::size_t i = 0; i < before.size(); ++i) {
            const jack_nframes_t frame = recorder.frame(static_cast<int>(i)) - kPeriod;
            // Two frames for the clock, whose rate JACK estimates and sets right at each period.
            exact += frame + 2 >= before[i] && frame <= after[i] + 2 ? 1 : 0;
        }
        // A period that the machine was too busy to begin in time moves what was to sound in it.
        QVERIFY2(exact >= 54, qPrintable(QStringLiteral("%1 of 60").arg(exact)));
    }

    void lostDestinationIsNoticedAndSendingRefused() {
        JackServer server;
        QVERIFY(server.start());
        auto listener = std::make_unique<MidiListener>();
        listener->openPort();
        auto sink = JackSink::open("Segue", "listener:in");
        QVERIFY(sink);
        QVERIFY((*sink)->send(Message{0x99, 36, 100}));
        QTRY_COMPARE(listener->messages().size(), 1);
        QVERIFY((*sink)->status());

        listener.reset();
        QTRY_VERIFY(!(*sink)->status());
        QVERIFY((*sink)->status().error().code() == ErrorCode::DeviceUnavailable);
        QVERIFY((*sink)->status().error().message().find("listener:in") != std::string::npos);
        QVERIFY(!(*sink)->send(Message{0x99, 36, 100}));
    }

    void serverKilledWhileSendingIsNoticedAndClosingIsQuick() {
        JackServer server;
        QVERIFY(server.start());
        auto sink = JackSink::open("Segue");
        QVERIFY(sink);
        std::atomic<bool> refused = false;
        std::jthread sender([&](const std::stop_token& stop) {
            while (!stop.stop_requested() && !refused) {
                refused = !(*sink)->send(Message{0x99, 36, 100});
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        });
        server.die();
        QTRY_VERIFY_WITH_TIMEOUT(refused, 2000);
        sender.join();
        QVERIFY((*sink)->status().error().message().find("server") != std::string::npos);

        QElapsedTimer timer;
        timer.start();
        sink->reset();
        QVERIFY2(timer.elapsed() < kServerDeadline.count(), qPrintable(QString::number(timer.elapsed())));
    }

    void aNewServerCanBeOpenedAfterTheOldOneDied() {
        JackServer server;
        for (int round = 0; round < 3; ++round) {
            QVERIFY(server.start());
            MidiListener listener;
            listener.openPort();
            auto sink = JackSink::open("Segue", "listener:in");
            QVERIFY(sink);
            QVERIFY((*sink)->send(Message{0x99, 36, 100}));
            QTRY_COMPARE(listener.messages().size(), 1);
            server.die();
            QTRY_VERIFY(!(*sink)->status());
        }
    }

    void lookingForAServerDoesNoHarmToWhatTheDeadOneLeft() {
        JackServer server;
        QVERIFY(server.start());
        auto first = JackSink::open("Segue");
        auto second = JackSink::open("Segue");
        QVERIFY(first && second);
        QVERIFY(jackDestinations());
        server.die();
        QTRY_VERIFY(!(*first)->status() && !(*second)->status());
        QVERIFY(!jackDestinations());
        QVERIFY(!JackSink::open("Segue"));
        QVERIFY(!(*first)->send(Message{0x99, 36, 100}));
        first->reset();
        QVERIFY(!jackDestinations());
        second->reset();
        QCOMPARE(jackDestinations().error().message(), std::string("No JACK server is running"));
        QVERIFY(server.start());
        QVERIFY(JackSink::open("Segue"));
    }

    void listingOpensNoClientWhileOneIsOpen() {
        JackServer server;
        QVERIFY(server.start());
        const auto sink = JackSink::open("Segue");
        QVERIFY(sink);
        MidiListener listener;
        listener.openPort();
        std::atomic<int> comings = 0;
        const std::unique_ptr<jack_client_t, int (*)(jack_client_t*)> observer(
            jack_client_open("observer", JackNoStartServer, nullptr), jack_client_close);
        jack_set_client_registration_callback(
            observer.get(), [](const char*, int, void* count) { ++*static_cast<std::atomic<int>*>(count); }, &comings);
        jack_activate(observer.get());
        QTRY_VERIFY(jackDestinations().value() == (std::vector<JackDestination>{{"listener:in", "listener:in"}}));
        const auto other = JackSink::open("Other"); // the server tells in order
        QTRY_VERIFY(comings > 0);
        QCOMPARE(comings.load(), 1);
    }

    void aServerThatHangsCostsABoundedTime() {
        JackServer server;
        QVERIFY(server.start());
        auto sink = JackSink::open("Segue");
        QVERIFY(sink);
        server.hang();
        constexpr int kMost = 2 * static_cast<int>(JackSink::kCapacity); // some left in the period under way
        int accepted = 0;
        while (accepted <= kMost && (*sink)->send(Message{0x99, 36, 100}))
            ++accepted;
        QVERIFY(accepted <= kMost);
        QVERIFY(!(*sink)->status());

        QElapsedTimer timer;
        timer.start();
        QVERIFY(!JackSink::open("Other"));
        sink->reset();
        QVERIFY2(timer.elapsed() < 3 * kServerDeadline.count(), qPrintable(QString::number(timer.elapsed())));
        server.resume();
        QTRY_VERIFY(jackDestinations());
    }

    void withoutAServerItSaysSoAtOnceAndStartsNone() {
        const JackServer server; // named, not started
        QElapsedTimer timer;
        timer.start();
        const auto sink = JackSink::open("Segue");
        QVERIFY(!sink);
        QVERIFY(sink.error().code() == ErrorCode::DeviceUnavailable);
        QCOMPARE(sink.error().message(), std::string("No JACK server is running"));
        QVERIFY2(timer.elapsed() < kServerDeadline.count(), qPrintable(QString::number(timer.elapsed())));
    }

    void unknownDestinationIsNotFound() {
        JackServer server;
        QVERIFY(server.start());
        const auto sink = JackSink::open("Segue", "nobody:in");
        QVERIFY(!sink);
        QVERIFY(sink.error().code() == ErrorCode::NotFound);
    }

    void emptyAndOverlongMessagesAreRefused() {
        JackServer server;
        QVERIFY(server.start());
        auto sink = JackSink::open("Segue");
        QVERIFY(sink);
        QVERIFY(!(*sink)->send({}));
        QVERIFY(!(*sink)->send(std::array<std::uint8_t, 4>{0xF0, 1, 2, 0xF7}));
        QVERIFY((*sink)->status());
    }
};

QTEST_GUILESS_MAIN(TestJackSink)
#include "tst_JackSink.moc"
