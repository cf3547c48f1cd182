#pragma once

#include "core/latent/LatentMap.h"
#include "core/music/DrumPattern.h"
#include "core/music/MelodyPattern.h"
#include "core/music/PerformancePattern.h"
#include "core/music/TrioPattern.h"
#include "core/runs/RunFolder.h"

#include <QStringList>

#include <vector>

/// Invented music, maps and runs for the tests and the gallery of the widgets; the same on every machine.
namespace segue::widgets::madeup {

/// Two bars of a plain beat with ghost notes, feel and unlikely hits, a little different for every seed.
[[nodiscard]] music::DrumPattern groove(std::uint64_t seed = 1);

/// `t` of the hits of b, the rest of a: enough to look like a morph.
[[nodiscard]] music::DrumPattern between(const music::DrumPattern& a, const music::DrumPattern& b, double t);

/// A tune of 4/4 bars in C with rests and long notes, a little different for every seed; its chords are those of
/// "C Am F G", a bar each.
[[nodiscard]] music::MelodyPattern melody(int bars, std::uint64_t seed = 1);
/// The roots of those chords, low.
[[nodiscard]] music::MelodyPattern bass(int bars, std::uint64_t seed = 1);

/// The two above over a plain beat.
[[nodiscard]] music::TrioPattern trio(int bars, std::uint64_t seed = 1);
/// A bar of piano chords, a bass, strings and drums, at 24 steps a beat and eight classes of velocity.
[[nodiscard]] music::PerformancePattern performance(std::uint64_t seed = 1);
/// What a decoder might have thought as it wrote `melody`. Shape: [steps, 90]: hold, end, pitches from 21 on.
[[nodiscard]] std::vector<float> melodyProbabilities(const music::MelodyPattern& melody);

struct Map {
    std::vector<latent::LatentMap::Point> points;
    std::vector<int> classes;
    QStringList names;
};
/// Round clusters, one a class, on a ring and in its middle. Requires: 1 <= classes <= 18.
[[nodiscard]] Map clusters(int count, int classes, std::uint64_t seed = 1);

/// A run that has come to `step` of 10,000, reporting every 20 steps and evaluating every 1,000.
[[nodiscard]] runs::RunHistory run(int step);

} // namespace segue::widgets::madeup
