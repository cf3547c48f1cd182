#pragma once

#include "app/devices/DeviceSink.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace segue::devices {

/// Somewhere that MIDI can be sent.
struct MidiPort {
    /// Stays the same while the device does, across restarts: "jack:system:midi_playback_1", "alsa:TR-8S:TR-8S MIDI 1",
    /// "jack:virtual". For settings and the command line.
    std::string id;
    std::string name; ///< for a person: "TR-8S MIDI 1"
    std::string api; ///< "ALSA", "JACK"
    bool isVirtual = false; ///< a port of our own, which others connect to

    friend bool operator==(const MidiPort&, const MidiPort&) = default;
};

/// A way to ports that this system does not offer, and why.
struct UnavailableApi {
    std::string api;
    std::string reason; ///< a sentence

    friend bool operator==(const UnavailableApi&, const UnavailableApi&) = default;
};

struct MidiPortList {
    std::vector<MidiPort> ports; ///< virtual ports first
    std::vector<UnavailableApi> unavailable;
};

/// Everything that can be sent to now: every port of JACK and of every API that RtMidi was built with, and a virtual
/// port for each. An API that is not there is no error. Starts no server and writes to no stream.
/// Thread: any. Takes about 20 ms with JACK, 1 ms without; at most kServerDeadline if a server hangs.
[[nodiscard]] MidiPortList listMidiPorts();

/// Opens what an id of listMidiPorts stands for; "virtual" alone is a virtual port of JACK if a server runs, else of
/// the first API that has one. Our side of the connection is called `clientName`.
/// Errors: NotFound (not there now), InvalidArgument (no such kind of id), DeviceUnavailable. Thread, time: as above.
[[nodiscard]] Result<std::unique_ptr<DeviceSink>> openMidiPort(std::string_view id,
                                                               const std::string& clientName = "Segue");

/// ALSA's port names end in numbers that change with every plugging-in (" 20:0"): the name without them.
[[nodiscard]] std::string withoutAlsaNumbers(const std::string& portName);
/// What a person wants to read of "client:port": the port's name if it repeats the client's, else both.
[[nodiscard]] std::string titleOf(const std::string& portName);
/// Makes equal names different: the second one of a kind gets "#2" at its end.
[[nodiscard]] std::vector<std::string> numbered(std::vector<std::string> names);

} // namespace segue::devices
