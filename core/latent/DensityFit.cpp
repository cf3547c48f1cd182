#include "core/latent/DensityFit.h"

#include <Eigen/Dense>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <optional>
#include <string>

namespace segue::latent {
namespace {

// Letters: N examples, K centres, Z latent dimensions.
using Matrix = Eigen::MatrixXd;
using Floats = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Rows = Eigen::Map<const Floats>;
using Eigen::Index;

/// What all centres and the factor may take up, in values.
constexpr int kMostValues = 460'000;
constexpr int kLeastCentres = 64;
constexpr int kMostCentres = 2048;
/// Examples whose distances to all centres are in memory together.
constexpr Index kBlock = 512;
/// As many examples choose the width: it is one number.
constexpr Index kMostJudges = 2048;

int mostCentres(int latentSize, const DensityFitOptions& options) {
    return options.mostCentres > 0
               ? options.mostCentres
               : std::clamp((kMostValues - latentSize * latentSize) / latentSize, kLeastCentres, kMostCentres);
}

/// `count` of all: one of each of as many equal stretches, in their order.
std::vector<Index> spread(Index all, Index count, std::uint64_t seed) {
    Random random(seed);
    std::vector<Index> chosen;
    chosen.reserve(static_cast<std::size_t>(count));
    for (Index i = 0; i < count; ++i) {
        const Index first = i * all / count;
        const Index end = (i + 1) * all / count;
        chosen.push_back(first + static_cast<Index>(random.below(static_cast<std::uint64_t>(end - first))));
    }
    return chosen;
}

Floats rowsOf(const Rows& means, const std::vector<Index>& chosen) {
    Floats rows(static_cast<Index>(chosen.size()), means.cols());
    for (std::size_t i = 0; i < chosen.size(); ++i)
        rows.row(static_cast<Index>(i)) = means.row(chosen[i]);
    return rows;
}

/// Squared distances of some rows to all centres: [rows, K].
Floats squaredDistances(const Floats& rows, const Floats& centres) {
    Floats distances = -2.0F * rows * centres.transpose();
    distances.rowwise() += centres.rowwise().squaredNorm().transpose();
    distances.colwise() += rows.rowwise().squaredNorm();
    return distances.cwiseMax(0.0F);
}

/// Whether a centre may say something of an example.
class Strangers {
public:
    Strangers(std::span<const int> pieces, const std::vector<Index>& centres) : m_pieces(pieces), m_centres(centres) {
        const auto isFirst = [&](int piece) { return piece == pieces.front(); };
        m_byPiece = !pieces.empty() && !std::ranges::all_of(centres, isFirst, [&](Index centre) {
            return pieces[static_cast<std::size_t>(centre)];
        });
    }
    [[nodiscard]] bool operator()(Index example, std::size_t centre) const {
        const Index other = m_centres[centre];
        return m_byPiece ? m_pieces[static_cast<std::size_t>(example)] != m_pieces[static_cast<std::size_t>(other)]
                         : example != other;
    }

private:
    std::span<const int> m_pieces;
    const std::vector<Index>& m_centres;
    bool m_byPiece = false;
};

/// Tells how far it is, and whether to go on.
class Steps {
public:
    Steps(const DensityFitOptions& options, double all) : m_options(options), m_all(all) {}
    [[nodiscard]] bool next() {
        if (m_options.progress)
            m_options.progress(std::min(1.0, ++m_done / m_all));
        return !m_options.stop.stop_requested();
    }

private:
    const DensityFitOptions& m_options;
    double m_all;
    double m_done = 0;
};

/// Covariance of the way from each example to the nearest centre but itself, shrunk towards its diagonal as if Z more
/// examples had one without correlations; nothing if it was stopped.
std::optional<Matrix> covarianceAround(const Floats& centres, const std::vector<Index>& chosen, const Rows& means,
                                       Steps& steps) {
    const Index latentSize = means.cols();
    Matrix sum = Matrix::Zero(latentSize, latentSize);
    for (Index first = 0; first < means.rows(); first += kBlock) {
        if (!steps.next())
            return std::nullopt;
        const Floats rows = means.middleRows(first, std::min(kBlock, means.rows() - first));
        const Floats distances = squaredDistances(rows, centres);
        Floats ways(rows.rows(), latentSize);
        for (Index i = 0; i < rows.rows(); ++i) {
            Index nearest = -1;
            for (Index k = 0; k < centres.rows(); ++k)
                if (chosen[static_cast<std::size_t>(k)] != first + i &&
                    (nearest < 0 || distances(i, k) < distances(i, nearest)))
                    nearest = k;
            ways.row(i) = rows.row(i) - centres.row(nearest);
        }
        sum += (ways.transpose() * ways).cast<double>();
    }
    const Matrix diagonal = sum.diagonal().asDiagonal();
    const auto examples = static_cast<double>(means.rows());
    const auto prior = static_cast<double>(latentSize);
    Matrix covariance = (sum + prior / examples * diagonal) / (examples + prior);
    // Values that never change keep a little width, so that the density has a value everywhere.
    covariance.diagonal().array() += 1e-6 + 1e-4 * covariance.trace() / prior;
    return covariance;
}

double logSumExp(const Eigen::ArrayXd& values) {
    const double greatest = values.maxCoeff();
    return std::isfinite(greatest) ? greatest + std::log((values - greatest).exp().sum()) : greatest;
}

/// Rows in the space where the covariance of `factor` is one.
Floats whitened(const Floats& rows, const Matrix& factor) {
    const Eigen::MatrixXf lower = factor.cast<float>();
    return lower.triangularView<Eigen::Lower>().solve(rows.transpose()).transpose();
}

/// The widths of which the best is chosen, as multiples of the way to the nearest centre.
constexpr std::array kWidths{0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5};

/// The width under which examples are likeliest by the centres of other pieces; nothing if it was stopped.
std::optional<double> likeliestWidth(const Floats& centres, const std::vector<Index>& chosen, const Rows& means,
                                     const Matrix& factor, const DensityFitOptions& options, Steps& steps) {
    const Strangers mayJudge(options.pieces, chosen);
    const std::vector<Index> judges = spread(means.rows(), std::min(means.rows(), kMostJudges), options.seed + 1);
    const Floats whiteCentres = whitened(centres, factor);
    std::array<double, kWidths.size()> likelihoods{};
    for (std::size_t first = 0; first < judges.size(); first += kBlock) {
        if (!steps.next())
            return std::nullopt;
        const auto last = std::min(judges.size(), first + kBlock);
        const std::vector<Index> block(judges.begin() + static_cast<std::ptrdiff_t>(first),
                                       judges.begin() + static_cast<std::ptrdiff_t>(last));
        const Floats distances = squaredDistances(whitened(rowsOf(means, block), factor), whiteCentres);
        for (std::size_t i = 0; i < block.size(); ++i) {
            std::vector<double> others;
            for (std::size_t k = 0; k < chosen.size(); ++k)
                if (mayJudge(block[i], k))
                    others.push_back(static_cast<double>(distances(static_cast<Index>(i), static_cast<Index>(k))));
            if (others.empty())
                continue;
            const Eigen::Map<const Eigen::ArrayXd> squares(others.data(), static_cast<Index>(others.size()));
            for (std::size_t width = 0; width < kWidths.size(); ++width)
                likelihoods[width] += logSumExp(squares / (-2 * kWidths[width] * kWidths[width])) -
                                      static_cast<double>(means.cols()) * std::log(kWidths[width]);
        }
    }
    return kWidths[static_cast<std::size_t>(std::ranges::max_element(likelihoods) - likelihoods.begin())];
}

Status check(std::span<const float> means, int latentSize, std::size_t least) {
    const auto size = static_cast<std::size_t>(std::max(latentSize, 1));
    if (latentSize < 1 || means.size() % size != 0)
        return fail(ErrorCode::ShapeMismatch, "The posterior means do not fill whole rows");
    if (means.size() / size < least)
        return fail(ErrorCode::InvalidArgument, "A density needs at least " + std::to_string(least) +
                                                    (least == 1 ? " window" : " windows") + " of music");
    if (!std::ranges::all_of(means, [](float value) { return std::isfinite(value); }))
        return fail(ErrorCode::InvalidArgument, "A posterior mean is not a finite number");
    return {};
}

Rows rowsOf(std::span<const float> values, int latentSize) {
    return {values.data(), static_cast<Index>(values.size()) / latentSize, latentSize};
}

/// The logarithms of p(z) and of each centre's part in it, of rows one after another: each(row, parts [K], ln p).
template <class Each>
void judge(const LatentDensity& density, std::span<const float> means, const Each& each) {
    const Rows rows = rowsOf(means, density.latentSize);
    const Matrix factor = rowsOf(density.factor, density.latentSize).cast<double>();
    const Floats centres = whitened(rowsOf(density.centres, density.latentSize), factor);
    const double total = std::accumulate(density.weights.begin(), density.weights.end(), 0.0);
    const Eigen::ArrayXd logWeights =
        (Eigen::Map<const Eigen::ArrayXf>(density.weights.data(), centres.rows()).cast<double>() / total).log();
    const double constant = -factor.diagonal().array().abs().log().sum() -
                            0.5 * static_cast<double>(density.latentSize) * std::log(2 * std::numbers::pi);
    for (Index first = 0; first < rows.rows(); first += kBlock) {
        const Floats block = rows.middleRows(first, std::min(kBlock, rows.rows() - first));
        const Floats distances = squaredDistances(whitened(block, factor), centres);
        for (Index i = 0; i < block.rows(); ++i) {
            const Eigen::ArrayXd parts =
                logWeights - 0.5 * distances.row(i).transpose().array().cast<double>() + constant;
            each(first + i, parts, logSumExp(parts));
        }
    }
}

} // namespace

Result<LatentDensity> fitDensity(std::span<const float> means, int latentSize, const DensityFitOptions& options) {
    if (auto status = check(means, latentSize, 2); !status)
        return fail(std::move(status).error());
    const Rows rows = rowsOf(means, latentSize);
    if (!options.pieces.empty() && static_cast<Index>(options.pieces.size()) != rows.rows())
        return fail(ErrorCode::ShapeMismatch, "There are " + std::to_string(options.pieces.size()) +
                                                  " pieces named of " + std::to_string(rows.rows()) + " windows");
    Steps steps(options, std::ceil(static_cast<double>(rows.rows()) / kBlock) +
                             std::ceil(static_cast<double>(std::min(rows.rows(), kMostJudges)) / kBlock));
    const std::vector<Index> chosen =
        spread(rows.rows(), std::min<Index>(rows.rows(), std::max(2, mostCentres(latentSize, options))), options.seed);
    const Floats centres = rowsOf(rows, chosen);
    const auto covariance = covarianceAround(centres, chosen, rows, steps);
    const Matrix factor = covariance ? Matrix(covariance->llt().matrixL()) : Matrix();
    const auto width = covariance ? likeliestWidth(centres, chosen, rows, factor, options, steps) : std::nullopt;
    if (!width)
        return fail(ErrorCode::Cancelled, "Fitting the density was stopped");

    LatentDensity density;
    density.latentSize = latentSize;
    density.centres.assign(centres.data(), centres.data() + centres.size());
    density.weights.assign(chosen.size(), 1.0F);
    const Floats scaled = (*width * factor).cast<float>();
    density.factor.assign(scaled.data(), scaled.data() + scaled.size());
    return density;
}

Result<LatentDensity> personalised(const LatentDensity& density, std::span<const float> means, std::uint64_t seed) {
    if (auto status = check(means, density.latentSize, 1); !status)
        return fail(std::move(status).error());
    const Rows rows = rowsOf(means, density.latentSize);
    const auto examples = static_cast<double>(rows.rows());

    // Of the density's own centres: as many draws as the examples that each of them explains, and kOwnBalance besides.
    const double total = std::accumulate(density.weights.begin(), density.weights.end(), 0.0);
    Eigen::ArrayXd shares =
        Eigen::Map<const Eigen::ArrayXf>(density.weights.data(), density.count()).cast<double>() / total * kOwnBalance;
    judge(density, means, [&shares](Index, const Eigen::ArrayXd& parts, double sum) { shares += (parts - sum).exp(); });
    shares /= shares.sum();

    const Index most = mostCentres(density.latentSize, {});
    const Floats own = rowsOf(rows, spread(rows.rows(), std::min(rows.rows(), most), seed));
    const double ownShare = examples / (examples + kOwnBalance);
    LatentDensity result = density;
    for (int index = 0; index < density.count(); ++index) // so that they are 1 on the average, for 16-bit floats
        result.weights[static_cast<std::size_t>(index)] =
            static_cast<float>((1 - ownShare) * shares(index) * density.count());
    result.centres.insert(result.centres.end(), own.data(), own.data() + own.size());
    result.weights.insert(result.weights.end(), static_cast<std::size_t>(own.rows()),
                          static_cast<float>(ownShare * density.count() / static_cast<double>(own.rows())));
    return result;
}

double logLikelihood(const LatentDensity& density, std::span<const float> means) {
    double sum = 0;
    Index count = 0;
    judge(density, means, [&](Index, const Eigen::ArrayXd&, double logLikelihood) {
        sum += logLikelihood;
        ++count;
    });
    return sum / static_cast<double>(count);
}

} // namespace segue::latent
