#pragma once

#include "app/devices/DeviceSink.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace segue::devices {

struct FluidSynthOptions {
    std::filesystem::path soundFont{}; ///< empty: what findSoundFont finds
    std::string driver{}; ///< one of FluidSynthSink::drivers(); empty: the first of them that works
    float gain = 0.6F; ///< [0, 10]
};

/// Listening without hardware: MIDI to FluidSynth's drums and instruments to the loudspeaker.
class FluidSynthSink final : public DeviceSink {
public:
    /// The ways to a loudspeaker that this build of FluidSynth has, in the order in which they are tried: a JACK server
    /// that runs was started on purpose, and ALSA alone is the last resort. Thread: any.
    [[nodiscard]] static std::vector<std::string> drivers();

    /// Errors: DeviceUnavailable (no driver works; says why each), NotFound and Malformed (the SoundFont),
    /// InvalidArgument (no such driver).
    /// Thread: any, better not UI: tens of milliseconds as a rule, but a sound server that hangs costs kServerDeadline
    /// each before the next driver is tried. No server is ever started.
    [[nodiscard]] static Result<std::unique_ptr<FluidSynthSink>> open(const FluidSynthOptions& options = {});

    /// Bounded, as opening.
    ~FluidSynthSink() override;

    [[nodiscard]] bool send(std::span<const std::uint8_t> message) noexcept override;
    /// "FluidSynth (pulseaudio)".
    [[nodiscard]] std::string name() const override;
    /// Notices a JACK server's death at once, and after kSilence that the driver's thread asks for no more sound,
    /// whatever the reason. Call it about once a second, always on the same thread.
    [[nodiscard]] Status status() const override;

    /// Range: [0, 10]. Thread: any.
    void setGain(float gain);

    /// How long the driver may ask for no sound before it counts as lost.
    static constexpr std::chrono::seconds kSilence{3};

private:
    struct Output;
    explicit FluidSynthSink(std::shared_ptr<Output> output, std::string driver);

    std::shared_ptr<Output> m_output;
    std::string m_driver;
    // What status() saw last, and how long it has seen no progress.
    mutable std::uint64_t m_blocksSeen = 0;
    mutable std::chrono::steady_clock::time_point m_lookedAt;
    mutable std::chrono::steady_clock::duration m_silentFor{};
};

} // namespace segue::devices
