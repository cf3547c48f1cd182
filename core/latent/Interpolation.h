#pragma once

#include <span>

namespace segue::latent {

/// Spherical interpolation from a (t = 0) to b (t = 1), as Magenta's: along the great circle of the two directions,
/// with unnormalised ends; falls back to lerp where they are parallel or one is zero.
/// Source: Shoemake 1985; magenta/models/music_vae/trained_model.py, _slerp. Requires: sizes agree.
/// `out` may be a or b.
void slerp(std::span<const float> a, std::span<const float> b, float t, std::span<float> out);
void lerp(std::span<const float> a, std::span<const float> b, float t, std::span<float> out);

/// How to go from one point to another.
enum class Path {
    Arc, ///< slerp: as Magenta's Python does; keeps the norm, and with it how much happens
    Line, ///< lerp: as Magenta's JavaScript does; the middle of the way is nearer to the average
};
/// That of the window and of the commands. By interpolationScores() of 300 pairs the grooves' model goes steadily from
/// A to B in 98.7 % on the arc and in 99.0 % on the line, which is the same; but half way the line has lost an eighth
/// of the hits, the arc a fortieth.
inline constexpr Path kUsualPath = Path::Arc;

void interpolate(Path path, std::span<const float> a, std::span<const float> b, float t, std::span<float> out);

} // namespace segue::latent
