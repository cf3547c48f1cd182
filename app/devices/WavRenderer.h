#pragma once

#include "app/devices/MidiPerformance.h"
#include "core/base/Result.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace segue::devices {

struct WavOptions {
    std::filesystem::path soundFont{}; ///< empty: what findSoundFont finds
    int sampleRate = 44100; ///< [8000, 96000] Hz
    float gain = 0.6F; ///< [0, 10]
    Seconds tail{2.0}; ///< how long the last message may ring, [0, 60]
};

/// What `messages` sound like, as 16-bit stereo: left, right, left, … Needs no audio device, and takes about a
/// hundredth of the music's time. Messages are placed to within 64 frames, FluidSynth's own grain.
/// Requires: messages are by time. Thread: any.
/// Errors: findSoundFont's; InvalidArgument (options out of range), Unsupported (more than kLongestRender).
[[nodiscard]] Result<std::vector<std::int16_t>> renderSamples(std::span<const TimedMessage> messages,
                                                              const WavOptions& options = {});

inline constexpr Seconds kLongestRender{3600.0};

/// A RIFF WAVE file of 16-bit stereo samples. Source: Microsoft and IBM, Multimedia Programming Interface 1.0, 1991.
[[nodiscard]] std::vector<std::byte> encodeWav(std::span<const std::int16_t> samples, int sampleRate);

/// renderSamples into a file, atomically. Errors: those of renderSamples and writeFileAtomically.
[[nodiscard]] Status renderWav(const std::filesystem::path& path, std::span<const TimedMessage> messages,
                               const WavOptions& options = {});

} // namespace segue::devices
