#include "app/cli/ToldOption.h"

#include "app/cli/MusicPatterns.h"
#include "core/base/Utf8.h"
#include "core/music/Chord.h"

#include <algorithm>
#include <sstream>
#include <vector>

namespace segue::cli {
namespace {

using architecture::GrooveCodecConfig;
using architecture::MelodyCodecConfig;
using architecture::PerformanceCodecConfig;
using music::MelodyPattern;
using music::PerformanceEvent;
using music::PerformancePattern;
using music::PerformanceTrack;

constexpr const char* kDefault = "C";

/// What a codec asks for.
struct Asked {
    bool chords = false;
    bool key = false;
    bool hits = false;
};

Asked askedBy(const codec::Codec& codec) {
    const architecture::CodecConfig config = codec.configuration();
    if (const auto* melody = std::get_if<MelodyCodecConfig>(&config))
        return {.chords = melody->chords, .key = melody->key};
    if (const auto* performance = std::get_if<PerformanceCodecConfig>(&config))
        return {.chords = performance->chords};
    if (const auto* groove = std::get_if<GrooveCodecConfig>(&config))
        return {.hits = groove->hitsAsControls};
    return {};
}

/// Errors: InvalidArgument, naming the option.
Status checkAsked(const ToldOption& told, const codec::Codec& codec) {
    const Asked asked = askedBy(codec);
    const auto check = [](bool isGiven, bool isAsked, const char* what, const char* option) -> Status {
        if (isGiven && !isAsked)
            return fail(ErrorCode::InvalidArgument,
                        std::string("This model is not told ") + what + ": leave out " + option);
        return {};
    };
    if (auto status = check(!told.chords.empty(), asked.chords, "chords", "--chords"); !status)
        return status;
    if (auto status = check(!told.key.empty(), asked.key, "a key", "--key"); !status)
        return status;
    return check(!told.hits.empty(), asked.hits, "hits", "--hits");
}

/// Their classes; bar lines and commas may stand between the figures.
Result<std::vector<std::uint8_t>> classesOf(std::string figures) {
    std::ranges::replace_if(
        figures, [](char letter) { return letter == '|' || letter == ','; }, ' ');
    std::istringstream words(figures);
    std::vector<std::uint8_t> classes;
    for (std::string figure; words >> figure;) {
        const auto chord = music::chordFromFigure(figure);
        if (!chord)
            return fail(chord.error(), "in --chords");
        const auto triad = music::triadClass(*chord);
        if (!triad)
            return fail(ErrorCode::InvalidArgument, "Models know major, minor, augmented and diminished chords; " +
                                                        figure + " in --chords is none of them");
        classes.push_back(static_cast<std::uint8_t>(*triad));
    }
    if (classes.empty())
        return fail(ErrorCode::InvalidArgument, "--chords names no chord");
    return classes;
}

Result<std::uint8_t> tonicOf(const std::string& key) {
    const auto chord = music::chordFromFigure(key);
    if (!chord || (chord->triad != music::Triad::Major && chord->triad != music::Triad::Minor))
        return fail(ErrorCode::InvalidArgument, "\"" + key + "\" is no key; write --key Eb or --key F#m");
    return static_cast<std::uint8_t>(chord->root);
}

/// Each of `values` for an equal share of `steps`.
std::vector<std::uint8_t> shared(const std::vector<std::uint8_t>& values, std::size_t steps) {
    std::vector<std::uint8_t> all(steps);
    for (std::size_t step = 0; step < steps; ++step)
        all[step] = values[step * values.size() / steps];
    return all;
}

Status setChords(const std::string& figures, music::Pattern& pattern) {
    const auto classes = classesOf(figures);
    if (!classes)
        return fail(classes.error());
    if (auto* melody = std::get_if<MelodyPattern>(&pattern)) {
        if (classes->size() > melody->events.size())
            return fail(ErrorCode::InvalidArgument, "--chords names " + std::to_string(classes->size()) +
                                                        " chords for " + std::to_string(melody->steps()) + " steps");
        melody->chords = shared(*classes, melody->events.size());
        return {};
    }
    if (classes->size() > 1)
        return fail(ErrorCode::InvalidArgument,
                    "This model is told one chord for its bar; --chords names " + std::to_string(classes->size()));
    for (PerformanceTrack& track : std::get<PerformancePattern>(pattern).tracks)
        track.triads.assign(track.events.size(), classes->front());
    return {};
}

/// Silence that can have a harmony.
music::Pattern carrier(const codec::Codec& codec) {
    music::Pattern silence = codec.silence();
    if (auto* performance = std::get_if<PerformancePattern>(&silence))
        performance->tracks.emplace_back().events = {{PerformanceEvent::Type::Shift, 1}};
    return silence;
}

} // namespace

void defineHarmonyOptions(CLI::App& command, ToldOption& told) {
    command.add_option("--chords", told.chords,
                       "For models that are told chords: \"C G Am F\", each for an equal share of the window");
    command.add_option("--key", told.key, "For models that are told the key: Eb");
}

void defineToldOptions(CLI::App& command, ToldOption& told) {
    defineHarmonyOptions(command, told);
    command.add_option("--hits", told.hits,
                       "For models that are told hits: a MIDI file or score that begins with them");
}

Result<music::Pattern> withHarmony(const ToldOption& told, music::Pattern pattern, const codec::Codec& codec) {
    if (auto status = checkAsked(told, codec); !status)
        return fail(status.error());
    if (!told.chords.empty())
        if (auto status = setChords(told.chords, pattern); !status)
            return fail(status.error());
    if (told.key.empty())
        return pattern;
    const auto tonic = tonicOf(told.key);
    if (!tonic)
        return fail(tonic.error());
    auto& melody = std::get<MelodyPattern>(pattern);
    melody.tonics.assign(melody.events.size(), *tonic);
    return pattern;
}

ToldOption withDefaults(ToldOption told, const codec::Codec& codec, Report& report) {
    const Asked asked = askedBy(codec);
    const auto tell = [&report](bool isAsked, std::string& value, const std::string& what) {
        if (!isAsked)
            return;
        const bool isGiven = !value.empty();
        if (!isGiven)
            value = kDefault;
        report.set(what, value);
        report.line("Told the " + what + " " + value + (isGiven ? "" : ", as none is given"));
    };
    tell(asked.chords, told.chords, "chords");
    tell(asked.key, told.key, "key");
    return told;
}

Result<music::Pattern> toldPattern(const ToldOption& told, const codec::Codec& codec, Report& report) {
    if (auto status = checkAsked(told, codec); !status)
        return fail(status.error());
    const Asked asked = askedBy(codec);
    if (asked.hits) {
        if (told.hits.empty())
            return fail(ErrorCode::InvalidArgument,
                        "This model gives a feel to hits that it is told: --hits names a file that begins with them");
        auto file = readPatterns(told.hits, codec);
        if (!file)
            return fail(file.error());
        const codec::PatternWindow& window = file->extraction.windows.front();
        report.set("hits", {{"file", utf8FromUnknown(told.hits.string())}, {"bar", window.bar}});
        report.line("Told the hits of " + describe(window, *file, codec));
        return window.pattern;
    }
    return withHarmony(withDefaults(told, codec, report), carrier(codec), codec);
}

} // namespace segue::cli
