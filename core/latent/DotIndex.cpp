#include "core/latent/DotIndex.h"

#include <nanoflann.hpp>

#include <array>
#include <cmath>
#include <utility>

namespace segue::latent {

struct DotIndex::Tree {
    explicit Tree(std::vector<Point> dots) : points(std::move(dots)) {}

    // What nanoflann asks of a set of points.
    [[nodiscard]] std::size_t kdtree_get_point_count() const { return points.size(); }
    [[nodiscard]] float kdtree_get_pt(std::size_t dot, std::size_t axis) const {
        return axis == 0 ? points[dot].x : points[dot].y;
    }
    template <class Box>
    bool kdtree_get_bbox(Box&) const {
        return false;
    }

    std::vector<Point> points;
    nanoflann::KDTreeSingleIndexAdaptor<nanoflann::L2_Simple_Adaptor<float, Tree>, Tree, 2, std::size_t> index{2,
                                                                                                               *this};
};

DotIndex::DotIndex(std::vector<Point> points) : m_tree(std::make_unique<const Tree>(std::move(points))) {}
DotIndex::~DotIndex() = default;

const std::vector<DotIndex::Point>& DotIndex::points() const {
    return m_tree->points;
}

int DotIndex::nearest(Point place, float radius) const {
    if (!std::isfinite(place.x) || !std::isfinite(place.y))
        return -1;
    const std::array<float, 2> query{place.x, place.y};
    std::size_t found = 0;
    float squaredDistance = 0;
    if (m_tree->index.knnSearch(query.data(), 1, &found, &squaredDistance) == 0)
        return -1;
    return std::sqrt(squaredDistance) <= radius ? static_cast<int>(found) : -1;
}

} // namespace segue::latent
