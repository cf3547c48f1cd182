#include "core/latent/LatentMap.h"

#include "core/latent/DotIndex.h"
#include "core/latent/DotPlaces.h"
#include "core/latent/Landmarks.h"
#include "core/latent/Triangulation.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <functional>
#include <numeric>
#include <string>

namespace segue::latent {
namespace {

using Point = LatentMap::Point;
using Site = Triangulation::Site;

/// Where the blend has faded to the linear plane, in units of the map; further out if dots need it.
constexpr double kFrame = 3.0;
/// The corners' weights are raised to this power: where one dot is near, it is heard; a change happens between dots.
/// With means of a trained model, half of the places decode to the nearest dot's pattern (a quarter at 1, two thirds at
/// 3, where changes come more suddenly), and blends lie no further from the data's patterns than these from each other.
constexpr double kSharpness = 2;
/// Levels at which the dots that are heard keep a distance, each half of the one before; at the last, every dot is.
constexpr int kLevels = 7;
constexpr float kCoarsest = 0.5F;
/// Three residuals at right angles lose sqrt(3) of their norm in the mean. More than this is not given back, so that
/// the blend stays continuous where residuals cancel.
constexpr double kGreatestGain = 2.0;

float dot(std::span<const float> a, std::span<const float> b) {
    return static_cast<float>(std::transform_reduce(a.begin(), a.end(), b.begin(), 0.0, std::plus(),
                                                    [](double x, double y) { return x * y; }));
}

} // namespace

struct LatentMap::Data {
    /// The dots that are heard when all must be `spacing` apart.
    struct Level {
        float spacing = 0;
        std::vector<int> examples; // of each site
        Triangulation triangulation;
    };

    std::shared_ptr<const std::vector<float>> means;
    std::size_t latentSize = 0;
    Projection projection;
    double unit = 1; // of the triangulation's grid, in units of the map: a power of two
    std::shared_ptr<const DotIndex> dots;
    std::vector<float> residualNorms; // of mean - linear part at its dot
    std::vector<Level> levels; // ever finer; the last has every dot
    std::vector<int> heardFrom; // of each example, the first level that has it

