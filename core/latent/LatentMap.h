#pragma once

#include "core/base/Result.h"
#include "core/latent/MapFile.h"
#include "core/latent/Projection.h"

#include <memory>
#include <span>
#include <vector>

namespace segue::latent {

class DotIndex;

/// A data set's posterior means on a plane that can be inverted: every point of the plane has a z.
///
///     z(x, y) = linear part of the projection at (x, y) + blend of the residuals of the dots around (x, y)
///
/// where an example's residual is its mean less the linear part at its dot. The dots around a point are the corners of
/// its Delaunay triangle, weighted by its place in the triangle. Hence
///  1. at an example's dot z is exactly that example's mean;
///  2. z is continuous, and from one dot to the next only these two examples sound;
///  3. away from the dots, the blend fades to the linear plane;
///  4. the point keeps its meaning: project(z(x, y)) = (x, y);
///  5. the blend keeps the norm (a spherical weighted mean): the plain mean of three Gaussian vectors shrinks by
///  sqrt(3)
///     and would make every point between dots decode to the same average pattern.
/// Immutable; share it by shared_ptr<const>. Thread: any.
class LatentMap {
public:
    struct Point {
        float x = 0;
        float y = 0;

        friend bool operator==(const Point&, const Point&) = default;
    };

    /// Planes of the same means share them. Shape: means is [count, latentSize]. Requires: means.
    /// Errors: ShapeMismatch, InvalidArgument (no examples, values not finite).
    [[nodiscard]] static Result<std::shared_ptr<const LatentMap>>
    create(std::shared_ptr<const std::vector<float>> means, int latentSize, Projection projection);
    /// With means of its own.
    [[nodiscard]] static Result<std::shared_ptr<const LatentMap>> create(std::vector<float> means, int latentSize,
                                                                         Projection projection);

    [[nodiscard]] int count() const;
    [[nodiscard]] int latentSize() const;
    /// The one given to create(), in the units of the map.
    [[nodiscard]] const Projection& projection() const;
    /// Where the dots are, scaled so that 98 % lie in [-1, 1]. Two examples never share a place exactly: equal ones lie
    /// about a millionth apart.
    [[nodiscard]] const std::vector<Point>& points() const;
    /// The same, to be shared with who looks for the one under a hand.
    [[nodiscard]] const std::shared_ptr<const DotIndex>& dots() const;
    [[nodiscard]] std::span<const float> mean(int example) const;

    /// Where a z lies on the plane (a dropped file, an anchor).
    [[nodiscard]] Point project(std::span<const float> z) const;
    /// The z of a place, with the laws above. `attraction` in [0, 1]: 0 is the bare linear plane.
    ///
    /// `spacing` thins the dots out that are heard, so that those left are at least as far apart (a power of two, 0.5
    /// at most); for the others law 1 does not hold. Where thousands of dots crowd together, a drag without it would
    /// pass another pattern at every pixel; with a spacing of some 30 pixels it morphs from one to the next.
    ///
    /// Requires: a finite point. Cost: about 2 us for 100,000 examples of 256 values; allocates nothing.
    void invert(Point point, std::span<float> z, float attraction = 1.0F, float spacing = 0.0F) const;
    /// Whether an example's dot is heard at this spacing.
    [[nodiscard]] bool isHeard(int example, float spacing) const;
    /// The nearest example on the plane; -1 if there is none within `radius`.
    [[nodiscard]] int nearest(Point point, float radius) const;

    ~LatentMap();
    LatentMap(const LatentMap&) = delete;
    LatentMap& operator=(const LatentMap&) = delete;

private:
    struct Data;
    explicit LatentMap(std::unique_ptr<const Data> data);
    std::unique_ptr<const Data> m_data;
};

} // namespace segue::latent
