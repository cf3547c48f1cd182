#include "core/latent/Interpolation.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <numeric>

namespace segue::latent {
namespace {

/// Below this sine the arc is so short, or so near to half a turn, that its direction is lost in rounding.
constexpr double kParallel = 1e-3;

double dot(std::span<const float> a, std::span<const float> b) {
    return std::transform_reduce(a.begin(), a.end(), b.begin(), 0.0, std::plus(),
                                 [](double x, double y) { return x * y; });
}

void combine(std::span<const float> a, double weightA, std::span<const float> b, double weightB, std::span<float> out) {
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<float>(weightA * a[i] + weightB * b[i]);
}

} // namespace

void lerp(std::span<const float> a, std::span<const float> b, float t, std::span<float> out) {
    assert(a.size() == b.size() && a.size() == out.size());
    combine(a, 1.0 - double{t}, b, double{t}, out);
}

void slerp(std::span<const float> a, std::span<const float> b, float t, std::span<float> out) {
    assert(a.size() == b.size() && a.size() == out.size());
    const double norms = std::sqrt(dot(a, a) * dot(b, b));
    if (norms == 0)
        return lerp(a, b, t, out);
    const double angle = std::acos(std::clamp(dot(a, b) / norms, -1.0, 1.0));
    const double sine = std::sin(angle);
    if (sine < kParallel || t == 0.0F || t == 1.0F)
        return lerp(a, b, t, out);
    combine(a, std::sin((1.0 - double{t}) * angle) / sine, b, std::sin(double{t} * angle) / sine, out);
}

void interpolate(Path path, std::span<const float> a, std::span<const float> b, float t, std::span<float> out) {
    if (path == Path::Arc)
        slerp(a, b, t, out);
    else
        lerp(a, b, t, out);
}

} // namespace segue::latent
