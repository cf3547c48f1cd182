#include "app/devices/RtMidiSink.h"

#include "app/devices/QuietLibraries.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace segue::devices {

/// RtMidiOut whose failures come back as values.
class RtMidiSink::Client {
public:
    Client(RtMidi::Api api, const std::string& name) : m_out(api, name) {
        m_out.setErrorCallback(
            [](RtMidiError::Type type, const std::string& text, void* self) {
                if (type != RtMidiError::DEBUG_WARNING)
                    static_cast<Client*>(self)->m_error = text;
            },
            this);
    }

    /// Runs one call into RtMidi; what it complained of, or nothing.
    template <class Call>
    std::optional<std::string> failureOf(Call call) {
        m_error.reset();
        try {
            call(m_out);
        } catch (const std::exception& exception) {
            m_error = exception.what();
        }
        return std::exchange(m_error, std::nullopt);
    }

    [[nodiscard]] std::vector<std::string> portNames() {
        std::vector<std::string> names;
        (void)failureOf([&](RtMidiOut& out) {
            const unsigned int count = out.getPortCount();
            for (unsigned int i = 0; i < count; ++i)
                names.push_back(out.getPortName(i));
            std::erase(names, std::string()); // gone between the two calls
        });
        return names;
    }

    [[nodiscard]] static Result<std::unique_ptr<Client>> create(RtMidi::Api api, const std::string& name) {
        quietLibraries();
        if (const Status available = isAvailable(api); !available)
            return fail(available.error());
        try {
            return std::make_unique<Client>(api, name);
        } catch (const std::exception& exception) {
            return fail(ErrorCode::DeviceUnavailable, RtMidi::getApiDisplayName(api) + ": " + exception.what());
        }
    }

private:
    RtMidiOut m_out;
    std::optional<std::string> m_error;
};

RtMidiSink::RtMidiSink(std::string name) : m_name(std::move(name)) {}
RtMidiSink::~RtMidiSink() = default;

Result<std::unique_ptr<RtMidiSink>> RtMidiSink::create(RtMidi::Api api, const std::string& clientName,
                                                       std::string name) {
    std::unique_ptr<RtMidiSink> sink(new RtMidiSink(std::move(name)));
    for (auto* client : {&sink->m_sender, &sink->m_observer}) {
        auto made = Client::create(api, clientName);
        if (!made)
            return fail(made.error());
        *client = std::move(*made);
    }
    return sink;
}

Result<std::unique_ptr<RtMidiSink>> RtMidiSink::open(RtMidi::Api api, const std::string& clientName,
                                                     const std::string& portName) {
    auto sink = create(api, clientName, portName);
    if (!sink)
        return sink;
    const std::vector<std::string> names = (*sink)->m_sender->portNames();
    const auto found = std::ranges::find(names, portName);
    if (found == names.end())
        return fail(ErrorCode::NotFound, "There is no MIDI port named " + portName);
    const auto number = static_cast<unsigned int>(found - names.begin());
    if (const auto failure = (*sink)->m_sender->failureOf([&](RtMidiOut& out) { out.openPort(number, "out"); }))
        return fail(ErrorCode::DeviceUnavailable, "The MIDI port " + portName + " did not open: " + *failure);
    (*sink)->m_portName = portName;
    return sink;
}

Result<std::unique_ptr<RtMidiSink>> RtMidiSink::openVirtual(RtMidi::Api api, const std::string& clientName) {
    auto sink = create(api, clientName, clientName + " (virtual port)");
    if (!sink)
        return sink;
    if (const auto failure = (*sink)->m_sender->failureOf([&](RtMidiOut& out) { out.openVirtualPort(clientName); }))
        return fail(ErrorCode::DeviceUnavailable, "The virtual port " + clientName + " did not open: " + *failure);
    return sink;
}

Result<std::vector<std::string>> RtMidiSink::destinations(RtMidi::Api api) {
    const auto client = Client::create(api, "Segue");
    if (!client)
        return fail(client.error());
    return (*client)->portNames();
}

bool RtMidiSink::send(std::span<const std::uint8_t> message) noexcept {
    if (message.empty() || m_lost)
        return false;
    return !m_sender->failureOf([&](RtMidiOut& out) { out.sendMessage(message.data(), message.size()); });
}

Status RtMidiSink::status() const {
    if (!m_portName.empty() && !m_lost) {
        const std::vector<std::string> names = m_observer->portNames();
        m_lost = std::ranges::find(names, m_portName) == names.end();
    }
    if (m_lost)
        return fail(ErrorCode::DeviceUnavailable, "The MIDI port " + m_name + " has gone");
    return {};
}

Status isAvailable(RtMidi::Api api) {
    constexpr const char* kAlsaSequencer = "/dev/snd/seq";
    if (api != RtMidi::LINUX_ALSA || access(kAlsaSequencer, R_OK | W_OK) == 0)
        return {};
    if (access(kAlsaSequencer, F_OK) == 0)
        return fail(ErrorCode::DeviceUnavailable,
                    std::string(kAlsaSequencer) + " may not be opened: are you in the group audio?");
    return fail(ErrorCode::DeviceUnavailable, "The system has no ALSA sequencer (modprobe snd-seq)");
}

} // namespace segue::devices
