#include "app/cli/DecodingOption.h"

#include "app/cli/ModelOption.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <string_view>

namespace segue::cli {
namespace {

using architecture::Architecture;
using architecture::OutputPart;

/// Null if the model does not decide of each drum whether it is hit.
const music::DrumMap* drumsOf(const Architecture& architecture) {
    const OutputPart::Kind kind = architecture.decoder.outputs.front().kind;
    if (kind == OutputPart::Kind::Categorical)
        return nullptr;
    if (const auto* drums = std::get_if<architecture::DrumsCodecConfig>(&architecture.codec))
        return &drums->drumMap;
    const auto* groove = std::get_if<architecture::GrooveCodecConfig>(&architecture.codec);
    return groove != nullptr && !groove->splitInstruments ? &groove->drumMap : nullptr;
}

bool isSameName(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, [](unsigned char a, unsigned char b) {
        return std::tolower(a == '-' ? ' ' : a) == std::tolower(b == '-' ? ' ' : b);
    });
}

std::string namesOf(const music::DrumMap& map) {
    std::string names;
    for (const music::DrumClass& drum : map.classes)
        names += (names.empty() ? "" : ", ") + drum.name;
    return names;
}

std::optional<float> probabilityFrom(std::string_view text) {
    float value = 0.0F;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !(value >= 0.0F && value <= 1.0F))
        return std::nullopt;
    return value;
}

} // namespace

void defineDecodingOptions(CLI::App& command, DecodingOption& option) {
    command
        .add_option("--temperature", option.options.temperature,
                    "0 takes what is likeliest; 1 draws as the model weighs; more is wilder")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    command
        .add_option("--threshold", option.options.threshold,
                    "Probability from which a hit of a groove or a roll is played: less gives more hits")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command
        .add_option("--drum-threshold", option.drumThresholds,
                    "The same of one drum: Kick=0.4,Snare=0.6; the others have --threshold")
        ->delimiter(',');
    command.add_option("--seed", option.options.seed, "The same seed gives the same result")->capture_default_str();
}

Result<std::vector<float>> thresholdsFor(const DecodingOption& option, const Architecture& architecture) {
    if (option.drumThresholds.empty())
        return {};
    const music::DrumMap* map = drumsOf(architecture);
    if (map == nullptr)
        return fail(ErrorCode::InvalidArgument,
                    "--drum-threshold: this model does not decide drum by drum what is hit");
    std::vector<float> thresholds(map->classes.size(), option.options.threshold);
    for (const std::string& asked : option.drumThresholds) {
        const auto equals = asked.find('=');
        const std::string name = asked.substr(0, equals);
        const auto drum = std::ranges::find_if(
            map->classes, [&](const music::DrumClass& each) { return isSameName(each.name, name); });
        if (drum == map->classes.end())
            return fail(ErrorCode::InvalidArgument,
                        "--drum-threshold: the model has no drum \"" + name + "\"; it has " + namesOf(*map));
        const auto probability =
            equals == std::string::npos ? std::nullopt : probabilityFrom(std::string_view(asked).substr(equals + 1));
        if (!probability)
            return fail(ErrorCode::InvalidArgument, "--drum-threshold: \"" + asked +
                                                        "\" should be a drum and a number from 0 to 1, as " +
                                                        drum->name + "=0.4");
        thresholds[static_cast<std::size_t>(drum - map->classes.begin())] = *probability;
    }
    return thresholds;
}

Result<std::vector<music::Pattern>> decodePatterns(const decoder::LiveModel& model, std::span<const float> z,
                                                   std::span<const float> control, const DecodingOption& option) {
    const auto thresholds = thresholdsFor(option, model.architecture());
    if (!thresholds)
        return fail(thresholds.error());
    decoder::DecodeOptions options = option.options;
    options.thresholds = *thresholds;
    std::vector<music::Pattern> patterns;
    const auto workspace = model.makeWorkspace({.rows = kTogether});
    model.decodeMany(z, control, options, *workspace, [&](std::size_t, const decoder::DecodedTensors& decoded) {
        patterns.push_back(model.patternOf(decoded).pattern);
        return true;
    });
    return patterns;
}

} // namespace segue::cli
