#include "app/devices/QuietLibraries.h"

#include <alsa/asoundlib.h>
#include <fluidsynth.h>
#include <jack/jack.h>

#include <mutex>
#include <utility>

namespace segue::devices {
namespace {

void dropAlsaMessage(const char*, int, const char*, int, const char*, ...) {}
void dropJackMessage(const char*) {}

// The hooks of these libraries belong to the process, and so does what they catch.
struct FluidSynthErrors {
    std::mutex mutex;
    std::string newest;
};

FluidSynthErrors& fluidSynthErrors() {
    static FluidSynthErrors errors;
    return errors;
}

void keepFluidSynthError(int, const char* message, void*) {
    FluidSynthErrors& errors = fluidSynthErrors();
    const std::lock_guard lock(errors.mutex);
    errors.newest = message;
}

void dropFluidSynthMessage(int, const char*, void*) {}

} // namespace

void quietLibraries() {
    static std::once_flag once;
    std::call_once(once, [] {
        snd_lib_error_set_handler(dropAlsaMessage);
        jack_set_error_function(dropJackMessage);
        jack_set_info_function(dropJackMessage);
        fluid_set_log_function(FLUID_PANIC, keepFluidSynthError, nullptr);
        fluid_set_log_function(FLUID_ERR, keepFluidSynthError, nullptr);
        for (const int level : {FLUID_WARN, FLUID_INFO, FLUID_DBG})
            fluid_set_log_function(level, dropFluidSynthMessage, nullptr);
    });
}

std::string takeFluidSynthError() {
    FluidSynthErrors& errors = fluidSynthErrors();
    const std::lock_guard lock(errors.mutex);
    return std::exchange(errors.newest, {});
}

} // namespace segue::devices
