#include "core/latent/AttributeDirections.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace segue::latent {
namespace {

// Letters: N examples, A attributes, Z latent dimensions.
using Matrix = Eigen::MatrixXd;
using Rows = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
using Eigen::Index;

/// Rows that are summed in single precision before they are added in double.
constexpr Index kBlock = 512;
constexpr std::size_t kLeastExamples = 8;
/// Of the variance of an attribute that must be told by z: a direction to what it does not tell would lead far away.
constexpr double kLeastTold = 0.1;

struct Quarters {
    double low = 0;
    double high = 0;
};

/// Means of the lower and the upper quarter of the values that are known.
Quarters quarters(std::vector<double> values) {
    std::ranges::sort(values);
    const auto quarter = static_cast<std::ptrdiff_t>(std::max<std::size_t>(1, values.size() / 4));
    const auto mean = [quarter](auto first) {
        return std::accumulate(first, first + quarter, 0.0) / static_cast<double>(quarter);
    };
    return {mean(values.begin()), mean(values.end() - quarter)};
}

/// The ways to a step more of each attribute [A, Z]; zeros where z tells too little of it. `attributes` [N, A] are in
/// steps and have no mean.
Matrix waysTo(const Rows& means, const Matrix& attributes) {
    const auto examples = static_cast<double>(means.rows());
    const auto size = static_cast<double>(means.cols());
    const Eigen::RowVectorXf centre = means.colwise().mean();
    Matrix covariance = Matrix::Zero(means.cols(), means.cols()); // [Z, Z]
    Matrix shared = Matrix::Zero(means.cols(), attributes.cols()); // [Z, A]
    for (Index first = 0; first < means.rows(); first += kBlock) {
        const Index count = std::min(kBlock, means.rows() - first);
        const Eigen::MatrixXf block = means.middleRows(first, count).rowwise() - centre;
        covariance += Eigen::MatrixXf(block.transpose() * block).cast<double>() / examples;
        shared += block.cast<double>().transpose() * attributes.middleRows(first, count) / examples;
    }
    // As if Z more examples had no correlations: few examples tell little of them.
    Matrix shrunk = examples / (examples + size) * covariance;
    shrunk.diagonal() += size / (examples + size) * covariance.diagonal();
    shrunk.diagonal().array() += 1e-9 + 1e-6 * covariance.trace() / size;
    Matrix tellers = shrunk.ldlt().solve(shared); // [Z, A]: what tells each attribute from z
    const Eigen::ArrayXd variances = attributes.colwise().squaredNorm().transpose().array() / examples;
    const Eigen::ArrayXd told = (tellers.transpose() * covariance * tellers).diagonal().array();
    std::vector<Index> kept;
    for (Index index = 0; index < tellers.cols(); ++index)
        if (told(index) >= kLeastTold * variances(index))
            kept.push_back(index);
    Matrix ways = Matrix::Zero(attributes.cols(), means.cols());
    if (kept.empty())
        return ways;
    Matrix used(tellers.rows(), static_cast<Index>(kept.size()));
    for (std::size_t index = 0; index < kept.size(); ++index)
        used.col(static_cast<Index>(index)) = tellers.col(kept[index]);
    Matrix square = used.transpose() * covariance * used; // [A, A]: of the attributes as they are told
    square.diagonal() *= 1 + 1e-6; // attributes that are the same share a way
    const Matrix solved = square.ldlt().solve(used.transpose() * covariance);
    for (std::size_t index = 0; index < kept.size(); ++index)
        ways.row(kept[index]) = solved.row(static_cast<Index>(index));
    return ways;
}

} // namespace

Result<std::vector<AttributeDirection>> fitDirections(std::span<const float> means, int latentSize,
                                                      const AttributeTable& table) {
    const auto size = static_cast<std::size_t>(std::max(latentSize, 1));
    const std::size_t count = means.size() / size;
    if (latentSize < 1 || means.size() % size != 0 || table.values.size() != count * table.names.size())
        return fail(ErrorCode::ShapeMismatch, "The posterior means and what is known of the music do not fit together");
    if (count < kLeastExamples)
        return fail(ErrorCode::InvalidArgument,
                    "Directions need at least " + std::to_string(kLeastExamples) + " windows of music");
    if (!std::ranges::all_of(means, [](float value) { return std::isfinite(value); }))
        return fail(ErrorCode::InvalidArgument, "A posterior mean is not a finite number");

    const Rows rows(means.data(), static_cast<Index>(count), latentSize);
    const Rows values(table.values.data(), static_cast<Index>(count), static_cast<Index>(table.names.size()));
    std::vector<AttributeDirection> directions;
    Matrix attributes(rows.rows(), values.cols()); // in steps, less their mean; what is not known is the mean
    for (Index column = 0; column < values.cols(); ++column) {
        std::vector<double> known;
        for (const float value : values.col(column))
            if (std::isfinite(value))
                known.push_back(static_cast<double>(value));
        if (known.size() < kLeastExamples)
            continue;
        const double mean = std::accumulate(known.begin(), known.end(), 0.0) / static_cast<double>(known.size());
        const auto [low, high] = quarters(std::move(known));
        if (!(high - low > 1e-6 * std::max(1.0, std::abs(mean))))
            continue;
        const auto inSteps = [mean, step = high - low](float value) {
            return std::isfinite(value) ? (static_cast<double>(value) - mean) / step : 0.0;
        };
        attributes.col(static_cast<Index>(directions.size())) = values.col(column).unaryExpr(inSteps);
        directions.push_back(
            {table.names[static_cast<std::size_t>(column)], {}, static_cast<float>(low), static_cast<float>(high)});
    }
    if (directions.empty())
        return directions;

    const Matrix steps = waysTo(rows, attributes.leftCols(static_cast<Index>(directions.size()))); // [A, Z]
    for (std::size_t index = 0; index < directions.size(); ++index)
        for (Index column = 0; column < steps.cols(); ++column)
            directions[index].step.push_back(static_cast<float>(steps(static_cast<Index>(index), column)));
    std::erase_if(directions, [](const AttributeDirection& direction) {
        return std::ranges::all_of(direction.step, [](float value) { return value == 0.0F; });
    });
    return directions;
}

void apply(const AttributeDirection& direction, float amount, std::span<float> z) {
    assert(direction.step.size() == z.size());
    std::ranges::transform(z, direction.step, z.begin(),
                           [amount](float value, float step) { return value + amount * step; });
}

} // namespace segue::latent
