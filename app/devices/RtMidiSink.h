#pragma once

#include "app/devices/DeviceSink.h"

#include <RtMidi.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace segue::devices {

/// A MIDI port of the operating system, or a virtual one, through RtMidi: on Linux ALSA's sequencer. For JACK there is
/// JackSink, which says why.
class RtMidiSink final : public DeviceSink {
public:
    /// Connects to the port that RtMidi lists as `portName`. Errors: DeviceUnavailable, NotFound. Thread: any.
    [[nodiscard]] static Result<std::unique_ptr<RtMidiSink>> open(RtMidi::Api api, const std::string& clientName,
                                                                  const std::string& portName);
    /// A port named as its client, for others to connect to. Errors: DeviceUnavailable.
    [[nodiscard]] static Result<std::unique_ptr<RtMidiSink>> openVirtual(RtMidi::Api api,
                                                                         const std::string& clientName);

    /// The names of the ports that can be sent to, as RtMidi gives them. Errors: DeviceUnavailable. Thread: any.
    [[nodiscard]] static Result<std::vector<std::string>> destinations(RtMidi::Api api);

    ~RtMidiSink() override;

    [[nodiscard]] bool send(std::span<const std::uint8_t> message) noexcept override;
    [[nodiscard]] std::string name() const override { return m_name; }
    /// Looks whether the port is still listed: the operating system does not tell a sender. Well below a millisecond.
    [[nodiscard]] Status status() const override;

private:
    class Client;
    explicit RtMidiSink(std::string name);
    [[nodiscard]] static Result<std::unique_ptr<RtMidiSink>> create(RtMidi::Api api, const std::string& clientName,
                                                                    std::string name);

    std::string m_name;
    std::string m_portName; // empty: virtual
    std::unique_ptr<Client> m_sender; // its errors arrive on the sending thread
    std::unique_ptr<Client> m_observer; // of status()'s thread, since a client serves one thread at a time
    mutable std::atomic<bool> m_lost = false;
};

/// Can `api` be asked for ports? Looked up without RtMidi, which complains on the error stream.
/// Errors: DeviceUnavailable. Thread: any.
[[nodiscard]] Status isAvailable(RtMidi::Api api);

} // namespace segue::devices
