#include "app/devices/JackSink.h"

#include "app/devices/Deadline.h"
#include "app/devices/JackClient.h"
#include "core/realtime/SpscRing.h"

#include <jack/jack.h>
#include <jack/midiport.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <optional>
#include <thread>

namespace segue::devices {
namespace {

struct Event {
    jack_nframes_t frame = 0; // on JACK's clock, when it was sent
    std::array<std::uint8_t, 3> bytes{};
    std::uint8_t size = 0;
};

constexpr const char* kPortName = "out";

enum class Loss : int { None, PortGone, Full };

} // namespace

/// What JACK's threads see. Outlives the sink if the server takes long to let go of it.
struct JackSink::Port {
    // JACK's process thread.
    static int process(jack_nframes_t frames, void* self) {
        static_cast<Port*>(self)->writeEvents(frames);
        return 0;
    }
    void writeEvents(jack_nframes_t frames) noexcept {
        void* buffer = jack_port_get_buffer(port, frames);
        jack_midi_clear_buffer(buffer);
        const auto period = static_cast<std::int32_t>(frames);
        const jack_nframes_t start = jack_last_frame_time(handle);
        std::int32_t previous = 0;
        while (isWaiting || reader.pop(waiting)) {
            isWaiting = true;
            // Sent during the last period, it sounds at the same place in this one. The clock wraps around.
            auto offset = static_cast<std::int32_t>(waiting.frame + frames - start);
            if (offset >= period && offset < 2 * period)
                return; // sent during this period
            offset = std::clamp(offset >= period ? 0 : offset, previous, period - 1);
            if (jack_midi_event_write(buffer, static_cast<jack_nframes_t>(offset), waiting.bytes.data(),
                                      waiting.size) != 0)
                return; // no room: in the next period
            isWaiting = false;
            previous = offset;
            ++written;
        }
    }

    // JACK's notification thread.
    static void connected(jack_port_id_t from, jack_port_id_t to, int isConnected, void* self) {
        auto& sink = *static_cast<Port*>(self);
        if (isConnected && !sink.destination.empty() && jack_port_by_id(sink.handle, from) == sink.port &&
            sink.destination == jack_port_name(jack_port_by_id(sink.handle, to)))
            sink.destinationId = to;
    }
    static void registered(jack_port_id_t id, int isRegistered, void* self) {
        auto& sink = *static_cast<Port*>(self);
        if (!isRegistered && sink.destinationId == static_cast<std::int64_t>(id))
            sink.loss = Loss::PortGone;
    }

