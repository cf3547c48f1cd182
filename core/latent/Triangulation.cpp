#include "core/latent/Triangulation.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace segue::latent {
namespace {

using Site = Triangulation::Site;
/// Squares along a side of the frame for which a triangle to start from is kept.
constexpr int kLargestStartSide = 256;
__extension__ using Wide = __int128; // products of four coordinates have up to 104 bits

constexpr std::size_t next(std::size_t corner) {
    return (corner + 1) % 3;
}

constexpr std::size_t previous(std::size_t corner) {
    return (corner + 2) % 3;
}

/// Twice the area of a, b, (x, y): positive if they turn counter-clockwise. Exact for whole numbers.
template <class Number>
Number turn(Site a, Site b, Number x, Number y) {
    const auto number = [](std::int32_t value) { return static_cast<Number>(value); };
    return (number(b.x) - number(a.x)) * (y - number(a.y)) - (number(b.y) - number(a.y)) * (x - number(a.x));
}

/// Whether p lies strictly inside the circle through a, b, c, which turn counter-clockwise.
bool isInCircle(Site a, Site b, Site c, Site p) {
    struct Offset {
        std::int64_t x, y;
        [[nodiscard]] std::int64_t square() const { return x * x + y * y; }
    };
    const auto from = [p](Site site) { return Offset{std::int64_t{site.x} - p.x, std::int64_t{site.y} - p.y}; };
    const auto cross = [](Offset u, Offset v) { return u.x * v.y - v.x * u.y; };
    const Offset u = from(a);
    const Offset v = from(b);
    const Offset w = from(c);
    return Wide{u.square()} * cross(v, w) + Wide{v.square()} * cross(w, u) + Wide{w.square()} * cross(u, v) > 0;
}

/// Place along a curve that keeps neighbours together (Morton 1966), so that an insertion begins beside the last.
std::uint64_t mortonCode(Site site) {
    const auto spread = [](std::int32_t coordinate) {
        auto bits = static_cast<std::uint64_t>(std::int64_t{coordinate} + Triangulation::kLimit);
        bits = (bits | bits << 16) & 0x0000FFFF0000FFFFULL;
        bits = (bits | bits << 8) & 0x00FF00FF00FF00FFULL;
        bits = (bits | bits << 4) & 0x0F0F0F0F0F0F0F0FULL;
        bits = (bits | bits << 2) & 0x3333333333333333ULL;
        return (bits | bits << 1) & 0x5555555555555555ULL;
    };
    return spread(site.x) | spread(site.y) << 1;
}

/// The triangle that holds (x, y), walking towards it from triangle `from`.
/// In a Delaunay triangulation the walk ends; the bound is for places that rounding puts on the wrong side of an edge.
template <class Triangles, class Number>
int walk(const Triangles& triangles, const std::vector<Site>& vertices, Number x, Number y, int from) {
    int at = from;
    for (std::size_t steps = 0; steps < triangles.size(); ++steps) {
        const auto& triangle = triangles[static_cast<std::size_t>(at)];
        int towards = -1;
        for (std::size_t i = 0; i < 3 && towards < 0; ++i) {
            const Site a = vertices[static_cast<std::size_t>(triangle.vertices[next(i)])];
            const Site b = vertices[static_cast<std::size_t>(triangle.vertices[previous(i)])];
            if (turn(a, b, x, y) < 0)
                towards = triangle.neighbours[i];
        }
        if (towards < 0)
            return at;
        at = towards;
    }
    return at;
}

} // namespace

/// Inserts sites one by one: the triangles whose circles hold the new site are replaced by a fan around it.
class Triangulation::Builder {
public:
    explicit Builder(Triangulation& result) : m_result(result), m_startingAt(result.m_vertices.size(), -1) {
        m_result.m_triangles = {{{0, 1, 2}, {-1, 1, -1}}, {{0, 2, 3}, {-1, -1, 0}}};
        m_isInCavity.assign(2, false);
    }

    void insert(int vertex) {
        const Site site = m_result.m_vertices[static_cast<std::size_t>(vertex)];
        findCavity(site);
        fillCavity(vertex);
    }

private:
    struct Edge {
        int from, to, outside;
    };

    [[nodiscard]] Triangle& triangle(int index) { return m_result.m_triangles[static_cast<std::size_t>(index)]; }
    [[nodiscard]] Site corner(const Triangle& of, std::size_t i) const {
        return m_result.m_vertices[static_cast<std::size_t>(of.vertices[i])];
    }

