#include "training/Augment.h"

#include "training/Transpose.h"

#include <algorithm>
#include <vector>

namespace segue::training {
namespace {

using music::DrumCell;
using music::DrumPattern;

template <class Change>
void forEachHit(DrumPattern& pattern, Change change) {
    for (int step = 0; step < pattern.steps(); ++step)
        for (int drum = 0; drum < pattern.drums(); ++drum)
            if (pattern.at(step, drum).hit)
                change(pattern.at(step, drum));
}

template <class Number>
int drawBelow(Random& random, Number count) {
    return static_cast<int>(random.below(static_cast<std::uint64_t>(count)));
}

/// A window as it was played. Requires: a song that is kept whole.
DrumPattern grooveOf(const Dataset& data, int window) {
    return std::get<DrumPattern>(data.pattern(window));
}

DrumPattern augmentedGroove(const Dataset& data, int window, const Augmentation& how, Random& random) {
    DrumPattern pattern =
        random.chance(how.shiftChance) ? shiftedPattern(data, window, random) : grooveOf(data, window);
    if (pattern.hits() == 0)
        pattern = grooveOf(data, window);
    if (random.chance(how.swapChance)) {
        DrumPattern mixed = pattern;
        swapSecondHalf(mixed, grooveOf(data, drawBelow(random, data.size())));
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

} // namespace

music::Pattern augmentedPattern(const Dataset& data, int window, const Augmentation& how, Random& random) {
    if (data.songOf(window).grid)
        return augmentedGroove(data, window, how, random);
    if (how.transpose == 0)
        return data.pattern(window);
    const int semitones = drawBelow(random, 2 * how.transpose + 1) - how.transpose;
    return transposed(data.pattern(window), semitones, data.codec().configuration());
}

DrumPattern shiftedPattern(const Dataset& data, int window, Random& random) {
    const DrumPattern& grid = *data.songOf(window).grid;
    const DrumPattern pattern = grooveOf(data, window);
    const int stepsPerBar = grid.stepsPerBar();
    const int eighth = grid.stepsPerBeat() / 2;
    const int start = data.windows()[static_cast<std::size_t>(window)].at * stepsPerBar;
    std::vector<int> starts;
    for (int shift = eighth - stepsPerBar; shift < stepsPerBar; shift += eighth)
        if (shift != 0 && start + shift >= 0 && start + shift + pattern.steps() <= grid.steps())
            starts.push_back(start + shift);
    if (starts.empty())
        return pattern;
    return cut(grid, starts[static_cast<std::size_t>(drawBelow(random, starts.size()))], pattern.steps());
}

void swapSecondHalf(DrumPattern& pattern, const DrumPattern& other) {
    for (int step = pattern.steps() / 2; step < pattern.steps(); ++step)
        for (int drum = 0; drum < pattern.drums(); ++drum)
            pattern.at(step, drum) = other.at(step, drum);
}

void dropDrum(DrumPattern& pattern, Random& random) {
    std::vector<bool> plays(static_cast<std::size_t>(pattern.drums()));
    for (int step = 0; step < pattern.steps(); ++step)
        for (int drum = 0; drum < pattern.drums(); ++drum)
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
