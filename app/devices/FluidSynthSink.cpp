#include "app/devices/FluidSynthSink.h"

#include "app/devices/Deadline.h"
#include "app/devices/JackClient.h"
#include "app/devices/QuietLibraries.h"
#include "app/devices/SoundFont.h"
#include "app/devices/Synthesizer.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <optional>
#include <set>
#include <utility>

namespace segue::devices {

/// The synthesizer with its driver's thread, which calls render() for every block of sound.
struct FluidSynthSink::Output {
    Output(Synthesizer made, std::optional<JackClient> beside)
        : jack(std::move(beside)), synthesizer(std::move(made)) {}
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    ~Output() {
        if (driver)
            delete_fluid_audio_driver(driver); // ends its thread, before the synthesizer goes
    }

    static int render(void* self, int frames, int effectCount, float* effects[], int outputCount, float* outputs[]) {
        auto& output = *static_cast<Output*>(self);
        ++output.blocks;
        for (int i = 0; i < effectCount; ++i)
            std::fill_n(effects[i], frames, 0.0F);
        for (int i = 0; i < outputCount; ++i)
            std::fill_n(outputs[i], frames, 0.0F);
        return fluid_synth_process(output.synthesizer.synth(), frames, effectCount, effects, outputCount, outputs);
    }

    std::optional<JackClient> jack; // what a client that FluidSynth has of its own needs beside it
    Synthesizer synthesizer;
    fluid_audio_driver_t* driver = nullptr;
    std::atomic<std::uint64_t> blocks = 0;
    std::atomic<bool> lost = false;
};

namespace {

// FluidSynth's way to JACK would spend six seconds on starting a server, and knows nothing of its death.
constexpr const char* kJack = "jack";
constexpr std::array kPreferred = {kJack, "pipewire", "pulseaudio", "alsa", "coreaudio", "wasapi", "dsound"};
constexpr double kSampleRate = 48000.0; // a driver whose server runs at another rate sets that on the synthesizer

std::string reasonOf(std::string reason) {
    return reason.empty() ? "does not work" : reason;
}

} // namespace

std::vector<std::string> FluidSynthSink::drivers() {
    quietLibraries();
    std::set<std::string> built;
    const std::unique_ptr<fluid_settings_t, void (*)(fluid_settings_t*)> settings(new_fluid_settings(),
                                                                                  delete_fluid_settings);
    fluid_settings_foreach_option(settings.get(), "audio.driver", &built,
                                  [](void* names, const char*, const char* option) {
                                      static_cast<std::set<std::string>*>(names)->insert(option);
                                  });
    std::vector<std::string> drivers(kPreferred.begin(), kPreferred.end());
    std::erase_if(drivers, [&](const std::string& driver) { return !built.contains(driver); });
    return drivers;
}

Result<std::unique_ptr<FluidSynthSink>> FluidSynthSink::open(const FluidSynthOptions& options) {
    const auto soundFont = findSoundFont(options.soundFont);
    if (!soundFont)
        return fail(soundFont.error());
    std::vector<std::string> candidates = drivers();
    if (!options.driver.empty()) {
        if (std::ranges::find(candidates, options.driver) == candidates.end())
            return fail(ErrorCode::InvalidArgument, "FluidSynth has no audio driver named " + options.driver);
        candidates = {options.driver};
    }

    std::string reasons;
    for (const std::string& driver : candidates) {
        // The sounds are loaded last: a driver that does not work should not cost their time.
        auto answer = withinDeadline(kServerDeadline, [=, gain = options.gain]() -> Result<std::shared_ptr<Output>> {
            std::optional<JackClient> jack;
            if (driver == kJack) {
                auto running = JackClient::open("Segue watch");
                if (!running)
                    return fail(running.error());
                jack.emplace(std::move(*running));
            }
            auto synthesizer = Synthesizer::create(kSampleRate, gain);
            if (!synthesizer)
                return fail(synthesizer.error());
            auto output = std::make_shared<Output>(std::move(*synthesizer), std::move(jack));
            fluid_settings_t* settings = output->synthesizer.settings();
            fluid_settings_setstr(settings, "audio.driver", driver.c_str());
            fluid_settings_setstr(settings, "audio.jack.id", "Segue sound");
            fluid_settings_setint(settings, "audio.jack.autoconnect", 1);
            (void)takeFluidSynthError();
            output->driver = new_fluid_audio_driver2(settings, &Output::render, output.get());
            if (!output->driver)
                return fail(ErrorCode::DeviceUnavailable, reasonOf(takeFluidSynthError()));
            if (const Status loaded = output->synthesizer.loadSoundFont(*soundFont); !loaded)
                return fail(loaded.error());
            return output;
        });
        if (answer && *answer)
            return std::unique_ptr<FluidSynthSink>(new FluidSynthSink(std::move(**answer), driver));
        if (answer && answer->error().code() != ErrorCode::DeviceUnavailable)
            return fail(answer->error());
        reasons +=
            (reasons.empty() ? "" : "; ") + driver + ": " + (answer ? answer->error().message() : "does not answer");
    }
    return fail(ErrorCode::DeviceUnavailable, "There is no audio device to listen with (" + reasons + ")");
}

FluidSynthSink::FluidSynthSink(std::shared_ptr<Output> output, std::string driver)
    : m_output(std::move(output)), m_driver(std::move(driver)), m_lookedAt(std::chrono::steady_clock::now()) {}

FluidSynthSink::~FluidSynthSink() {
    (void)withinDeadline(kServerDeadline, [output = std::exchange(m_output, nullptr)]() mutable {
        output.reset();
        return true;
    });
}

bool FluidSynthSink::send(std::span<const std::uint8_t> message) noexcept {
    return !m_output->lost && m_output->synthesizer.play(message);
}

std::string FluidSynthSink::name() const {
    return "FluidSynth (" + m_driver + ")";
}

Status FluidSynthSink::status() const {
    const std::uint64_t blocks = m_output->blocks;
    const auto now = std::chrono::steady_clock::now();
    const auto sinceLook = now - std::exchange(m_lookedAt, now);
    if (blocks != std::exchange(m_blocksSeen, blocks))
        m_silentFor = {};
    else // one look counts for a second at most: the whole process may have stood still
        m_silentFor += std::min<std::chrono::steady_clock::duration>(sinceLook, std::chrono::seconds(1));
    if (m_silentFor > kSilence || (m_output->jack && m_output->jack->isServerLost()))
        m_output->lost = true;
    if (m_output->lost)
        return fail(ErrorCode::DeviceUnavailable,
                    "The audio device (" + m_driver + ") has stopped: choose the output again");
    return {};
}

void FluidSynthSink::setGain(float gain) {
    fluid_synth_set_gain(m_output->synthesizer.synth(), gain);
}

} // namespace segue::devices
