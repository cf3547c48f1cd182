#include "core/latent/Landmarks.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace segue::latent {
namespace {

using Site = Triangulation::Site;

/// Taken sites by squares of the spacing's size, so that only nine squares can hold one that is too near.
class Squares {
public:
    Squares(std::span<const Site> sites, std::int32_t spacing) : m_sites(sites), m_spacing(spacing) {}

    void take(int site) { m_taken[key(column(at(site).x), column(at(site).y))].push_back(site); }

    [[nodiscard]] bool isFree(int site) const {
        for (std::int32_t x = column(at(site).x) - 1; x <= column(at(site).x) + 1; ++x)
            for (std::int32_t y = column(at(site).y) - 1; y <= column(at(site).y) + 1; ++y)
                if (const auto square = m_taken.find(key(x, y)); square != m_taken.end())
                    for (const int other : square->second)
                        if (isNear(at(site), at(other)))
                            return false;
        return true;
    }

private:
    [[nodiscard]] Site at(int site) const { return m_sites[static_cast<std::size_t>(site)]; }
    [[nodiscard]] std::int32_t column(std::int32_t coordinate) const {
        return (coordinate + Triangulation::kLimit) / m_spacing;
    }
    [[nodiscard]] bool isNear(Site a, Site b) const {
        const std::int64_t dx = std::int64_t{a.x} - b.x;
        const std::int64_t dy = std::int64_t{a.y} - b.y;
        return dx * dx + dy * dy < std::int64_t{m_spacing} * m_spacing;
    }
    static std::uint64_t key(std::int32_t x, std::int32_t y) {
        return static_cast<std::uint64_t>(static_cast<std::uint32_t>(x)) << 32 | static_cast<std::uint32_t>(y);
    }

    std::span<const Site> m_sites;
    std::int32_t m_spacing;
    std::unordered_map<std::uint64_t, std::vector<int>> m_taken;
};

} // namespace

std::vector<int> landmarks(std::span<const Site> sites, std::int32_t spacing, std::span<const int> first) {
    assert(spacing > 0);
    Squares squares(sites, spacing);
    std::vector<int> taken(first.begin(), first.end());
    for (const int site : taken)
        squares.take(site);
    std::vector<int> order(sites.size());
    std::iota(order.begin(), order.end(), 0);
    Random random(1); // any: consecutive examples lie close together, and one is not better than the next
    for (std::size_t left = order.size(); left > 1; --left)
        std::swap(order[left - 1], order[random.below(left)]);
    for (const int site : order) {
        if (!squares.isFree(site))
            continue; // also itself, if it is among `first`
        squares.take(site);
        taken.push_back(site);
    }
    return taken;
}

} // namespace segue::latent
