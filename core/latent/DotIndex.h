#pragma once

#include "core/latent/LatentMap.h"

#include <memory>
#include <vector>

namespace segue::latent {

/// Dots on the plane, and which of them is nearest to a place. Immutable; share it by shared_ptr<const>. Thread: any.
class DotIndex {
public:
    using Point = LatentMap::Point;

    /// Requires: finite points.
    explicit DotIndex(std::vector<Point> points);

    [[nodiscard]] const std::vector<Point>& points() const;
    /// Of equally near ones any; -1 if there is none within `radius`, or if `place` is not finite.
    /// Cost: about 1 us for 100,000 dots.
    [[nodiscard]] int nearest(Point place, float radius) const;

    ~DotIndex();
    DotIndex(const DotIndex&) = delete;
    DotIndex& operator=(const DotIndex&) = delete;

private:
    struct Tree;
    std::unique_ptr<const Tree> m_tree;
};

} // namespace segue::latent
