#pragma once

#include "core/architecture/Blueprint.h"
#include "core/base/Random.h"
#include "core/files/ModelFile.h"
#include "core/music/DrumPattern.h"

#include <cmath>
#include <cstdint>

namespace segue::test {

/// A model of `architecture` with seeded random weights, the same on every machine: its patterns mean nothing, but
/// differ with z and have some hits and some rests on every drum. Deviations shrink with the width of what a weight
/// reads, so that gates neither saturate nor sleep.
[[nodiscard]] inline files::ModelFile randomModel(const architecture::Architecture& architecture, std::uint64_t seed) {
    files::ModelFile model;
    model.architecture = architecture;
    model.provenance = {{"data", "random weights for tests"}, {"seed", seed}};
    Random random(seed);
    for (const auto& [name, shape] : architecture::weightShapes(architecture)) {
        std::int64_t size = 1;
        for (const std::int64_t dimension : shape)
            size *= dimension;
        const double reads = shape.size() == 2 ? static_cast<double>(shape[1]) : 16.0;
        const double deviation = (name == "decoder.output.weight" ? 4.0 : 1.5) / std::sqrt(reads);
        files::Tensor tensor{shape, {}};
        tensor.values.reserve(static_cast<std::size_t>(size));
        for (std::int64_t index = 0; index < size; ++index)
            tensor.values.push_back(static_cast<float>(deviation * random.normal()));
        model.weights.emplace(name, std::move(tensor));
    }
    return model;
}

/// The named 2-bar configuration's codec in networks small enough for a test.
[[nodiscard]] inline architecture::Architecture smallArchitecture() {
    architecture::Architecture architecture;
    architecture.name = "groovae_2bar";
    architecture.latentSize = 8;
    architecture.encoder.sizes = {12};
    architecture.decoder.sizes = {16, 20};
    return architecture;
}

/// Two bars of melody, likewise.
[[nodiscard]] inline architecture::Architecture smallMelodyArchitecture() {
    architecture::Architecture architecture = smallArchitecture();
    architecture.name = "cat-mel_2bar_small";
    architecture.codec = architecture::MelodyCodecConfig{};
    architecture.decoder.outputs = architecture::outputsFor(architecture.codec);
    return architecture;
}

/// A pattern with about `density` of its cells hit, each with some velocity and microtiming.
[[nodiscard]] inline music::DrumPattern randomPattern(int steps, double density, Random& random) {
    music::DrumPattern pattern(steps);
    for (int step = 0; step < steps; ++step)
        for (int drum = 0; drum < music::kDrumClasses; ++drum)
            if (random.chance(density))
                pattern.at(step, drum) = {true, 1.0F, static_cast<float>(random.uniform(0.1, 1.0)),
                                          static_cast<float>(random.uniform(-0.5, 0.5))};
    return pattern;
}

} // namespace segue::test
