#include "training/Augment.h"

#include <algorithm>
#include <array>
#include <vector>

namespace segue::training {
namespace {

using music::DrumCell;
using music::DrumPattern;
using music::kDrumClasses;

template <class Change>
void forEachHit(DrumPattern& pattern, Change change) {
    for (int step = 0; step < pattern.steps(); ++step)
        for (int drum = 0; drum < kDrumClasses; ++drum)
            if (pattern.at(step, drum).hit)
                change(pattern.at(step, drum));
}

template <class Number>
int drawBelow(Random& random, Number count) {
    return static_cast<int>(random.below(static_cast<std::uint64_t>(count)));
}

} // namespace

DrumPattern augmentedPattern(const Dataset& data, int window, const Augmentation& how, Random& random) {
    DrumPattern pattern = random.chance(how.shiftChance) ? shiftedPattern(data, window, random) : data.pattern(window);
    if (pattern.hits() == 0)
        pattern = data.pattern(window);
    if (random.chance(how.swapChance)) {
        DrumPattern mixed = pattern;
        swapSecondHalf(mixed, data.pattern(drawBelow(random, data.size())));
        if (mixed.hits() > 0)
            pattern = mixed;
    }
    if (random.chance(how.dropDrumChance))
        dropDrum(pattern, random);
    dropNotes(pattern, random.uniform(0.0, how.dropNotes), random);
    scaleVelocities(pattern, static_cast<float>(random.uniform(1.0 - how.velocityRange, 1.0 + how.velocityRange)));
    shiftOffsets(pattern, static_cast<float>(how.offsetDeviation * random.normal()));
    return pattern;
}

DrumPattern shiftedPattern(const Dataset& data, int window, Random& random) {
    const Song& song = data.songOf(window);
    const int stepsPerBar = song.grid.stepsPerBar();
    const int eighth = song.grid.stepsPerBeat() / 2;
    const int start = data.windows()[static_cast<std::size_t>(window)].bar * stepsPerBar;
    std::vector<int> starts;
    for (int shift = eighth - stepsPerBar; shift < stepsPerBar; shift += eighth)
        if (shift != 0 && start + shift >= 0 && start + shift + data.steps() <= song.grid.steps())
            starts.push_back(start + shift);
    if (starts.empty())
        return data.pattern(window);
    return cut(song.grid, starts[static_cast<std::size_t>(drawBelow(random, starts.size()))], data.steps());
}

void swapSecondHalf(DrumPattern& pattern, const DrumPattern& other) {
    for (int step = pattern.steps() / 2; step < pattern.steps(); ++step)
        for (int drum = 0; drum < kDrumClasses; ++drum)
            pattern.at(step, drum) = other.at(step, drum);
}

void dropDrum(DrumPattern& pattern, Random& random) {
    std::array<bool, kDrumClasses> plays{};
    for (int step = 0; step < pattern.steps(); ++step)
        for (int drum = 0; drum < kDrumClasses; ++drum)
            if (pattern.at(step, drum).hit)
                plays[static_cast<std::size_t>(drum)] = true;
    const auto playing = std::ranges::count(plays, true);
    if (playing < 2)
        return;
    int left = drawBelow(random, playing);
    int drum = 0;
    while (!plays[static_cast<std::size_t>(drum)] || left-- > 0)
        ++drum;
    for (int step = 0; step < pattern.steps(); ++step)
        pattern.at(step, drum) = DrumCell{};
}

void dropNotes(DrumPattern& pattern, double share, Random& random) {
    DrumPattern thinned = pattern;
    forEachHit(thinned, [&](DrumCell& cell) {
        if (random.chance(share))
            cell = DrumCell{};
    });
    if (thinned.hits() > 0)
        pattern = std::move(thinned);
}

void scaleVelocities(DrumPattern& pattern, float factor) {
    forEachHit(pattern,
               [&](DrumCell& cell) { cell.velocity = std::clamp(cell.velocity * factor, 1.0F / 127.0F, 1.0F); });
}

void shiftOffsets(DrumPattern& pattern, float amount) {
    forEachHit(pattern,
               [&](DrumCell& cell) { cell.microtiming = std::clamp(cell.microtiming - 0.5F * amount, -0.5F, 0.5F); });
}

} // namespace segue::training
