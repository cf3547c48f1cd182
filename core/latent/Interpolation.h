#pragma once

#include <span>

namespace segue::latent {

/// Spherical interpolation from a (t = 0) to b (t = 1), as Magenta's: along the great circle of the two directions,
/// with unnormalised ends; falls back to lerp where they are parallel or one is zero.
/// Source: Shoemake 1985; magenta/models/music_vae/trained_model.py, _slerp. Requires: sizes agree.
/// `out` may be a or b.
void slerp(std::span<const float> a, std::span<const float> b, float t, std::span<float> out);
void lerp(std::span<const float> a, std::span<const float> b, float t, std::span<float> out);

} // namespace segue::latent
