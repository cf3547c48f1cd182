#include "training/EvaluationTorch.h"

#include "training/LearnerTorch.h"

#include <algorithm>
#include <numbers>

namespace segue::training {
namespace {

using torch::Tensor;

constexpr int kBatch = 128;
constexpr std::size_t kDepth = architecture::GrooveCodecConfig::kDepth;

/// [T, rows, V] of windows[first, first + rows)
Tensor batchOf(const Dataset& data, const std::vector<int>& windows, std::size_t first, int rows) {
    std::vector<float> values(static_cast<std::size_t>(data.steps()) * static_cast<std::size_t>(rows) * kDepth);
    for (int row = 0; row < rows; ++row)
        writeRow(data.codec(), data.pattern(windows[first + static_cast<std::size_t>(row)]), values, row, rows);
    return torch::tensor(values).view({data.steps(), rows, static_cast<std::int64_t>(kDepth)});
}

/// Row `row` of [T, rows, V].
music::DrumPattern patternOf(const codec::GrooveCodec& codec, const Tensor& outputs, int row) {
    const Tensor one = outputs.select(1, row).contiguous(); // [T, V]
    return codec.fromTensor({one.data_ptr<float>(), static_cast<std::size_t>(one.numel())});
}

std::vector<int> everyNth(int count, int stride) {
    std::vector<int> windows;
    for (int window = 0; window < count; window += stride)
        windows.push_back(window);
    return windows;
}

template <class Visit>
void forEachBatch(const Dataset& data, const std::vector<int>& windows, Visit visit) {
    for (std::size_t first = 0; first < windows.size(); first += kBatch) {
        const int rows = static_cast<int>(std::min<std::size_t>(kBatch, windows.size() - first));
        visit(first, rows, batchOf(data, windows, first, rows));
    }
}

/// Runs `measure` with the file's model; what LibTorch throws becomes an Error here.
template <class Measure>
auto withModel(const files::ModelFile& file, const Dataset& data, Measure measure)
    -> Result<decltype(measure(std::declval<const model::MusicVae&>()))> {
    if (file.architecture.shape().steps != data.steps())
        return fail(ErrorCode::ShapeMismatch, "The windows have " + std::to_string(data.steps()) +
                                                  " steps, the model " +
                                                  std::to_string(file.architecture.shape().steps));
    try {
        const auto model = model::MusicVae::fromModelFile(file);
        if (!model)
            return fail(model.error());
        return measure(*model);
    } catch (const c10::Error& error) {
        return fail(ErrorCode::Internal, std::string("LibTorch failed: ") + error.what_without_backtrace());
    }
}

} // namespace

Evaluation evaluate(const model::MusicVae& model, const Dataset& data, const LossWeights& weights, int stride) {
    const torch::NoGradGuard noGrad;
    const auto windows = everyNth(data.size(), stride);
    Evaluation evaluation;
    forEachBatch(data, windows, [&](std::size_t first, int rows, const Tensor& targets) {
        const auto posterior = model.encode(targets);
        const Tensor previous = torch::cat(
            {torch::zeros_like(targets.narrow(0, 0, 1)), targets.narrow(0, 0, targets.size(0) - 1)}, 0); // [T, B, V]
        const Tensor z = sampleLatent(posterior, randomFor(0, Purpose::Evaluation, static_cast<std::int64_t>(first)));
        const auto terms =
            grooveLoss(model.decode({targets, {}, previous, targets, {}}, z), targets, posterior, weights);
        evaluation.loss += rows * static_cast<double>(terms.total.item<float>());
        evaluation.reconstruction += rows * static_cast<double>(terms.reconstruction.item<float>());
        evaluation.klBits += rows * static_cast<double>(terms.kl.item<float>()) / std::numbers::ln2;

        const Tensor outputs = model.generate(posterior.mean).outputs; // [T, B, V]
        for (int row = 0; row < rows; ++row) {
            const int window = windows[first + static_cast<std::size_t>(row)];
            evaluation.scores.add(data.pattern(window), patternOf(data.codec(), outputs, row),
                                  data.songOf(window).tempo);
        }
    });
    const auto count = static_cast<double>(std::max<std::size_t>(1, windows.size()));
    evaluation.loss /= count;
    evaluation.reconstruction /= count;
    evaluation.klBits /= count;
    return evaluation;
}

Tensor latentMeans(const model::MusicVae& model, const Dataset& data) {
    const torch::NoGradGuard noGrad;
    std::vector<Tensor> means;
    forEachBatch(data, everyNth(data.size(), 1), [&](std::size_t, int, const Tensor& targets) {
        means.push_back(model.encode(targets).mean); // [B, Z]
    });
    return torch::cat(means); // [windows, Z]
}

Result<Evaluation> evaluateModelFile(const files::ModelFile& file, const Dataset& data,
                                     const Hyperparameters& parameters) {
    return withModel(file, data, [&](const model::MusicVae& model) {
        return evaluate(model, data, lossWeights(parameters, parameters.maxBeta));
    });
}

Result<PatternScores> nearestInLatentSpace(const files::ModelFile& file, const Dataset& known, const Dataset& data) {
    return withModel(file, data, [&](const model::MusicVae& model) {
        const torch::NoGradGuard noGrad;
        const Tensor knownMeans = latentMeans(model, known); // [N, Z]
        const Tensor means = latentMeans(model, data); // [M, Z]
        const Tensor squares = (knownMeans * knownMeans).sum(1); // [N]
        PatternScores scores;
        for (int window = 0; window < data.size(); ++window) {
            const Tensor distances = squares - 2.0 * knownMeans.mv(means[window]); // [N], short of a constant
            const auto nearest = static_cast<int>(distances.argmin().item<std::int64_t>());
            scores.add(data.pattern(window), known.pattern(nearest), data.songOf(window).tempo);
        }
        return scores;
    });
}

} // namespace segue::training
