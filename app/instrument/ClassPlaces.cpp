#include "app/instrument/ClassPlaces.h"

#include <limits>

namespace segue::instrument {
namespace {

struct Sum {
    double x = 0;
    double y = 0;
    double count = 0;
};

} // namespace

std::vector<latent::LatentMap::Point> classPlaces(const Layout& layout) {
    const auto& points = layout.map->points();
    std::vector<Sum> sums(layout.classNames.size());
    for (std::size_t i = 0; i < points.size(); ++i)
        if (layout.classes[i] >= 0) {
            Sum& sum = sums[static_cast<std::size_t>(layout.classes[i])];
            sum.x += static_cast<double>(points[i].x);
            sum.y += static_cast<double>(points[i].y);
            ++sum.count;
        }
    std::vector<latent::LatentMap::Point> places(sums.size());
    std::vector<double> nearest(sums.size(), std::numeric_limits<double>::infinity());
    for (std::size_t i = 0; i < points.size(); ++i)
        if (layout.classes[i] >= 0) {
            const auto index = static_cast<std::size_t>(layout.classes[i]);
            const double dx = static_cast<double>(points[i].x) - sums[index].x / sums[index].count;
            const double dy = static_cast<double>(points[i].y) - sums[index].y / sums[index].count;
            if (dx * dx + dy * dy < nearest[index]) {
                nearest[index] = dx * dx + dy * dy;
                places[index] = points[i];
            }
        }
    return places;
}

} // namespace segue::instrument
