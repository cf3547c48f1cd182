#include "app/devices/FluidSynthSink.h"

#include "app/devices/Deadline.h"
#include "app/devices/SoundFont.h"
#include "tests/support/JackServer.h"

#include <QElapsedTimer>
#include <QTest>

#include <jack/jack.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>

using namespace segue;
using namespace segue::devices;
using namespace segue::test;

namespace {

/// Stands where the loudspeaker would be and notes how loud it gets.
class Microphone {
public:
    Microphone() : m_client(jack_client_open("microphone", JackNoStartServer, nullptr)) {
        m_port = jack_port_register(m_client, "in", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
        jack_set_process_callback(m_client, &Microphone::process, this);
        jack_activate(m_client);
    }
    ~Microphone() { jack_client_close(m_client); }
    Microphone(const Microphone&) = delete;
    Microphone& operator=(const Microphone&) = delete;

    [[nodiscard]] bool connectTo(const char* port) { return jack_connect(m_client, port, jack_port_name(m_port)) == 0; }
    [[nodiscard]] float peak() const { return m_peak; }

private:
    static int process(jack_nframes_t frames, void* self) {
        auto& microphone = *static_cast<Microphone*>(self);
        const auto* samples = static_cast<const float*>(jack_port_get_buffer(microphone.m_port, frames));
        for (jack_nframes_t i = 0; i < frames; ++i)
            microphone.m_peak = std::max(microphone.m_peak.load(), std::abs(samples[i]));
        return 0;
    }

    jack_client_t* m_client;
    jack_port_t* m_port;
    std::atomic<float> m_peak = 0;
};

constexpr std::array<std::uint8_t, 3> kSnare{0x99, 38, 120};

} // namespace

class TestFluidSynthSink : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!findSoundFont())
            QSKIP("no packaged SoundFont on this system");
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void whatIsSentIsHeard() {
        requireJack();
        JackServer server;
        QVERIFY(server.start(256));
        auto sink = FluidSynthSink::open();
        QVERIFY(sink);
        QCOMPARE((*sink)->name(), std::string("FluidSynth (jack)"));
        Microphone microphone;
        QVERIFY(microphone.connectTo("Segue sound:left"));
        QVERIFY((*sink)->status());
        QVERIFY(microphone.peak() < 1e-4F);
        QVERIFY((*sink)->send(kSnare));
        QTRY_VERIFY(microphone.peak() > 0.02F);
        QVERIFY((*sink)->send(std::array<std::uint8_t, 1>{0xF8})); // a clock is nothing to it, and no fault
        QVERIFY(!(*sink)->send(std::array<std::uint8_t, 2>{0x99, 38}));
        QVERIFY(!(*sink)->send({}));
    }

    void gainIsHeard() {
        requireJack();
        JackServer server;
        QVERIFY(server.start(256));
        auto sink = FluidSynthSink::open({.gain = 0.0F});
        QVERIFY(sink);
        Microphone microphone;
        QVERIFY(microphone.connectTo("Segue sound:left"));
        QVERIFY((*sink)->send(kSnare));
        (*sink)->setGain(0.6F);
        QVERIFY((*sink)->send(kSnare));
        QTRY_VERIFY(microphone.peak() > 0.02F);
    }

    void aDeadServerIsNoticedAndClosingIsBounded() {
        requireJack();
        JackServer server;
        QVERIFY(server.start(256));
        auto sink = FluidSynthSink::open();
        QVERIFY(sink);
        QVERIFY((*sink)->send(kSnare));
        server.die();
        QTRY_VERIFY(!(*sink)->status());
        QVERIFY(!FluidSynthSink::open({.driver = "jack"})); // nor does looking for it do harm
        QVERIFY((*sink)->status().error().code() == ErrorCode::DeviceUnavailable);
        QVERIFY(!(*sink)->send(kSnare));
        QElapsedTimer timer;
        timer.start();
        sink->reset();
        QVERIFY2(timer.elapsed() < 2 * kServerDeadline.count(), qPrintable(QString::number(timer.elapsed())));
        QVERIFY(server.start(256));
        QVERIFY(FluidSynthSink::open({.driver = "jack"}));
    }

    void withoutADeviceItSaysSoQuicklyAndStartsNoServer() {
        const JackServer server; // named, not started
        QElapsedTimer timer;
        timer.start();
        const auto sink = FluidSynthSink::open({.driver = "jack"});
        QVERIFY(!sink);
        QVERIFY(sink.error().code() == ErrorCode::DeviceUnavailable);
        QVERIFY(sink.error().message().find("No JACK server is running") != std::string::npos);
        QVERIFY2(timer.elapsed() < kServerDeadline.count(), qPrintable(QString::number(timer.elapsed())));
    }

    void everyDriverThatFailsGivesItsReason() {
        const JackServer server; // named, not started
        const auto sink = FluidSynthSink::open();
        if (sink)
            QSKIP("this system has an audio device");
        for (const std::string& driver : FluidSynthSink::drivers())
            QVERIFY2(sink.error().message().find(driver + ": ") != std::string::npos, driver.c_str());
    }

    void wrongChoicesAreRefused() {
        QVERIFY(FluidSynthSink::open({.driver = "file"}).error().code() == ErrorCode::InvalidArgument);
        QVERIFY(FluidSynthSink::open({.soundFont = "no.sf2"}).error().code() == ErrorCode::NotFound);
    }

private:
    static void requireJack() {
        if (const QString reason = JackServer::whyNot(); !reason.isEmpty())
            QSKIP(qPrintable(reason));
    }
};

QTEST_GUILESS_MAIN(TestFluidSynthSink)
#include "tst_FluidSynthSink.moc"
