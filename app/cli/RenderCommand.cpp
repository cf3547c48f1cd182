#include "app/cli/RenderCommand.h"

#include "app/cli/Piece.h"
#include "app/devices/WavRenderer.h"
#include "core/base/Files.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace segue::cli {
namespace {

struct RenderOptions {
    std::filesystem::path input;
    std::filesystem::path output;
    devices::WavOptions wav;
    double tail = 2.0;
};

std::string seconds(double value) {
    std::string text = std::to_string(std::round(value * 10) / 10);
    return text.substr(0, text.find('.') + 2) + " s";
}

Status render(const RenderOptions& options, Report& report) {
    const auto sequence = readPiece(options.input, report);
    if (!sequence)
        return fail(sequence.error());
    if (sequence->notes.empty())
        return fail(ErrorCode::NoMusic, options.input.string() + " has no notes");
    devices::WavOptions wav = options.wav;
    wav.tail = Seconds(options.tail);
    const auto samples = devices::renderSamples(devices::toMessages(*sequence), wav);
    if (!samples)
        return fail(samples.error(), "while rendering " + options.input.string());
    if (const Status written = writeFileAtomically(options.output, devices::encodeWav(*samples, wav.sampleRate));
        !written)
        return written;

    const double duration = static_cast<double>(samples->size() / 2) / wav.sampleRate;
    int peak = 0;
    for (const std::int16_t sample : *samples)
        peak = std::max(peak, std::abs(static_cast<int>(sample)));
    report.line(options.output.string() + ": " + seconds(duration) + " of " + std::to_string(sequence->notes.size()) +
                " notes");
    if (peak == 32767)
        report.note("The loudest places are cut off: try a lower --gain");
    report.set("output", options.output.string());
    report.set("seconds", duration);
    report.set("notes", sequence->notes.size());
    report.set("peak", peak / 32768.0);
    return {};
}

} // namespace

void addRenderCommand(CLI::App& root, Action& chosen) {
    addCommand<RenderOptions>(
        root, chosen, "render", "Write a MIDI or MusicXML file as a WAV file, through FluidSynth",
        [](CLI::App& command, RenderOptions& options) {
            command.add_option("--input", options.input, "The MIDI or MusicXML file")->required();
            command.add_option("--output", options.output, "The WAV file to write")->required();
            command.add_option("--soundfont", options.wav.soundFont,
                               "The sounds (default: $SEGUE_SOUNDFONT, else the system's General MIDI set)");
            command.add_option("--sample-rate", options.wav.sampleRate, "In Hz")
                ->check(CLI::Range(8000, 96000))
                ->capture_default_str();
            command.add_option("--gain", options.wav.gain, "FluidSynth's volume")
                ->check(CLI::Range(0.0, 10.0))
                ->capture_default_str();
            command.add_option("--tail", options.tail, "Seconds for the last note to die away")
                ->check(CLI::Range(0.0, 60.0))
                ->capture_default_str();
        },
        render);
}

} // namespace segue::cli
