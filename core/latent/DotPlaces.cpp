#include "core/latent/DotPlaces.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

namespace segue::latent {
namespace {

using Point = LatentMap::Point;
using Site = Triangulation::Site;

/// How far the frame lies beyond the outermost dot.
constexpr double kFrameBeyondDots = 1.5;
/// Of the dots, at either end of an axis.
constexpr double kOutliers = 0.005;
constexpr double kSmallestBulk = 1e-3;

struct Extent {
    double middle = 0;
    double halfWidth = 0;
};

/// Of all values but the outliers at either end; never so small beside the outliers that those were lost from sight.
Extent bulk(std::vector<float> values) {
    std::ranges::sort(values);
    const auto skipped = static_cast<std::size_t>(kOutliers * static_cast<double>(values.size()));
    const double least = values[skipped];
    const double greatest = values[values.size() - 1 - skipped];
    const double whole = double{values.back()} - values.front();
    return {0.5 * (least + greatest), std::max(0.5 * (greatest - least), kSmallestBulk * whole)};
}

/// Gives every dot a cell of its own: where one is taken, the nearest free one on growing square rings around it.
class Cells {
public:
    Site take(Site wanted) {
        int& ring = m_rings[key(wanted)];
        for (;; ++ring) {
            for (int along = -ring; along <= ring; ++along)
                for (const Site offset : {Site{along, -ring}, Site{ring, along}, Site{along, ring}, Site{-ring, along}})
                    if (m_taken.insert(key({wanted.x + offset.x, wanted.y + offset.y})).second)
                        return {wanted.x + offset.x, wanted.y + offset.y};
        }
    }

private:
    static std::uint64_t key(Site site) {
        return static_cast<std::uint64_t>(static_cast<std::uint32_t>(site.x)) << 32 |
               static_cast<std::uint32_t>(site.y);
    }
    std::unordered_set<std::uint64_t> m_taken;
    std::unordered_map<std::uint64_t, int> m_rings; // smaller rings around this cell are full
};

} // namespace

Point placeOf(std::span<const float> z, const Projection& projection) {
    const auto alongAxis = [&](std::size_t axis) {
        const float* const basis = projection.basis.data() + axis * z.size();
        const float* const centre = projection.centre.data();
        const auto term = [&](std::size_t i) { return double{basis[i]} * (double{z[i]} - centre[i]); };
        std::array<double, 8> sums{}; // side by side: none waits for another
        std::size_t i = 0;
        for (; i + sums.size() <= z.size(); i += sums.size())
            for (std::size_t lane = 0; lane < sums.size(); ++lane)
                sums[lane] += term(i + lane);
        for (; i < z.size(); ++i)
            sums[0] += term(i);
        return static_cast<float>(std::accumulate(sums.begin(), sums.end(), 0.0));
    };
    return {alongAxis(0), alongAxis(1)};
}

Projection inMapUnits(Projection projection, std::span<const float> means) {
    const auto size = static_cast<std::size_t>(projection.latentSize);
    std::array<std::vector<float>, 2> coordinates;
    for (std::size_t row = 0; row < means.size(); row += size) {
        const Point at = placeOf(means.subspan(row, size), projection);
        coordinates[0].push_back(at.x);
        coordinates[1].push_back(at.y);
    }
    std::array<Extent, 2> extents{bulk(std::move(coordinates[0])), bulk(std::move(coordinates[1]))};
    const double widest = std::max(extents[0].halfWidth, extents[1].halfWidth);
    for (std::size_t axis = 0; axis < 2; ++axis) {
        const auto [middle, halfWidth] = extents[axis];
        // An axis along which nothing varies takes the other one's unit.
        const double unit = halfWidth > 1e-6 * widest ? halfWidth : widest > 0 ? widest : 1.0;
        for (std::size_t i = 0; i < size; ++i) {
            float& lift = projection.lift[2 * i + axis];
            projection.centre[i] += static_cast<float>(lift * middle);
            lift = static_cast<float>(lift * unit);
            float& basis = projection.basis[axis * size + i];
            basis = static_cast<float>(basis / unit);
        }
    }
    return projection;
}

DotPlaces placesOf(std::span<const float> means, const Projection& projection, double frame) {
    DotPlaces places;
    const auto size = static_cast<std::size_t>(projection.latentSize);
    double reach = frame;
    for (std::size_t row = 0; row < means.size(); row += size) {
        const Point point = placeOf(means.subspan(row, size), projection);
        places.points.push_back(point);
        reach = std::max({reach, kFrameBeyondDots * std::abs(point.x), kFrameBeyondDots * std::abs(point.y)});
    }
    places.unit = std::exp2(std::ceil(std::log2(reach / Triangulation::kLimit)));
    places.frame = static_cast<std::int32_t>(reach / places.unit);
    Cells cells;
    for (Point& point : places.points) {
        const auto cell = [&](float value) { return static_cast<std::int32_t>(std::lround(value / places.unit)); };
        const Site site = cells.take({cell(point.x), cell(point.y)});
        places.sites.push_back(site);
        point = {static_cast<float>(site.x * places.unit), static_cast<float>(site.y * places.unit)};
    }
    return places;
}

} // namespace segue::latent
