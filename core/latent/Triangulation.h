#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace segue::latent {

/// The Delaunay triangulation of places on a whole-number grid inside a square frame, for continuous interpolation:
/// every place of the frame is a weighted mean of the corners of its triangle, and along an edge only of its two ends.
/// Whole numbers make every decision exact, whatever the places (on one line, on one circle, a breadth apart).
/// Source: Bowyer 1981, Watson 1981 (insertion); Devillers, Pion and Teillaud 2002 (the walk that finds a triangle).
/// Immutable once made. Thread: any.
class Triangulation {
public:
    struct Site {
        std::int32_t x = 0;
        std::int32_t y = 0;

        friend bool operator==(const Site&, const Site&) = default;
    };
    static constexpr std::int32_t kLimit = 1 << 24; ///< of every coordinate, the frame's included

    /// What a corner of a triangle is called that is the frame's and no site.
    static constexpr int kFrame = -1;

    /// A place as a mean: weights >= 0, their sum 1. At a site they are exactly 1, 0, 0.
    struct Place {
        std::array<int, 3> sites{kFrame, kFrame, kFrame};
        std::array<double, 3> weights{1, 0, 0};
    };

    /// Requires: all sites differ; |x|, |y| < frame <= kLimit.
    Triangulation(std::span<const Site> sites, std::int32_t frame);

    /// On the frame and outside of it all weight is the frame's. Cost: about 1 us,
    /// however many sites there are.
    [[nodiscard]] Place locate(double x, double y) const;

    /// Corners of every triangle, counter-clockwise, as sites or kFrame.
    [[nodiscard]] std::vector<std::array<int, 3>> triangles() const;

private:
    static constexpr int kCorners = 4; // vertices 0 to 3 are the frame's; site i is vertex i + 4

    struct Triangle {
        std::array<int, 3> vertices; // counter-clockwise
        std::array<int, 3> neighbours; // [i] lies across the edge opposite vertices[i]; -1 is outside
    };
    class Builder;

    [[nodiscard]] std::size_t startCell(double x, double y) const;

    std::int32_t m_frame;
    std::vector<Site> m_vertices;
    std::vector<Triangle> m_triangles;
    int m_startSide = 1;
    std::vector<int> m_starts; // of m_startSide^2 squares that fill the frame, the triangle that holds the middle
};

} // namespace segue::latent
