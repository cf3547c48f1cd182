#include "app/devices/Synthesizer.h"

#include "app/devices/QuietLibraries.h"

namespace segue::devices {

Result<Synthesizer> Synthesizer::create(double sampleRate, float gain) {
    quietLibraries();
    Synthesizer made;
    made.m_settings.reset(new_fluid_settings());
    if (!made.m_settings)
        return fail(ErrorCode::OutOfMemory, "There is not enough memory for FluidSynth");
    if (fluid_settings_setnum(made.settings(), "synth.sample-rate", sampleRate) != FLUID_OK ||
        fluid_settings_setnum(made.settings(), "synth.gain", static_cast<double>(gain)) != FLUID_OK)
        return fail(ErrorCode::InvalidArgument, "FluidSynth knows no such sample rate or gain");
    made.m_synth.reset(new_fluid_synth(made.settings()));
    if (!made.m_synth)
        return fail(ErrorCode::OutOfMemory, "FluidSynth did not start: " + takeFluidSynthError());
    return made;
}

Status Synthesizer::loadSoundFont(const std::filesystem::path& path) {
    (void)takeFluidSynthError();
    if (fluid_synth_sfload(synth(), path.c_str(), 1) == FLUID_FAILED)
        return fail(ErrorCode::Malformed,
                    "The SoundFont " + path.string() + " cannot be used: " + takeFluidSynthError());
    return {};
}

bool Synthesizer::play(std::span<const std::uint8_t> message) noexcept {
    if (message.empty() || message[0] < 0x80)
        return false;
    const int channel = message[0] & 0x0F;
    const auto data = [&](std::size_t i) { return static_cast<int>(message[i]); };
    // FluidSynth also fails calls that are well-formed but change nothing, such as a note-off of no voice: not our
    // matter.
    switch (message[0] & 0xF0) {
    case 0x80:
    case 0x90:
    case 0xA0:
    case 0xB0:
    case 0xE0:
        if (message.size() != 3)
            return false;
        switch (message[0] & 0xF0) {
        case 0x80: (void)fluid_synth_noteoff(synth(), channel, data(1)); break;
        case 0x90: (void)fluid_synth_noteon(synth(), channel, data(1), data(2)); break;
        case 0xA0: (void)fluid_synth_key_pressure(synth(), channel, data(1), data(2)); break;
        case 0xB0: (void)fluid_synth_cc(synth(), channel, data(1), data(2)); break;
        default: (void)fluid_synth_pitch_bend(synth(), channel, data(1) + 128 * data(2)); break;
        }
        return true;
    case 0xC0:
    case 0xD0:
        if (message.size() != 2)
            return false;
        if ((message[0] & 0xF0) == 0xC0)
            (void)fluid_synth_program_change(synth(), channel, data(1));
        else
            (void)fluid_synth_channel_pressure(synth(), channel, data(1));
        return true;
    default:
        if (message[0] == 0xFF)
            (void)fluid_synth_system_reset(synth());
        return true;
    }
}

} // namespace segue::devices
