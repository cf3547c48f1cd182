#pragma once

#include "app/devices/DeviceSink.h"

#include <memory>
#include <string>
#include <vector>

namespace segue::devices {

/// A MIDI output port of ours in JACK's graph. RtMidi has one too, but it puts every message at the beginning of a
/// period, so that a groove's timing is rounded to up to 20 ms; it spins for ever in sendMessage when the server has
/// died, and takes a second to close. Here a message keeps its distance from the others to the frame: everything is
/// exactly one period late.
class JackSink final : public DeviceSink {
public:
    /// A port of the client `clientName`, connected to the MIDI input port `destination` ("client:port"), or, if that
    /// is empty, left for others to connect to. Errors: DeviceUnavailable, NotFound (no such destination). Thread: any.
    /// Blocks for some 20 ms, at most kServerDeadline.
    [[nodiscard]] static Result<std::unique_ptr<JackSink>> open(const std::string& clientName,
                                                                const std::string& destination = {});

    /// Lets what was sent leave first. Bounded.
    ~JackSink() override;

    /// Real-time safe: yes. False also when the server has not fetched any message for so long that kCapacity wait.
    [[nodiscard]] bool send(std::span<const std::uint8_t> message) noexcept override;
    [[nodiscard]] std::string name() const override { return m_name; }
    [[nodiscard]] Status status() const override;
    /// "Segue:out", as others see it.
    [[nodiscard]] const std::string& portName() const { return m_portName; }

    static constexpr std::size_t kCapacity = 4096;

private:
    struct Port;
    explicit JackSink(std::shared_ptr<Port> port);

    std::shared_ptr<Port> m_port;
    std::string m_name;
    std::string m_portName;
};

/// A MIDI input port of another JACK client.
struct JackDestination {
    std::string port; ///< "client:port"
    std::string title; ///< what a person knows it by

    friend bool operator==(const JackDestination&, const JackDestination&) = default;
};

/// Errors: DeviceUnavailable. Bounded as JackSink::open; well below a millisecond if no server is there.
[[nodiscard]] Result<std::vector<JackDestination>> jackDestinations();

} // namespace segue::devices