    std::optional<JackClient> client; // emptied by the sink's destructor, which ends all callbacks
    jack_client_t* handle = nullptr;
    jack_port_t* port = nullptr;
    std::string destination;
    std::atomic<std::int64_t> destinationId = -1;
    std::atomic<Loss> loss = Loss::None;
    realtime::SpscRing<Event, kCapacity> ring;
    realtime::SpscRing<Event, kCapacity>::Writer writer = ring.takeWriter(); // the sending thread's
    realtime::SpscRing<Event, kCapacity>::Reader reader = ring.takeReader(); // the process thread's, as the next two
    Event waiting;
    bool isWaiting = false;
    std::uint64_t sent = 0; // the sending thread's
    std::atomic<std::uint64_t> written = 0;
};

Result<std::unique_ptr<JackSink>> JackSink::open(const std::string& clientName, const std::string& destination) {
    auto opened = withinDeadline(kServerDeadline, [=]() -> Result<std::unique_ptr<JackSink>> {
        auto client = JackClient::open(clientName);
        if (!client)
            return fail(client.error());
        jack_client_t* const handle = client->handle();
        if (!destination.empty() && !jack_port_by_name(handle, destination.c_str()))
            return fail(ErrorCode::NotFound, "There is no JACK port named " + destination);

        auto port = std::make_shared<Port>();
        port->handle = handle;
        port->destination = destination;
        port->port = jack_port_register(handle, kPortName, JACK_DEFAULT_MIDI_TYPE, JackPortIsOutput, 0);
        if (!port->port)
            return fail(ErrorCode::DeviceUnavailable, "The JACK server gave us no port");
        client->keepUntilClosed(port);
        port->client.emplace(std::move(*client));
        jack_set_process_callback(handle, &Port::process, port.get());
        jack_set_port_connect_callback(handle, &Port::connected, port.get());
        jack_set_port_registration_callback(handle, &Port::registered, port.get());
        std::unique_ptr<JackSink> sink(new JackSink(port));
        if (jack_activate(handle) != 0)
            return fail(ErrorCode::DeviceUnavailable, "The JACK server did not start our port");
        if (!destination.empty() && jack_connect(handle, jack_port_name(port->port), destination.c_str()) != 0)
            return fail(ErrorCode::DeviceUnavailable, "JACK did not connect us to " + destination);
        // The connection holds from the period after the one under way; what is sent before would be lost.
        for (int i = 0; i < 100 && !destination.empty() && !jack_port_connected(port->port) && sink->status(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return sink;
    });
    if (!opened)
        return fail(ErrorCode::DeviceUnavailable, "The JACK server does not answer");
    return std::move(*opened);
}

JackSink::JackSink(std::shared_ptr<Port> port)
    : m_port(std::move(port)), m_name(m_port->destination), m_portName(jack_port_name(m_port->port)) {
    if (m_name.empty())
        m_name = m_portName.substr(0, m_portName.find(':')) + " (virtual port)";
}

JackSink::~JackSink() {
    using namespace std::chrono;
    if (status()) {
        const double rate = std::max<double>(jack_get_sample_rate(m_port->handle), 1.0);
        const auto period = duration_cast<microseconds>(duration<double>(jack_get_buffer_size(m_port->handle) / rate));
        const auto deadline = steady_clock::now() + std::min<microseconds>(4 * period + 10ms, kServerDeadline);
        while (m_port->written != m_port->sent && status() && steady_clock::now() < deadline)
            std::this_thread::sleep_for(1ms);
        std::this_thread::sleep_for(std::min<microseconds>(period, 100ms)); // the period under way
    }
    m_port->client.reset();
}

bool JackSink::send(std::span<const std::uint8_t> message) noexcept {
    if (message.empty() || message.size() > 3 || m_port->loss != Loss::None || m_port->client->isServerLost())
        return false;
    Event event{jack_frame_time(m_port->handle), {}, static_cast<std::uint8_t>(message.size())};
    std::ranges::copy(message, event.bytes.begin());
    if (!m_port->writer.push(event)) {
        m_port->loss = Loss::Full;
        return false;
    }
    ++m_port->sent;
    return true;
}

Status JackSink::status() const {
    if (m_port->client->isServerLost())
        return fail(ErrorCode::DeviceUnavailable, "The JACK server has gone: start it and choose the output again");
    switch (m_port->loss) {
    case Loss::PortGone:
        return fail(ErrorCode::DeviceUnavailable, "The JACK port " + m_port->destination + " has gone");
    case Loss::Full: return fail(ErrorCode::DeviceUnavailable, "The JACK server takes no messages any more");
    case Loss::None: break;
    }
    return {};
}

Result<std::vector<JackDestination>> jackDestinations() {
    auto listed = withinDeadline(kServerDeadline, []() -> Result<std::vector<JackDestination>> {
        auto client = JackClient::anyOpen();
        if (!client) {
            auto opened = JackClient::open("Segue");
            if (!opened)
                return fail(opened.error());
            client.emplace(std::move(*opened));
        }
        const std::unique_ptr<const char*, void (*)(void*)> names(
            jack_get_ports(client->handle(), nullptr, JACK_DEFAULT_MIDI_TYPE, JackPortIsInput), jack_free);
        std::vector<JackDestination> destinations;
        for (const char** name = names.get(); name && *name; ++name) {
            // Hardware has names such as "system:midi_playback_1", and what it is called stands in an alias.
            const auto size = static_cast<std::size_t>(jack_port_name_size());
            std::string first(size, '\0');
            std::string second(size, '\0');
            std::array<char*, 2> aliases{first.data(), second.data()};
            const jack_port_t* port = jack_port_by_name(client->handle(), *name);
            const bool hasAlias = port && jack_port_get_aliases(port, aliases.data()) > 0;
            destinations.push_back({*name, hasAlias ? std::string(first.c_str()) : std::string(*name)});
        }
        return destinations;
    });
    if (!listed)
        return fail(ErrorCode::DeviceUnavailable, "The JACK server does not answer");
    return std::move(*listed);
}

} // namespace segue::devices
