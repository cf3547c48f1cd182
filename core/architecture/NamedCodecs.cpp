#include "core/architecture/CodecConfig.h"

#include <algorithm>
#include <iterator>

namespace segue::architecture {
namespace {

struct NamedCodec {
    std::string_view name;
    CodecConfig config;
};

const std::vector<NamedCodec>& table() {
    static const std::vector<NamedCodec> codecs = [] {
        using Output = DrumsCodecConfig::Output;
        const MelodyCodecConfig melody{.bars = 2, .melodyPrograms = true};
        const MelodyCodecConfig longMelody{.bars = 16};
        const DrumsCodecConfig fourBarDrums{.bars = 4};
        const PerformanceCodecConfig performance;
        const PerformanceCodecConfig performanceChords{.chords = true};
        return std::vector<NamedCodec>{
            {"cat-mel_2bar_small", melody},
            {"cat-mel_2bar_big", melody},
            {"cat-mel_2bar_med_chords", MelodyCodecConfig{.bars = 2, .chords = true}},
            {"cat-drums_2bar_small", DrumsCodecConfig{}},
            {"cat-drums_2bar_big", DrumsCodecConfig{}},
            {"nade-drums_2bar_reduced", DrumsCodecConfig{.output = Output::Roll}},
            {"nade-drums_2bar_full", DrumsCodecConfig{.output = Output::Roll, .drumMap = music::fullDrumMap()}},
            {"flat-trio_16bar", TrioCodecConfig{}},
            {"hierdec-trio_16bar", TrioCodecConfig{}},
            {"hier-trio_16bar", TrioCodecConfig{}},
            {"flat-mel_16bar", longMelody},
            {"hierdec-mel_16bar", longMelody},
            {"hier-mel_16bar", longMelody},
            {"hier-multiperf_vel_1bar_med", performance},
            {"hier-multiperf_vel_1bar_med_chords", performanceChords},
            {"hier-multiperf_vel_1bar_big", performance},
            {"hier-multiperf_vel_1bar_big_chords", performanceChords},
            {"flat-drums_4bar", fourBarDrums},
            {"hierdec-drums_4bar_small", fourBarDrums},
            {"hierdec-drums_4bar_large", fourBarDrums},
            {"groovae_2bar", GrooveCodecConfig{}},
            {"groovae_4bar", GrooveCodecConfig{.bars = 4}},
            {"groovae_2bar_humanize", GrooveCodecConfig{.humanize = true}},
            {"groovae_2bar_tap_fixed_velocity", GrooveCodecConfig{.fixedVelocities = true, .tapify = true}},
            {"groovae_2bar_tap_fixed_velocity_note_dropout",
             GrooveCodecConfig{.fixedVelocities = true, .tapify = true, .noteDropout = 0.8F}},
            {"groovae_2bar_add_closed_hh", GrooveCodecConfig{.addInstruments = {2}}},
            {"groovae_2bar_hits_control_tfds", GrooveCodecConfig{.hitsAsControls = true}},
        };
    }();
    return codecs;
}

} // namespace

Result<CodecConfig> namedCodec(std::string_view configuration) {
    const auto found = std::ranges::find(table(), configuration, &NamedCodec::name);
    if (found != table().end())
        return found->config;
    std::string known;
    for (const NamedCodec& codec : table())
        known += (known.empty() ? "" : ", ") + std::string(codec.name);
    return fail(ErrorCode::NotFound,
                "There is no configuration \"" + std::string(configuration) + "\"; the ones there are: " + known);
}

std::vector<std::string_view> namedCodecs() {
    std::vector<std::string_view> names;
    std::ranges::transform(table(), std::back_inserter(names), &NamedCodec::name);
    return names;
}

} // namespace segue::architecture
