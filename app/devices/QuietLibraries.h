#pragma once

#include <string>

namespace segue::devices {

/// ALSA, JACK and FluidSynth write to the error stream whenever a device is missing, which is no fault. This takes
/// their messages through the hooks they have; what matters comes back to the user in an Error. For the whole process,
/// once; every way into this folder calls it. Thread: any.
void quietLibraries();

/// FluidSynth's newest error since the last call, or nothing: the reason that its functions do not return.
/// Thread: any; with several threads at FluidSynth their messages mix.
[[nodiscard]] std::string takeFluidSynthError();

} // namespace segue::devices
