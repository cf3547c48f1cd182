#include "core/architecture/Architecture.h"

#include <algorithm>

namespace segue::architecture {
namespace {

/// Magenta's flat networks: one bidirectional layer of `encoder` units and LSTM layers of `decoder` units.
Architecture flat(std::string name, CodecConfig codec, int latentSize, std::vector<int> encoder,
                  std::vector<int> decoder) {
    Architecture architecture;
    architecture.name = std::move(name);
    architecture.latentSize = latentSize;
    architecture.encoder.sizes = std::move(encoder);
    architecture.decoder.sizes = std::move(decoder);
    architecture.decoder.outputs = outputsFor(codec);
    architecture.codec = std::move(codec);
    return architecture;
}

/// The same with conductors above the decoder; those of several outputs have layers for each.
Architecture withConductors(Architecture architecture, std::vector<int> levelLengths) {
    architecture.decoder.levelLengths = std::move(levelLengths);
    architecture.decoder.splitOutputs = architecture.decoder.outputs.size() > 1;
    return architecture;
}

/// And with levels in the encoder, as many steps each as the decoder's.
Architecture hierarchical(Architecture architecture, std::vector<int> levelLengths) {
    architecture.encoder.levelLengths.assign(levelLengths.rbegin(), levelLengths.rend());
    return withConductors(std::move(architecture), std::move(levelLengths));
}

Architecture groove(std::string name, GrooveCodecConfig codec) {
    return flat(std::move(name), std::move(codec), 256, {512}, {256, 256});
}

} // namespace

const std::vector<Architecture>& namedConfigurations() {
    static const std::vector<Architecture> configurations = [] {
        const MelodyCodecConfig melody{.bars = 2, .melodyPrograms = true};
        const MelodyCodecConfig chordMelody{.bars = 2, .chords = true};
        const MelodyCodecConfig longMelody{.bars = 16};
        const DrumsCodecConfig drums;
        const DrumsCodecConfig fourBarDrums{.bars = 4};
        const DrumsCodecConfig roll{.output = DrumsCodecConfig::Output::Roll};
        const DrumsCodecConfig fullRoll{.output = DrumsCodecConfig::Output::Roll, .drumMap = music::fullDrumMap()};
        const TrioCodecConfig trio;
        const PerformanceCodecConfig performance;
        const PerformanceCodecConfig performanceChords{.chords = true};
        const std::vector<int> bars{16, 16}; // of 16 steps each
        const std::vector<int> tracks{8, 64}; // of 64 events each
        const std::vector<int> threeLayers{2048, 2048, 2048};
        const std::vector<int> twoLayers{1024, 1024};
        const auto performanceNet = [&](std::string name, const PerformanceCodecConfig& codec, int encoder,
                                        int decoder) {
            return hierarchical(flat(std::move(name), codec, 512, {encoder}, {decoder, decoder, decoder}), tracks);
        };
        return std::vector<Architecture>{
            groove("groovae_2bar", {}),
            groove("groovae_4bar", {.bars = 4}),
            groove("groovae_2bar_humanize", {.humanize = true}),
            groove("groovae_2bar_tap_fixed_velocity", {.fixedVelocities = true, .tapify = true}),
            groove("groovae_2bar_tap_fixed_velocity_note_dropout",
                   {.fixedVelocities = true, .tapify = true, .noteDropout = 0.8F}),
            groove("groovae_2bar_add_closed_hh", {.addInstruments = {2}}),
            groove("groovae_2bar_hits_control_tfds", {.hitsAsControls = true}),
            flat("cat-drums_2bar_small", drums, 256, {512}, {256, 256}),
            flat("cat-drums_2bar_big", drums, 512, {2048}, threeLayers),
            flat("nade-drums_2bar_reduced", roll, 256, {1024}, {512, 512}),
            flat("nade-drums_2bar_full", fullRoll, 256, {1024}, {512, 512}),
            flat("flat-drums_4bar", fourBarDrums, 256, {512}, {256, 256}),
            withConductors(flat("hierdec-drums_4bar_small", fourBarDrums, 256, {512}, {256}), {4, 16}),
            withConductors(flat("hierdec-drums_4bar_large", fourBarDrums, 256, {1024, 1024}, {512, 512}), {4, 16}),
            flat("cat-mel_2bar_small", melody, 256, {512}, {256, 256}),
            flat("cat-mel_2bar_big", melody, 512, {2048}, threeLayers),
            flat("cat-mel_2bar_med_chords", chordMelody, 256, {1024}, {512, 512, 512}),
            flat("flat-mel_16bar", longMelody, 512, {2048, 2048}, threeLayers),
            withConductors(flat("hierdec-mel_16bar", longMelody, 512, {2048, 2048}, twoLayers), bars),
            hierarchical(flat("hier-mel_16bar", longMelody, 512, {1024}, twoLayers), bars),
            flat("flat-trio_16bar", trio, 512, {2048, 2048}, threeLayers),
            withConductors(flat("hierdec-trio_16bar", trio, 512, {2048, 2048}, twoLayers), bars),
            hierarchical(flat("hier-trio_16bar", trio, 512, {1024}, twoLayers), bars),
            performanceNet("hier-multiperf_vel_1bar_med", performance, 1024, 512),
            performanceNet("hier-multiperf_vel_1bar_med_chords", performanceChords, 1024, 512),
            performanceNet("hier-multiperf_vel_1bar_big", performance, 2048, 1024),
            performanceNet("hier-multiperf_vel_1bar_big_chords", performanceChords, 2048, 1024),
        };
    }();
    return configurations;
}

Result<Architecture> namedConfiguration(std::string_view name) {
    const auto found = std::ranges::find(namedConfigurations(), name, &Architecture::name);
    if (found != namedConfigurations().end())
        return *found;
    std::string known;
    for (const Architecture& architecture : namedConfigurations())
        known += (known.empty() ? "" : ", ") + architecture.name;
    return fail(ErrorCode::NotFound,
                "There is no configuration \"" + std::string(name) + "\"; the ones there are: " + known);
}

} // namespace segue::architecture
