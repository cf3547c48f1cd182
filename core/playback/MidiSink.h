#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace segue::playback {

/// Where MIDI goes: a port, a synthesizer, a recorder. Implementations live in app/devices; tests have their own.
/// Thread: made, opened and destroyed on the UI thread; send() only on the scheduler thread while the sink is handed
/// over to it. send() may lock or allocate inside its library, and must not throw.
class MidiSink {
public:
    MidiSink() = default;
    MidiSink(const MidiSink&) = delete;
    MidiSink& operator=(const MidiSink&) = delete;
    virtual ~MidiSink() = default;

    /// One complete short message, at most 3 bytes, no running status. False when the device refused it.
    [[nodiscard]] virtual bool send(std::span<const std::uint8_t> message) noexcept = 0;
    /// For the status bar: "FluidSynth", "Segue (virtual port)". Thread: UI.
    [[nodiscard]] virtual std::string name() const = 0;
};

} // namespace segue::playback
