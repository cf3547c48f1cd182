#pragma once

#include "core/base/Result.h"

#include <fluidsynth.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace segue::devices {

/// FluidSynth without a way out: what FluidSynthSink listens to and WavRenderer writes down.
class Synthesizer {
public:
    static constexpr float kDefaultGain = 0.6F;

    /// Range: sampleRate in [8000, 96000] Hz; gain in [0, 10]. Silent until loadSoundFont.
    /// Errors: OutOfMemory, InvalidArgument. Thread: any.
    [[nodiscard]] static Result<Synthesizer> create(double sampleRate, float gain = kDefaultGain);

    /// Errors: Malformed, Unreadable. Blocks for some 20 ms with a set of 6 MB.
    [[nodiscard]] Status loadSoundFont(const std::filesystem::path& path);

    /// Plays one MIDI message; false if its bytes make none. Messages of no consequence to a synthesizer (clock) are
    /// true. Thread: any; takes FluidSynth's lock, which its audio thread holds for a block of 64 frames at most.
    bool play(std::span<const std::uint8_t> message) noexcept;

    [[nodiscard]] fluid_settings_t* settings() { return m_settings.get(); }
    [[nodiscard]] fluid_synth_t* synth() { return m_synth.get(); }

private:
    struct Delete {
        void operator()(fluid_settings_t* settings) const { delete_fluid_settings(settings); }
        void operator()(fluid_synth_t* synth) const { delete_fluid_synth(synth); }
    };

    Synthesizer() = default;

    std::unique_ptr<fluid_settings_t, Delete> m_settings; // outlives the synth, which reads it
    std::unique_ptr<fluid_synth_t, Delete> m_synth;
};

} // namespace segue::devices
