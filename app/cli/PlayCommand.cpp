#include "app/cli/PlayCommand.h"

#include "app/cli/MidiLoop.h"
#include "app/cli/Piece.h"
#include "app/cli/StopOnSignal.h"
#include "app/devices/FluidSynthSink.h"
#include "app/devices/MidiPerformance.h"
#include "app/devices/MidiPorts.h"
#include "core/playback/Player.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <thread>

namespace segue::cli {
namespace {

struct PlayOptions {
    std::filesystem::path input;
    std::string port;
    std::string virtualPort;
    bool fluidSynth = false;
    double bpm = 0;
    int loops = 0;
    int bar = 1;
    int bars = 0;
};

constexpr std::chrono::milliseconds kLook{20};
constexpr std::chrono::seconds kDeviceLook{1};
constexpr std::chrono::seconds kToBeSilent{2};

Result<std::unique_ptr<devices::DeviceSink>> openOutput(const PlayOptions& options) {
    if (!options.port.empty())
        return devices::openMidiPort(options.port);
    if (!options.virtualPort.empty())
        return devices::openMidiPort("virtual", options.virtualPort);
    auto sink = devices::FluidSynthSink::open();
    if (!sink)
        return fail(sink.error());
    return std::unique_ptr<devices::DeviceSink>(std::move(*sink));
}

/// Plays until the loops are over, the user stops it or the output is lost.
Status playLoops(playback::Player& player, const devices::DeviceSink& device, const playback::LoopPattern& loop,
                 int loops, const std::stop_token& stop) {
    const double end = loops > 0 ? static_cast<double>(loops) * loop.steps : INFINITY;
    bool ending = false;
    auto looked = playback::Clock::now();
    while (!stop.stop_requested()) {
        std::this_thread::sleep_for(kLook);
        const auto now = playback::Clock::now();
        const playback::TransportStatus& status = player.status();
        const double position = status.positionAt(now);
        // What is published takes effect at the next step: silence from the end on, while the last notes still end.
        if (!ending && position >= end - 1) {
            playback::LoopPattern silence;
            silence.steps = loop.steps;
            silence.stepsPerBeat = loop.stepsPerBeat;
            player.publish(silence);
            ending = true;
        }
        if (position >= end + 1)
            return {};
        const bool refused = std::ranges::any_of(status.sinks, [](const auto& sink) { return sink.failures > 0; });
        if (refused || now - looked > kDeviceLook) {
            looked = now;
            if (Status lost = device.status(); !lost)
                return lost;
        }
        if (refused)
            return fail(ErrorCode::DeviceUnavailable, device.name() + " takes no messages");
    }
    return loops > 0 ? fail(ErrorCode::Cancelled, "Stopped before the last loop") : Status();
}

Status play(const PlayOptions& options, Report& report) {
    const auto sequence = readPiece(options.input, report);
    if (!sequence)
        return fail(sequence.error());
    const auto loop = toLoop(*sequence, options.bar - 1, options.bars);
    if (!loop)
        return fail(loop.error());
    auto opened = openOutput(options);
    if (!opened)
        return fail(opened.error());

    const StopOnSignal signals;
    const devices::DeviceSink& device = **opened; // the player's from here on
    for (const devices::TimedMessage& message : devices::toMessages(*sequence))
        if ((message.bytes[0] & 0xF0) == 0xC0 && !(*opened)->send(message.all()))
            return fail(ErrorCode::DeviceUnavailable, device.name() + " takes no messages");
    const Bpm tempo = options.bpm > 0 ? Bpm(options.bpm) : sequence->firstTempo();
    playback::Player player(tempo);
    player.publish(*loop);
    if (const auto added = player.addSink(std::move(*opened)); !added)
        return fail(added.error());
    report.line("Playing " + options.input.string() + " at " + std::to_string(std::lround(tempo.value)) + " bpm to " +
                device.name() + (options.loops > 0 ? "" : ", until Ctrl-C"));
    if (!player.play())
        return fail(ErrorCode::Internal, "The scheduler does not listen");
    const Status played = playLoops(player, device, *loop, options.loops, signals.token());

    (void)player.stop(); // it ends in silence anyway
    const auto silentBy = playback::Clock::now() + kToBeSilent;
    while (player.status().playing && playback::Clock::now() < silentBy)
        std::this_thread::sleep_for(kLook);
    const playback::TransportStatus& status = player.status();
    report.set("output", device.name());
    report.set("bpm", tempo.value);
    report.set("notes_sent", status.noteOns);
    report.set("late", status.late);
    report.set("dropped", status.dropped);
    return played;
}

} // namespace

void addPlayCommand(CLI::App& root, Action& chosen) {
    addCommand<PlayOptions>(
        root, chosen, "play", "Loop a MIDI or MusicXML file on a MIDI port or through FluidSynth",
        [](CLI::App& command, PlayOptions& options) {
            command.add_option("--input", options.input, "The MIDI or MusicXML file")->required();
            auto* port = command.add_option("--port", options.port, "A port's id, as `ports` lists it");
            auto* own = command.add_option("--virtual", options.virtualPort,
                                           "Make a port of this name, for others to connect to");
            auto* fluidSynth = command.add_flag("--fluidsynth", options.fluidSynth, "Through FluidSynth (the default)");
            port->excludes(own)->excludes(fluidSynth);
            own->excludes(fluidSynth);
            command.add_option("--bpm", options.bpm, "Quarter notes a minute (default: the file's first tempo)")
                ->check(CLI::Range(playback::Player::kSlowest.value, playback::Player::kFastest.value));
            command.add_option("--loops", options.loops, "How often; 0 goes on until Ctrl-C")
                ->check(CLI::Range(0, 1000000))
                ->capture_default_str();
            command.add_option("--bar", options.bar, "The first bar, from 1")
                ->check(CLI::Range(1, 10000))
                ->capture_default_str();
            command.add_option("--bars", options.bars, "How many bars; 0 takes all that follow")
                ->check(CLI::Range(0, 10000))
                ->capture_default_str();
        },
        play);
}

} // namespace segue::cli
