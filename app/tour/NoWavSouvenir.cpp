#include "app/tour/Souvenirs.h"

namespace segue::tour {

Status writeWav(const std::filesystem::path& path, std::span<const playback::RecordedMessage> /*messages*/) {
    return fail(ErrorCode::DeviceUnavailable,
                path.string() + " was not written: this Segue was built without FluidSynth");
}

} // namespace segue::tour
