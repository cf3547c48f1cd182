#pragma once

#include "core/codec/GrooveCodec.h"
#include "training/Dataset.h"
#include "training/Hyperparameters.h"

#include <QtGlobal>

#include <string>

namespace segue::test {

/// Small enough to learn in a test.
inline architecture::Architecture tinyArchitecture() {
    architecture::Architecture architecture = architecture::namedConfiguration("groovae_2bar").value();
    architecture.latentSize = 4;
    architecture.encoder.sizes = {12};
    architecture.decoder.sizes = {10, 8};
    return architecture;
}

/// A drummer who repeats one of a few beats, with a touch of their own: something to learn and to tell apart.
inline music::DrumPattern drawBeat(Random& random, int bars) {
    music::DrumPattern beat(bars * 16);
    const int hat = random.chance(0.5) ? 2 : 8;
    const int pace = random.chance(0.5) ? 2 : 4;
    const auto late = static_cast<float>(random.uniform(-0.3, 0.3));
    for (int step = 0; step < beat.steps(); ++step) {
        const auto velocity = static_cast<float>(static_cast<int>(random.uniform(40.0, 120.0))) / 127.0F;
        if (step % pace == 0)
            beat.at(step, hat) = {true, 1.0F, velocity, late};
        if (step % 8 == 4)
            beat.at(step, 1) = {true, 1.0F, velocity, 0.0F};
        if (step % 8 == 0 || random.chance(0.1))
            beat.at(step, 0) = {true, 1.0F, velocity, 0.0F};
    }
    return beat;
}

inline training::Dataset drawDataset(std::uint64_t seed, int songs, int bars = 4) {
    Random random(seed);
    const auto codec = std::get<architecture::GrooveCodecConfig>(tinyArchitecture().codec);
    training::Dataset data(codec);
    architecture::GrooveCodecConfig whole = codec;
    whole.bars = bars;
    for (int song = 0; song < songs; ++song) {
        const auto notes = codec::GrooveCodec(whole).toNotes(drawBeat(random, bars), Bpm(90.0 + 10.0 * song));
        const auto added = data.add("song" + std::to_string(song), notes);
        Q_ASSERT(added.has_value());
    }
    return data;
}

/// A window of a data set of grooves.
inline music::DrumPattern grooveOf(const training::Dataset& data, int window) {
    return std::get<music::DrumPattern>(data.pattern(window));
}

inline architecture::Architecture tinyMelodyArchitecture() {
    architecture::Architecture architecture = architecture::namedConfiguration("cat-mel_2bar_small").value();
    architecture.latentSize = 4;
    architecture.encoder.sizes = {12};
    architecture.decoder.sizes = {10, 8};
    return architecture;
}

/// Up or down a scale, in one of a few keys, in notes of one of a few lengths.
inline music::NoteSequence drawMelody(Random& random, int bars) {
    music::NoteSequence sequence;
    const int lowest = 48 + static_cast<int>(random.below(12));
    const double length = random.chance(0.5) ? 0.25 : 0.5; // at 120 a beat lasts half a second
    const bool rises = random.chance(0.5);
    const int count = static_cast<int>(2.0 * bars / length);
    for (int i = 0; i < count; ++i) {
        const int degree = rises ? i % 8 : 7 - i % 8;
        const int pitch = lowest + 2 * degree - (degree > 2 ? 1 : 0) - (degree > 6 ? 1 : 0);
        sequence.notes.push_back({.pitch = MidiPitch(static_cast<std::uint8_t>(pitch)),
                                  .velocity = Velocity(80),
                                  .start = Seconds(length * i),
                                  .end = Seconds(length * (i + 1))});
    }
    return sequence;
}

inline training::Dataset drawMelodies(std::uint64_t seed, int songs, int bars = 4,
                                      codec::Rules rules = codec::Rules::Segue) {
    Random random(seed);
    training::Dataset data(tinyMelodyArchitecture().codec, rules);
    for (int song = 0; song < songs; ++song) {
        const auto added = data.add("song" + std::to_string(song), drawMelody(random, bars));
        Q_ASSERT(added.has_value());
    }
    return data;
}

inline training::Hyperparameters tinyParameters() {
    training::Hyperparameters parameters;
    parameters.batchSize = 8;
    parameters.warmupSteps = 5;
    return parameters;
}

} // namespace segue::test
