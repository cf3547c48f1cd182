#pragma once

#include "core/base/Result.h"
#include "core/music/DrumMap.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace segue::architecture {

/// How notes become tensors and back: what each codec of core/codec is built from. It is part of an architecture and
/// travels with it. Every grid has four beats a bar, and four steps a beat (sixteenths) or twelve (with triplets).
/// T steps a window, D depth of a step.

/// One voice: a note, a hold or an end a step. Source: magenta/models/music_vae/data.py, OneHotMelodyConverter.
struct MelodyCodecConfig {
    int bars = 2;
    int stepsPerBeat = 4;
    int lowestPitch = 21;
    int highestPitch = 108;
    bool melodyPrograms = false; ///< only General MIDI programs 0 to 31
    bool chords = false; ///< each step is conditioned on one of 49 triads
    bool key = false; ///< each window is conditioned on one of 12 tonics

    [[nodiscard]] int steps() const { return bars * 4 * stepsPerBeat; }
    [[nodiscard]] int depth() const { return highestPitch - lowestPitch + 3; } ///< hold, off, pitches
    friend bool operator==(const MelodyCodecConfig&, const MelodyCodecConfig&) = default;
};

/// Which drums are hit, a step. Input: a roll and a bit for silence. Source: data.py, DrumsConverter.
struct DrumsCodecConfig {
    enum class Output { OneHot, Roll };

    int bars = 2;
    int stepsPerBeat = 4;
    Output output = Output::OneHot; ///< one of 2^classes sets, or a bit a class
    music::DrumMap drumMap = music::generalMidiDrumMap(); ///< of 1 to 9 classes if one-hot, to 61 if a roll

    [[nodiscard]] int steps() const { return bars * 4 * stepsPerBeat; }
    friend bool operator==(const DrumsCodecConfig&, const DrumsCodecConfig&) = default;
};

/// Melody, bass and drums side by side. Source: data.py, TrioConverter.
struct TrioCodecConfig {
    int bars = 16;
    int stepsPerBeat = 4;
    int lowestPitch = 21;
    int highestPitch = 108;
    int gapBars = 2; ///< a part may rest so long within a window
    music::DrumMap drumMap = music::generalMidiDrumMap(); ///< of 9 classes

    [[nodiscard]] int steps() const { return bars * 4 * stepsPerBeat; }
    friend bool operator==(const TrioCodecConfig&, const TrioCodecConfig&) = default;
};

/// Hits, velocities and microtiming of nine drums; the options change what the model hears, not what it must answer.
/// Source: data.py, GrooveConverter.
struct GrooveCodecConfig {
    int bars = 2;
    int stepsPerBeat = 4;
    music::DrumMap drumMap = music::rolandDrumMap(); ///< of 9 classes
    bool humanize = false; ///< input without velocity and microtiming
    bool fixedVelocities = false; ///< input without velocity
    bool tapify = false; ///< input of one drum: the loudest of each step
    std::vector<int> addInstruments{}; ///< these drums are taken out of the input
    bool hitsAsControls = false; ///< hits are given to encoder and decoder
    float noteDropout = 0; ///< greatest probability with which a note of the input is left out, [0, 1]
    bool splitInstruments = false; ///< a step of the model is one drum of a step of the grid
    int velocityBins = 0; ///< 0: numbers, else so many classes; both or none of the two
    int offsetBins = 0;

    [[nodiscard]] int stepsPerBar() const { return 4 * stepsPerBeat; }
    [[nodiscard]] int steps() const { return bars * stepsPerBar(); } ///< of the grid
    /// Width of one step: hits, velocities and offsets of nine drums.
    static constexpr int kDepth = 3 * music::kDrumClasses;

    friend bool operator==(const GrooveCodecConfig&, const GrooveCodecConfig&) = default;
};

/// Up to eight instruments as events, one bar a window. Source: magenta/models/music_vae/data_hierarchical.py,
/// MultiInstrumentPerformanceConverter.
struct PerformanceCodecConfig {
    int bars = 1;
    int stepsPerQuarter = 24;
    int velocityBins = 8;
    int instruments = 8;
    int eventsPerInstrument = 64; ///< program and end included
    bool chords = false; ///< each event is conditioned on one of 49 triads

    friend bool operator==(const PerformanceCodecConfig&, const PerformanceCodecConfig&) = default;
};

using CodecConfig =
    std::variant<MelodyCodecConfig, DrumsCodecConfig, TrioCodecConfig, GrooveCodecConfig, PerformanceCodecConfig>;

/// What one window of a codec measures, in steps of the model.
struct TensorShape {
    int steps = 0; ///< T
    int input = 0; ///< D of what the encoder reads
    int output = 0; ///< D of what the decoder writes
    int control = 0; ///< D of what both are told besides

    friend bool operator==(const TensorShape&, const TensorShape&) = default;
};
[[nodiscard]] TensorShape tensorShape(const CodecConfig& config);

/// "melody", "drums", "trio", "groove", "performance".
[[nodiscard]] std::string_view typeName(const CodecConfig& config);

/// Errors: InvalidArgument naming the field and the range it must lie in.
[[nodiscard]] Status validate(const CodecConfig& config);

/// {"type": "melody", "bars": 2, ...}: every field under its name in snake_case.
[[nodiscard]] nlohmann::json toJson(const CodecConfig& config);
/// A field that is missing has its default, but bars and a groove's drum_map must be there.
/// Errors: Malformed, InvalidArgument, Unsupported (a type there is not), naming the field.
[[nodiscard]] Result<CodecConfig> codecFromJson(const nlohmann::json& json);

} // namespace segue::architecture
