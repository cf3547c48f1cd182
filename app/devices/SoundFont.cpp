#include "app/devices/SoundFont.h"

#include "app/devices/QuietLibraries.h"

#include <fluidsynth.h>

#include <array>
#include <cstdlib>

namespace segue::devices {
namespace {

// Where Debian, Fedora and Arch put a General MIDI set, smallest first.
constexpr std::array kPackaged = {
    "/usr/share/sounds/sf2/TimGM6mb.sf2",      "/usr/share/sounds/sf2/default-GM.sf2",
    "/usr/share/sounds/sf3/default-GM.sf3",    "/usr/share/soundfonts/default.sf2",
    "/usr/share/soundfonts/FluidR3_GM.sf2",    "/usr/share/sounds/sf2/FluidR3_GM.sf2",
    "/usr/local/share/soundfonts/default.sf2",
};

Result<std::filesystem::path> checked(const std::filesystem::path& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
        return fail(ErrorCode::NotFound, "The SoundFont " + path.string() + " does not exist");
    if (!fluid_is_soundfont(path.c_str()))
        return fail(ErrorCode::Malformed, path.string() + " is not a SoundFont");
    return path;
}

} // namespace

Result<std::filesystem::path> findSoundFont(const std::filesystem::path& given) {
    quietLibraries();
    if (!given.empty())
        return checked(given);
    if (const char* named = std::getenv("SEGUE_SOUNDFONT"); named && *named)
        return checked(named);
    for (const char* path : kPackaged) {
        if (const auto packaged = checked(path))
            return packaged;
    }
    return fail(ErrorCode::NotFound, "There is no SoundFont to listen with: install timgm6mb-soundfont, or name a .sf2 "
                                     "file in the environment variable SEGUE_SOUNDFONT");
}

} // namespace segue::devices
