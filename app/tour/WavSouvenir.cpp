#include "app/tour/Souvenirs.h"

#include "app/devices/WavRenderer.h"

#include <algorithm>
#include <chrono>
#include <vector>

namespace segue::tour {

Status writeWav(const std::filesystem::path& path, std::span<const playback::RecordedMessage> messages) {
    std::vector<devices::TimedMessage> timed;
    for (const playback::RecordedMessage& message : messages) {
        devices::TimedMessage copied;
        if (message.bytes.empty() || message.bytes.size() > copied.bytes.size())
            continue;
        copied.time = Seconds(std::chrono::duration<double>(message.time - messages.front().time).count());
        std::ranges::copy(message.bytes, copied.bytes.begin());
        copied.size = static_cast<std::uint8_t>(message.bytes.size());
        timed.push_back(copied);
    }
    return devices::renderWav(path, timed);
}

} // namespace segue::tour
