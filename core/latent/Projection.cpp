#include "core/latent/Projection.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

namespace segue::latent {
namespace {

// Letters: N examples, Z latent dimensions, C classes.
using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;
using Rows = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

/// Rows that are summed in single precision before they are added in double.
constexpr Eigen::Index kBlock = 512;

struct Moments {
    Vector mean; // [Z]
    Matrix within; // [Z, Z] covariance around each class's mean
    Matrix between; // [Z, Z] covariance of the class means
    double count = 0; // examples that have a class
    int classes = 0;

    [[nodiscard]] Matrix total() const { return within + between; }
};

/// Moments of the examples whose class is not negative.
Moments momentsOf(const Rows& means, std::span<const int> classes) {
    const Eigen::Index latentSize = means.cols();
    struct Sum {
        Vector values;
        double count = 0;
    };
    std::map<int, Sum> sums;
    Moments moments{Vector::Zero(latentSize), Matrix::Zero(latentSize, latentSize),
                    Matrix::Zero(latentSize, latentSize)};
    std::vector<Eigen::Index> counted;
    for (Eigen::Index row = 0; row < means.rows(); ++row) {
        const int each = classes[static_cast<std::size_t>(row)];
        if (each < 0)
            continue;
        Sum& sum = sums.try_emplace(each, Sum{Vector::Zero(latentSize)}).first->second;
        sum.values += means.row(row).transpose().cast<double>();
        sum.count += 1;
        counted.push_back(row);
    }
    moments.count = static_cast<double>(counted.size());
    moments.classes = static_cast<int>(sums.size());
    if (counted.empty())
        return moments;
    for (const auto& [each, sum] : sums)
        moments.mean += sum.values / moments.count;
    std::map<int, Eigen::RowVectorXf> centres;
    for (const auto& [each, sum] : sums) {
        const Vector centre = sum.values / sum.count;
        const Vector away = centre - moments.mean;
        moments.between += sum.count / moments.count * away * away.transpose();
        centres[each] = centre.transpose().cast<float>();
    }

    Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> block(kBlock, latentSize);
    Eigen::MatrixXf square(latentSize, latentSize);
    const auto size = static_cast<Eigen::Index>(counted.size());
    for (Eigen::Index first = 0; first < size; first += kBlock) {
        const Eigen::Index rows = std::min(kBlock, size - first);
        for (Eigen::Index i = 0; i < rows; ++i) {
            const Eigen::Index row = counted[static_cast<std::size_t>(first + i)];
            block.row(i) = means.row(row) - centres[classes[static_cast<std::size_t>(row)]];
        }
        square.setZero();
        square.selfadjointView<Eigen::Lower>().rankUpdate(block.topRows(rows).transpose()); // [Z, Z]
        moments.within += Eigen::MatrixXf(square.selfadjointView<Eigen::Lower>()).cast<double>() / moments.count;
    }
    return moments;
}

/// Eigenvectors have no sign of their own: the greatest component is made positive.
Vector withDeterministicSign(Vector vector) {
    Eigen::Index greatest = 0;
    vector.cwiseAbs().maxCoeff(&greatest);
    return vector(greatest) < 0 ? Vector(-vector) : vector;
}

/// The axis of greatest variance that is not correlated with `axes` (rows; may be none).
Vector nextPrincipalAxis(const Matrix& covariance, const Matrix& axes) {
    if (axes.rows() == 0) {
        const Eigen::SelfAdjointEigenSolver<Matrix> solver(covariance);
        return withDeterministicSign(solver.eigenvectors().rightCols(1));
    }
    const Vector first = axes.row(0).transpose();
    const Vector along = covariance * first; // [Z]
    const double variance = first.dot(along);
    if (!(variance > 0)) {
        // Nothing varies: any axis at a right angle will do.
        Vector axis = Vector::Zero(first.size());
        Eigen::Index least = 0;
        first.cwiseAbs().minCoeff(&least);
        axis(least) = 1;
        axis -= first * first.dot(axis) / first.squaredNorm();
        return axis.norm() > 0 ? Vector(axis.normalized()) : axis;
    }
    const Matrix rest = covariance - along * along.transpose() / variance;
    const Eigen::SelfAdjointEigenSolver<Matrix> solver(rest);
    Vector axis = solver.eigenvectors().rightCols(1);
    axis -= first * (along.dot(axis) / variance);
    return withDeterministicSign(axis.normalized());
}

/// `basis` with the lift that predicts z best from its place on the plane (least squares): lift = S B' (B S B')^-1 with
/// the covariance S, so that basis lift = identity and what is left over is not correlated with the plane.
Projection complete(ProjectionKind kind, const Moments& moments, const Matrix& basis) {
    const Matrix total = moments.total();
    const Matrix onPlane = basis * total * basis.transpose(); // [2, 2]
    const bool regular =
        onPlane.determinant() > 1e-9 * onPlane(0, 0) * onPlane(1, 1) && onPlane.diagonal().minCoeff() > 0;
    Matrix lift; // [Z, 2]
    if (regular)
        lift = total * basis.transpose() * onPlane.inverse();
    else
        lift = basis.completeOrthogonalDecomposition().pseudoInverse();

    Projection projection;
    projection.kind = kind;
    projection.latentSize = static_cast<int>(basis.cols());
    const auto append = [](std::vector<float>& to, double value) { to.push_back(static_cast<float>(value)); };
    for (Eigen::Index z = 0; z < basis.cols(); ++z)
        append(projection.centre, moments.mean(z));
    for (Eigen::Index axis = 0; axis < 2; ++axis)
        for (Eigen::Index z = 0; z < basis.cols(); ++z)
            append(projection.basis, basis(axis, z));
    for (Eigen::Index z = 0; z < basis.cols(); ++z)
        for (Eigen::Index axis = 0; axis < 2; ++axis)
            append(projection.lift, lift(z, axis));
    const double all = total.trace();
    const double shown = (lift * onPlane * lift.transpose()).trace();
    projection.explainedVariance = all > 0 ? static_cast<float>(std::clamp(shown / all, 0.0, 1.0)) : 0.0F;
    return projection;
}

/// Discriminants by falling separation, as rows; at most two and at most C - 1.
Matrix discriminants(const Moments& moments) {
    const Eigen::Index latentSize = moments.mean.size();
    const Eigen::Index axes = std::min<Eigen::Index>({2, moments.classes - 1, latentSize});
    const double variance = moments.total().trace() / static_cast<double>(latentSize);
    if (axes < 1 || !(variance > 0))
        return Matrix(0, latentSize);
    // The fewer examples a dimension, the less its covariances can be trusted.
    const double shrinkage = static_cast<double>(latentSize) / (static_cast<double>(latentSize) + moments.count);
    Matrix within = (1 - shrinkage) * moments.within;
    within.diagonal() += shrinkage * moments.within.diagonal();
    within.diagonal().array() += 1e-6 * variance;
    const Eigen::GeneralizedSelfAdjointEigenSolver<Matrix> solver(moments.between, within);
    Matrix basis(axes, latentSize);
    for (Eigen::Index axis = 0; axis < axes; ++axis)
        basis.row(axis) =
            withDeterministicSign(solver.eigenvectors().col(latentSize - 1 - axis).normalized()).transpose();
    return basis;
}

Result<Projection> plane(ProjectionKind kind, std::span<const float> means, int latentSize,
                         std::span<const int> classes) {
    if (latentSize < 2 || means.size() != classes.size() * static_cast<std::size_t>(latentSize))
        return fail(ErrorCode::ShapeMismatch, std::to_string(means.size()) + " values and " +
                                                  std::to_string(classes.size()) + " classes are not one row of " +
                                                  std::to_string(latentSize) + " values for each example");
    const Rows rows(means.data(), static_cast<Eigen::Index>(classes.size()), latentSize);
    if (!std::ranges::all_of(means, [](float value) { return std::isfinite(value); }))
        return fail(ErrorCode::InvalidArgument, "A mean on the map is not a finite number");
    const Moments moments = momentsOf(rows, classes);
    if (moments.count < 3)
        return fail(ErrorCode::InvalidArgument, "A map needs at least three examples");
    Matrix basis(0, latentSize);
    if (kind == ProjectionKind::Discriminant)
        basis = discriminants(moments);
    const Matrix total = moments.total();
    while (basis.rows() < 2) {
        const Vector axis = nextPrincipalAxis(total, basis);
        basis.conservativeResize(basis.rows() + 1, Eigen::NoChange);
        basis.bottomRows(1) = axis.transpose();
    }
    return complete(kind, moments, basis);
}

} // namespace

Result<Projection> principalComponents(std::span<const float> means, int latentSize) {
    const std::vector<int> oneClass(latentSize > 0 ? means.size() / static_cast<std::size_t>(latentSize) : 0, 0);
    return plane(ProjectionKind::PrincipalComponents, means, latentSize, oneClass);
}

Result<Projection> discriminantPlane(std::span<const float> means, int latentSize, std::span<const int> classes) {
    return plane(ProjectionKind::Discriminant, means, latentSize, classes);
}

} // namespace segue::latent