    void findCavity(Site site) {
        m_cavity = {
            walk(m_result.m_triangles, m_result.m_vertices, std::int64_t{site.x}, std::int64_t{site.y}, m_last)};
        m_border.clear();
        m_isInCavity[static_cast<std::size_t>(m_cavity.front())] = true;
        for (std::size_t i = 0; i < m_cavity.size(); ++i) {
            const Triangle each = triangle(m_cavity[i]);
            for (std::size_t k = 0; k < 3; ++k) {
                const int across = each.neighbours[k];
                if (across >= 0 && m_isInCavity[static_cast<std::size_t>(across)])
                    continue;
                if (across >= 0 && isInCircle(corner(triangle(across), 0), corner(triangle(across), 1),
                                              corner(triangle(across), 2), site)) {
                    m_isInCavity[static_cast<std::size_t>(across)] = true;
                    m_cavity.push_back(across);
                } else {
                    m_border.push_back({each.vertices[next(k)], each.vertices[previous(k)], across});
                }
            }
        }
    }

    void fillCavity(int vertex) {
        // A star of n triangles has n + 2 edges around it.
        for (const int each : m_cavity)
            m_isInCavity[static_cast<std::size_t>(each)] = false;
        while (m_cavity.size() < m_border.size()) {
            m_cavity.push_back(static_cast<int>(m_result.m_triangles.size()));
            m_result.m_triangles.emplace_back();
            m_isInCavity.push_back(false);
        }
        for (std::size_t i = 0; i < m_border.size(); ++i) {
            const auto& [from, to, outside] = m_border[i];
            const int index = m_cavity[i];
            triangle(index) = {{vertex, from, to}, {outside, -1, -1}};
            m_startingAt[static_cast<std::size_t>(from)] = index;
            if (outside >= 0)
                for (std::size_t k = 0; k < 3; ++k)
                    if (triangle(outside).vertices[next(k)] == to && triangle(outside).vertices[previous(k)] == from)
                        triangle(outside).neighbours[k] = index;
        }
        for (std::size_t i = 0; i < m_border.size(); ++i) {
            const int follower = m_startingAt[static_cast<std::size_t>(m_border[i].to)];
            triangle(m_cavity[i]).neighbours[1] = follower;
            triangle(follower).neighbours[2] = m_cavity[i];
        }
        m_last = m_cavity.front();
    }

    Triangulation& m_result;
    int m_last = 0;
    std::vector<int> m_cavity; // triangles that go
    std::vector<bool> m_isInCavity; // of every triangle
    std::vector<Edge> m_border; // of the cavity, counter-clockwise each
    std::vector<int> m_startingAt; // the new triangle whose border edge starts at this vertex
};

Triangulation::Triangulation(std::span<const Site> sites, std::int32_t frame) : m_frame(frame) {
    assert(frame > 0 && frame <= kLimit);
    m_vertices = {{-frame, -frame}, {frame, -frame}, {frame, frame}, {-frame, frame}};
    m_vertices.insert(m_vertices.end(), sites.begin(), sites.end());
    std::vector<int> order(sites.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, {}, [&](int site) { return mortonCode(sites[static_cast<std::size_t>(site)]); });
    Builder builder(*this);
    for (const int site : order)
        builder.insert(site + kCorners);

    m_startSide = std::clamp(static_cast<int>(std::sqrt(static_cast<double>(sites.size()))), 1, kLargestStartSide);
    const double width = 2.0 * frame / m_startSide;
    int last = 0;
    for (int row = 0; row < m_startSide; ++row)
        for (int column = 0; column < m_startSide; ++column) {
            last = walk(m_triangles, m_vertices, (column + 0.5) * width - frame, (row + 0.5) * width - frame, last);
            m_starts.push_back(last);
        }
}

std::size_t Triangulation::startCell(double x, double y) const {
    const auto cell = [this](double coordinate) {
        return std::min(static_cast<int>((coordinate + m_frame) / (2.0 * m_frame) * m_startSide), m_startSide - 1);
    };
    return static_cast<std::size_t>(cell(y) * m_startSide + cell(x));
}

Triangulation::Place Triangulation::locate(double x, double y) const {
    if (!(x > -m_frame && x < m_frame && y > -m_frame && y < m_frame))
        return {};
    const Triangle& triangle =
        m_triangles[static_cast<std::size_t>(walk(m_triangles, m_vertices, x, y, m_starts[startCell(x, y)]))];
    Place place;
    double sum = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const auto vertex = [&](std::size_t corner) {
            return m_vertices[static_cast<std::size_t>(triangle.vertices[corner])];
        };
        place.sites[i] = std::max(triangle.vertices[i] - kCorners, kFrame);
        place.weights[i] = std::max(0.0, turn(vertex(next(i)), vertex(previous(i)), x, y));
        sum += place.weights[i];
    }
    for (double& weight : place.weights)
        weight /= sum;
    return place;
}

std::vector<std::array<int, 3>> Triangulation::triangles() const {
    std::vector<std::array<int, 3>> all;
    all.reserve(m_triangles.size());
    for (const Triangle& triangle : m_triangles) {
        std::array<int, 3> sites{};
        for (std::size_t i = 0; i < 3; ++i)
            sites[i] = std::max(triangle.vertices[i] - kCorners, kFrame);
        all.push_back(sites);
    }
    return all;
}

} // namespace segue::latent