    [[nodiscard]] std::span<const float> mean(int example) const {
        return std::span(*means).subspan(static_cast<std::size_t>(example) * latentSize, latentSize);
    }
    [[nodiscard]] float linear(Point at, std::size_t i) const {
        return projection.centre[i] + projection.lift[2 * i] * at.x + projection.lift[2 * i + 1] * at.y;
    }
    /// The finest level whose dots are at least `spacing` apart, or the coarsest there is.
    [[nodiscard]] const Level& level(float spacing) const {
        const auto fineEnough = [spacing](const Level& each) { return each.spacing >= spacing; };
        const auto found = std::find_if(levels.rbegin(), levels.rend(), fineEnough);
        return found == levels.rend() ? levels.front() : *found;
    }
    void placeDots();
    void makeLevels(const std::vector<Site>& sites, std::int32_t frame);
};

void LatentMap::Data::placeDots() {
    DotPlaces places = placesOf(*means, projection, kFrame);
    dots = std::make_shared<const DotIndex>(std::move(places.points));
    unit = places.unit;
    makeLevels(places.sites, places.frame);

    const std::vector<Point>& points = dots->points();
    std::vector<float> residual(latentSize);
    for (std::size_t example = 0; example < points.size(); ++example) {
        const auto z = mean(static_cast<int>(example));
        for (std::size_t i = 0; i < latentSize; ++i)
            residual[i] = z[i] - linear(points[example], i);
        residualNorms.push_back(std::sqrt(dot(residual, residual)));
    }
}

void LatentMap::Data::makeLevels(const std::vector<Site>& sites, std::int32_t frame) {
    heardFrom.assign(sites.size(), kLevels);
    std::vector<int> heard;
    for (int level = 0; level < kLevels; ++level) {
        const float spacing = std::ldexp(kCoarsest, -level);
        const auto known = static_cast<std::ptrdiff_t>(heard.size());
        heard = landmarks(sites, std::max(1, static_cast<std::int32_t>(spacing / unit)), heard);
        for (auto example = heard.begin() + known; example != heard.end(); ++example)
            heardFrom[static_cast<std::size_t>(*example)] = level;
        std::vector<Site> heardSites;
        std::ranges::transform(heard, std::back_inserter(heardSites),
                               [&](int example) { return sites[static_cast<std::size_t>(example)]; });
        levels.push_back({spacing, heard, Triangulation(heardSites, frame)});
    }
    std::vector<int> all(sites.size());
    std::iota(all.begin(), all.end(), 0);
    levels.push_back({0.0F, std::move(all), Triangulation(sites, frame)});
}

Result<std::shared_ptr<const LatentMap>> LatentMap::create(std::vector<float> means, int latentSize,
                                                           Projection projection) {
    return create(std::make_shared<const std::vector<float>>(std::move(means)), latentSize, std::move(projection));
}

Result<std::shared_ptr<const LatentMap>> LatentMap::create(std::shared_ptr<const std::vector<float>> means,
                                                           int latentSize, Projection projection) {
    assert(means);
    const auto size = static_cast<std::size_t>(std::max(latentSize, 0));
    if (size == 0 || means->size() % size != 0)
        return fail(ErrorCode::ShapeMismatch, std::to_string(means->size()) + " values are not rows of " +
                                                  std::to_string(latentSize) + " latent values");
    if (projection.latentSize != latentSize || projection.centre.size() != size ||
        projection.basis.size() != 2 * size || projection.lift.size() != 2 * size)
        return fail(ErrorCode::ShapeMismatch,
                    "The projection is not one of " + std::to_string(latentSize) + " latent values to a plane");
    if (means->empty())
        return fail(ErrorCode::InvalidArgument, "A map needs at least one example");
    const auto areFinite = [](const std::vector<float>& values) {
        return std::ranges::all_of(values, [](float value) { return std::abs(value) < 1e6F; });
    };
    if (!areFinite(*means) || !areFinite(projection.centre) || !areFinite(projection.basis) ||
        !areFinite(projection.lift))
        return fail(ErrorCode::InvalidArgument, "A value of the map is not a finite number of a sensible size");

    auto data = std::make_unique<Data>();
    data->means = std::move(means);
    data->latentSize = size;
    data->projection = inMapUnits(std::move(projection), *data->means);
    data->placeDots();
    return std::shared_ptr<const LatentMap>(new LatentMap(std::move(data)));
}

LatentMap::LatentMap(std::unique_ptr<const Data> data) : m_data(std::move(data)) {}
LatentMap::~LatentMap() = default;

int LatentMap::count() const {
    return static_cast<int>(m_data->dots->points().size());
}

int LatentMap::latentSize() const {
    return static_cast<int>(m_data->latentSize);
}

const Projection& LatentMap::projection() const {
    return m_data->projection;
}

const std::vector<Point>& LatentMap::points() const {
    return m_data->dots->points();
}

const std::shared_ptr<const DotIndex>& LatentMap::dots() const {
    return m_data->dots;
}

std::span<const float> LatentMap::mean(int example) const {
    return m_data->mean(example);
}

Point LatentMap::project(std::span<const float> z) const {
    assert(z.size() == m_data->latentSize);
    return placeOf(z, m_data->projection);
}

void LatentMap::invert(Point point, std::span<float> z, float attraction, float spacing) const {
    const Data& data = *m_data;
    assert(z.size() == data.latentSize);
    const Data::Level& level = data.level(spacing);
    auto [sites, weights] = level.triangulation.locate(point.x / data.unit, point.y / data.unit);
    double sum = 0;
    for (double& weight : weights)
        sum += weight = std::pow(weight, kSharpness);

    // z = linear part + gain * sum of weighted residuals (a residual is mean - linear part at its dot), written so that
    // at a dot, where gain is 1 and `off` nothing, every term but the mean is exactly 0.
    std::array<float, 3> share{}; // of the dots; the frame has no residual
    std::array<Point, 3> places{};
    std::array<std::span<const float>, 3> means{data.mean(0), data.mean(0), data.mean(0)};
    double norm = 0;
    float missing = 1; // of all shares to 1
    Point off = point;
    for (std::size_t k = 0; k < 3; ++k) {
        if (sites[k] == Triangulation::kFrame)
            continue;
        const auto example = static_cast<std::size_t>(level.examples[static_cast<std::size_t>(sites[k])]);
        share[k] = attraction * static_cast<float>(weights[k] / sum);
        places[k] = data.dots->points()[example];
        means[k] = data.mean(static_cast<int>(example));
        norm += double{share[k]} * data.residualNorms[example];
        missing -= share[k];
        off.x -= share[k] * places[k].x;
        off.y -= share[k] * places[k].y;
    }
    for (std::size_t i = 0; i < z.size(); ++i) {
        z[i] = 0;
        for (std::size_t k = 0; k < 3; ++k)
            z[i] += share[k] * (means[k][i] - data.linear(places[k], i));
    }
    const double meanNorm = std::sqrt(dot(z, z));
    const auto extra = static_cast<float>(meanNorm > 0 ? std::min(norm / meanNorm, kGreatestGain) - 1.0 : 0.0);
    for (std::size_t i = 0; i < z.size(); ++i) {
        z[i] *= extra;
        for (std::size_t k = 0; k < 3; ++k)
            z[i] += share[k] * means[k][i];
        z[i] += missing * data.projection.centre[i] + data.projection.lift[2 * i] * off.x +
                data.projection.lift[2 * i + 1] * off.y;
    }
}

bool LatentMap::isHeard(int example, float spacing) const {
    return m_data->heardFrom[static_cast<std::size_t>(example)] <= &m_data->level(spacing) - m_data->levels.data();
}

int LatentMap::nearest(Point point, float radius) const {
    return m_data->dots->nearest(point, radius);
}

} // namespace segue::latent
