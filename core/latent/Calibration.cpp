#include "core/latent/Calibration.h"

#include "core/music/Attributes.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>
#include <string>

namespace segue::latent {
namespace {

// Letters: K centres, P parts.
using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;
using Eigen::Index;

/// Draws decoded together.
constexpr std::size_t kTogether = 16;
/// Windows of more steps take too long for more than one draw a centre.
constexpr int kShortWindow = 64;
constexpr int kDrawsOfShort = 4;

/// Keeps weights from running away where a mean is out of reach.
constexpr double kRegularisation = 1e-3;
constexpr int kMostRounds = 50;

struct Tilt {
    Vector shares; ///< [K], of sum 1
    double potential = 0;
};

/// Shares exp(rows slope) times the weights; potential is what the slope minimises.
Tilt tiltBy(const Vector& slope, const Matrix& rows, const Vector& logWeights) {
    const Vector exponents = logWeights + rows * slope;
    const double greatest = exponents.maxCoeff();
    const Vector terms = (exponents.array() - greatest).exp();
    return {terms / terms.sum(), greatest + std::log(terms.sum()) + 0.5 * kRegularisation * slope.squaredNorm()};
}

/// Of the draws around each centre: mean onsets by part, [K, P]; nothing if it was stopped.
std::optional<std::vector<double>> onsetsAround(const LatentDensity& density, const decoder::LiveModel& model,
                                                std::size_t parts, const CalibrationOptions& options) {
    const int draws = model.architecture().shape().steps <= kShortWindow ? kDrawsOfShort : 1;
    const auto workspace = model.makeWorkspace({.rows = kTogether});
    const auto centres = static_cast<std::size_t>(density.count());
    std::vector<double> counts(centres * parts);
    for (std::size_t first = 0; first < centres; first += kTogether) {
        const std::size_t last = std::min(centres, first + kTogether);
        std::vector<float> points;
        for (std::size_t centre = first; centre < last; ++centre) {
            Random random = Random::stream(options.seed, centre);
            for (int draw = 0; draw < draws; ++draw) {
                const auto z = density.drawAround(static_cast<int>(centre), random);
                points.insert(points.end(), z.begin(), z.end());
            }
        }
        const auto count = [&](std::size_t index, const decoder::DecodedTensors& decoded) {
            const auto onsets = music::onsetsByPart(model.patternOf(decoded).pattern);
            const std::size_t row = (first + index / static_cast<std::size_t>(draws)) * parts;
            for (std::size_t part = 0; part < parts; ++part)
                counts[row + part] += static_cast<double>(onsets[part]) / draws;
            return !options.stop.stop_requested();
        };
        if (!model.decodeMany(points, {}, {}, *workspace, count))
            return std::nullopt;
        if (options.progress)
            options.progress(static_cast<double>(last) / static_cast<double>(centres));
    }
    return counts;
}

} // namespace

std::vector<float> tilted(std::span<const float> weights, std::span<const double> counts,
                          std::span<const double> wanted) {
    const auto centres = static_cast<Index>(weights.size());
    const auto parts = static_cast<Index>(wanted.size());
    assert(counts.size() == weights.size() * wanted.size());
    using Rows = Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
    Matrix rows = Rows(counts.data(), centres, parts).rowwise() -
                  Eigen::Map<const Eigen::RowVectorXd>(wanted.data(), parts); // away from what is wanted
    for (Index part = 0; part < parts; ++part) // in standard deviations, so that all are regularised alike
        rows.col(part) /= std::max(1e-9, std::sqrt(rows.col(part).squaredNorm() / static_cast<double>(centres)));
    const Vector logWeights = Eigen::Map<const Eigen::VectorXf>(weights.data(), centres).cast<double>().array().log();

    Vector slope = Vector::Zero(parts);
    Tilt tilt = tiltBy(slope, rows, logWeights);
    for (int round = 0; round < kMostRounds; ++round) { // Newton's, halved until it descends: the potential is convex
        const Vector mean = rows.transpose() * tilt.shares;
        const Vector gradient = mean + kRegularisation * slope;
        if (gradient.norm() < 1e-9)
            break;
        Matrix curvature = rows.transpose() * tilt.shares.asDiagonal() * rows - mean * mean.transpose();
        curvature.diagonal().array() += kRegularisation;
        Vector step = -curvature.ldlt().solve(gradient);
        Tilt next = tiltBy(slope + step, rows, logWeights);
        for (int halving = 0; halving < 30 && !(next.potential <= tilt.potential); ++halving) {
            step /= 2;
            next = tiltBy(slope + step, rows, logWeights);
        }
        if (!(next.potential < tilt.potential))
            break;
        slope += step;
        tilt = std::move(next);
    }
    std::vector<float> result;
    for (const double share : tilt.shares) // 1 on the average, for 16-bit floats
        result.push_back(static_cast<float>(share * static_cast<double>(centres)));
    return result;
}

Result<LatentDensity> calibrated(LatentDensity density, const decoder::LiveModel& model, std::span<const double> onsets,
                                 const CalibrationOptions& options) {
    const std::size_t parts = music::onsetsByPart(model.codec().silence()).size();
    if (onsets.size() != parts)
        return fail(ErrorCode::ShapeMismatch, "The model's patterns have " + std::to_string(parts) +
                                                  " parts, the examples " + std::to_string(onsets.size()));
    const auto counts = onsetsAround(density, model, parts, options);
    if (!counts)
        return fail(ErrorCode::Cancelled, "Fitting the density was stopped");
    density.weights = tilted(density.weights, *counts, onsets);
    return density;
}

} // namespace segue::latent
