#include "core/playback/PatternLoop.h"

#include "core/playback/DrumLoop.h"

#include <algorithm>

namespace segue::playback {
namespace {

constexpr std::uint8_t kDrumChannel = 9;
constexpr Bpm kAnyTempo{120};
constexpr float kShortest = 0.01F; // steps

/// How a pattern's time is counted.
struct Grid {
    int steps = 0;
    int stepsPerBeat = 4;
};

Grid gridOf(const music::Pattern& pattern, const architecture::CodecConfig& config) {
    if (const auto* melody = std::get_if<music::MelodyPattern>(&pattern))
        return {melody->steps(), melody->stepsPerBeat};
    if (const auto* trio = std::get_if<music::TrioPattern>(&pattern))
        return {trio->steps(), trio->melody.stepsPerBeat};
    const auto& performance = std::get<architecture::PerformanceCodecConfig>(config);
    return {performance.bars * 4 * performance.stepsPerQuarter, performance.stepsPerQuarter};
}

std::uint8_t channelOf(const music::Note& note) {
    if (note.isDrum)
        return kDrumChannel;
    const auto melodic = static_cast<std::uint8_t>(note.instrument % 15);
    return static_cast<std::uint8_t>(melodic < kDrumChannel ? melodic : melodic + 1);
}

const music::DrumMap& drumMapOf(const architecture::CodecConfig& config) {
    if (const auto* drums = std::get_if<architecture::DrumsCodecConfig>(&config))
        return drums->drumMap;
    return std::get<architecture::GrooveCodecConfig>(config).drumMap;
}

} // namespace

LoopPattern patternLoop(const music::Pattern& pattern, const codec::Codec& codec) {
    const architecture::CodecConfig config = codec.configuration();
    if (const auto* drums = std::get_if<music::DrumPattern>(&pattern))
        return drumLoop(*drums, drumMapOf(config));

    const Grid grid = gridOf(pattern, config);
    const double stepsPerSecond = kAnyTempo.value / 60.0 * grid.stepsPerBeat;
    LoopPattern loop;
    loop.steps = std::max(1, grid.steps);
    loop.stepsPerBeat = grid.stepsPerBeat;
    for (const music::Note& note : codec.notesOf(pattern, kAnyTempo).notes) {
        LoopNote played;
        played.start = static_cast<float>(note.start.value * stepsPerSecond);
        played.length = std::max(kShortest, static_cast<float>((note.end - note.start).value * stepsPerSecond));
        played.pitch = note.pitch.value;
        played.velocity = std::max<std::uint8_t>(1, note.velocity.value);
        played.channel = channelOf(note);
        if (!note.isDrum)
            loop.programs[played.channel] = static_cast<std::uint8_t>(note.program);
        if (!loop.add(played))
            return loop;
    }
    return loop;
}

} // namespace segue::playback
