#include "app/devices/WavRenderer.h"

#include "app/devices/SoundFont.h"
#include "app/devices/Synthesizer.h"
#include "core/base/Files.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

namespace segue::devices {
namespace {

constexpr int kChannels = 2;
constexpr int kBytesPerSample = 2;

/// Little-endian bytes, one after the other.
class Bytes {
public:
    explicit Bytes(std::size_t size) { m_bytes.reserve(size); }

    void text(std::string_view text) {
        for (const char c : text)
            m_bytes.push_back(static_cast<std::byte>(c));
    }
    void number(std::uint32_t value, int size) {
        for (int i = 0; i < size; ++i)
            m_bytes.push_back(static_cast<std::byte>(value >> (8 * i)));
    }
    std::vector<std::byte> take() { return std::move(m_bytes); }

private:
    std::vector<std::byte> m_bytes;
};

std::size_t toFrames(Seconds time, int sampleRate) {
    return static_cast<std::size_t>(std::lround(time.value * sampleRate));
}

} // namespace

Result<std::vector<std::int16_t>> renderSamples(std::span<const TimedMessage> messages, const WavOptions& options) {
    if (options.sampleRate < 8000 || options.sampleRate > 96000)
        return fail(ErrorCode::InvalidArgument, "The sample rate must lie between 8000 and 96000 Hz");
    if (!(options.tail >= Seconds(0.0) && options.tail <= Seconds(60.0)))
        return fail(ErrorCode::InvalidArgument, "The tail must last between 0 and 60 seconds");
    const Seconds end = (messages.empty() ? Seconds(0.0) : messages.back().time) + options.tail;
    if (!(end <= kLongestRender))
        return fail(ErrorCode::Unsupported, "This is longer than an hour, the most that is rendered at once");
    const auto soundFont = findSoundFont(options.soundFont);
    if (!soundFont)
        return fail(soundFont.error());
    auto synthesizer = Synthesizer::create(options.sampleRate, options.gain);
    if (!synthesizer)
        return fail(synthesizer.error());
    if (const Status loaded = synthesizer->loadSoundFont(*soundFont); !loaded)
        return fail(loaded.error());

    const std::size_t frames = toFrames(end, options.sampleRate);
    std::vector<std::int16_t> samples(frames * kChannels);
    std::size_t done = 0;
    const auto renderUpTo = [&](std::size_t frame) {
        if (frame > done)
            fluid_synth_write_s16(synthesizer->synth(), static_cast<int>(frame - done), samples.data(),
                                  static_cast<int>(done * kChannels), kChannels, samples.data(),
                                  static_cast<int>(done * kChannels + 1), kChannels);
        done = std::max(done, frame);
    };
    for (const TimedMessage& message : messages) {
        renderUpTo(toFrames(message.time, options.sampleRate));
        (void)synthesizer->play(message.all());
    }
    renderUpTo(frames);
    return samples;
}

std::vector<std::byte> encodeWav(std::span<const std::int16_t> samples, int sampleRate) {
    const auto dataSize = static_cast<std::uint32_t>(samples.size() * kBytesPerSample);
    const auto rate = static_cast<std::uint32_t>(sampleRate);
    Bytes bytes(44 + dataSize);
    bytes.text("RIFF");
    bytes.number(36 + dataSize, 4);
    bytes.text("WAVEfmt ");
    bytes.number(16, 4); // size of this chunk
    bytes.number(1, 2); // PCM
    bytes.number(kChannels, 2);
    bytes.number(rate, 4);
    bytes.number(rate * kChannels * kBytesPerSample, 4);
    bytes.number(kChannels * kBytesPerSample, 2);
    bytes.number(8 * kBytesPerSample, 2);
    bytes.text("data");
    bytes.number(dataSize, 4);
    for (const std::int16_t sample : samples)
        bytes.number(static_cast<std::uint16_t>(sample), 2);
    return bytes.take();
}

Status renderWav(const std::filesystem::path& path, std::span<const TimedMessage> messages, const WavOptions& options) {
    const auto samples = renderSamples(messages, options);
    if (!samples)
        return fail(samples.error(), "while rendering " + path.string());
    return writeFileAtomically(path, encodeWav(*samples, options.sampleRate));
}

} // namespace segue::devices
