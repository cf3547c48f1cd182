#pragma once

#include "core/latent/Colouring.h"
#include "core/latent/LatentMap.h"
#include "core/music/Pattern.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace segue::session {

using latent::ColourBy;

/// How the latent space is laid on the plane.
enum class PlaneKind { PrincipalComponents, Discriminant };

struct Plane {
    PlaneKind kind = PlaneKind::Discriminant;
    ColourBy colourBy = ColourBy::Style;

    friend bool operator==(const Plane&, const Plane&) = default;
};

/// A model and the map that belongs to it. Without a model it is one that comes with Segue.
struct InstrumentFiles {
    std::string model;
    std::string map;
    std::string bundled{}; ///< name of that one; empty means the first

    [[nodiscard]] bool isBundled() const { return model.empty(); }
    /// What is always there to fall back on.
    [[nodiscard]] bool isFirst() const { return model.empty() && bundled.empty(); }
    friend bool operator==(const InstrumentFiles&, const InstrumentFiles&) = default;
};

/// One end of the morph. The pattern is the truth; its latent vector is found anew whenever the model changes, unless
/// the anchor is a point of the map, which has `z` under the model of `modelChecksum`.
struct Anchor {
    std::string title; ///< for a person: "my_funk"
    std::string file; ///< path of the MIDI file, so that another bar can be chosen; may be empty
    int bar = 0; ///< first bar of the window, from 0
    music::Pattern pattern;
    std::vector<float> z; ///< may be empty
    std::string modelChecksum;

    friend bool operator==(const Anchor&, const Anchor&) = default;
};

/// Which hand is on the music: the puck on the map, or the slider between A and B.
enum class Mode { Map, Morph };

/// Everything that decides what sounds, and that undo brings back. A plain value.
struct Scene {
    InstrumentFiles instrument;
    Plane plane;
    Mode mode = Mode::Map;
    latent::LatentMap::Point puck;
    float spacing = 0; ///< of the dots that are heard there: LatentMap::invert
    /// What sounds at the puck if something else than a hand on this plane put it there (a change of plane, a dropped
    /// file): its latent vector, until the puck is moved. Empty: what the map says.
    std::vector<float> z;
    /// What the decoder is told besides, where the model asks for it: the chords and the key of this, or its hits.
    /// Of another kind than the model's, or empty: what instrument::usuallyTold says.
    music::Pattern told;
    std::optional<Anchor> a;
    std::optional<Anchor> b;
    float morph = 0; ///< [0, 1]; 0 is A
    double tempo = 100; ///< BPM, [kSlowest, kFastest]
    float temperature = 0; ///< [0, 2]
    float threshold = 0.5F; ///< [0.02, 0.98]
    std::uint64_t seed = 1; ///< of the dice

    static constexpr double kSlowest = 20;
    static constexpr double kFastest = 300;

    friend bool operator==(const Scene&, const Scene&) = default;
};

/// The scene with every number within its range; not-a-number becomes the default.
[[nodiscard]] Scene sanitized(Scene scene);

} // namespace segue::session
