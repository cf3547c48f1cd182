#include "tests/support/MidiListener.h"

#include <QTest>

#include <RtMidi.h>
#include <jack/jack.h>

namespace segue::test {
namespace {

// JACK says "connected" when it has understood; it does so from the next period on.
bool becomesConnected(const QByteArray& portName) {
    const std::unique_ptr<jack_client_t, int (*)(jack_client_t*)> probe(
        jack_client_open("probe", JackNoStartServer, nullptr), jack_client_close);
    return probe && QTest::qWaitFor([&] {
               const std::unique_ptr<const char*, void (*)(void*)> connections(
                   jack_port_get_all_connections(probe.get(), jack_port_by_name(probe.get(), portName)), jack_free);
               return connections && *connections.get();
           });
}

} // namespace

MidiListener::MidiListener(const QString& clientName)
    : m_clientName(clientName.toLatin1()),
      m_in(std::make_unique<RtMidiIn>(RtMidi::UNIX_JACK, clientName.toStdString())) {
    m_in->ignoreTypes(false, false, false);
    m_in->setCallback(
        [](double, std::vector<unsigned char>* bytes, void* self) {
            auto& listener = *static_cast<MidiListener*>(self);
            const auto now = std::chrono::steady_clock::now();
            const std::lock_guard lock(listener.m_mutex);
            listener.m_heard.append(
                {QByteArray(reinterpret_cast<const char*>(bytes->data()), static_cast<qsizetype>(bytes->size())), now});
        },
        this);
}

MidiListener::~MidiListener() = default;

void MidiListener::openPort() {
    m_in->openVirtualPort("in");
}

bool MidiListener::connectTo(const QString& portNamePrefix) {
    const unsigned int count = m_in->getPortCount();
    for (unsigned int i = 0; i < count; ++i) {
        if (QString::fromStdString(m_in->getPortName(i)).startsWith(portNamePrefix)) {
            m_in->openPort(i, "in");
            return becomesConnected(m_clientName + ":in");
        }
    }
    return false;
}

QList<MidiListener::Heard> MidiListener::heard() const {
    const std::lock_guard lock(m_mutex);
    return m_heard;
}

QList<QByteArray> MidiListener::messages() const {
    QList<QByteArray> messages;
    for (const Heard& heard : heard())
        messages.append(heard.bytes);
    return messages;
}

void MidiListener::forget() {
    const std::lock_guard lock(m_mutex);
    m_heard.clear();
}

} // namespace segue::test
