#include "training/EvaluationTorch.h"

#include "training/BatchTorch.h"
#include "training/LearnerTorch.h"

#include <algorithm>
#include <numbers>

namespace segue::training {
namespace {

using torch::Tensor;

/// Examples a batch: as many as a 2-bar groove needs fit, fewer of what is wider or longer.
int batchSize(const architecture::TensorShape& shape) {
    constexpr std::int64_t kCells = std::int64_t{128} * 32 * 512;
    return static_cast<int>(std::clamp<std::int64_t>(kCells / (std::int64_t{shape.steps} * shape.output), 1, 128));
}

/// Calls visit(first, batch) for every `stride`-th window, where `first` is which of these the batch begins with.
template <class Visit>
void forEachBatch(const Dataset& data, int stride, Visit visit) {
    const auto shape = data.shape();
    const int count = (data.size() + stride - 1) / stride;
    const int most = batchSize(shape);
    for (int first = 0; first < count; first += most) {
        Batch batch(shape, std::min(most, count - first));
        for (int row = 0; row < batch.rows; ++row)
            batch.put(row, data.codec().exampleOf(data.pattern((first + row) * stride)));
        visit(first, batch);
    }
}

/// The likeliest answers, as the codec writes them. Shape: both [T, B, V].
Tensor likeliestAnswers(const std::vector<architecture::OutputPart>& outputs, const Tensor& logits) {
    using Kind = architecture::OutputPart::Kind;
    const auto choose = model::likeliest();
    std::vector<Tensor> parts;
    std::int64_t column = 0;
    for (const auto& [kind, width] : outputs) {
        const Tensor given = logits.narrow(2, column, width).flatten(0, 1); // [T*B, W]
        column += width;
        if (kind != Kind::Groove) {
            parts.push_back(choose(kind, given, 0));
            continue;
        }
        const std::int64_t drums = width / 3;
        parts.push_back(choose(kind, given.narrow(1, 0, drums), 0));
        parts.push_back(model::activateGroove(given).narrow(1, drums, 2 * drums));
    }
    return torch::cat(parts, 1).view(logits.sizes());
}

/// Row `row` of [T, rows, V].
std::vector<float> rowOf(const Tensor& outputs, int row) {
    const Tensor one = outputs.select(1, row).contiguous(); // [T, V]
    return {one.data_ptr<float>(), one.data_ptr<float>() + one.numel()};
}

/// Runs `measure` with the file's model; what LibTorch throws becomes an Error here.
template <class Measure>
auto withModel(const files::ModelFile& file, const Dataset& data, Measure measure)
    -> Result<decltype(measure(std::declval<const model::MusicVae&>()))> {
    if (auto status = canHear(file.architecture); !status)
        return fail(status.error());
    if (file.architecture.codec != data.codec().configuration())
        return fail(ErrorCode::ShapeMismatch, "The windows were not made for this model");
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
    const auto& outputs = model.architecture().decoder.outputs;
    Evaluation evaluation{0.0, 0.0, 0.0, WindowScores(model.architecture()), WindowScores(model.architecture())};
    forEachBatch(data, stride, [&](int first, Batch& batch) {
        const model::BatchTensors tensors = tensorsOf(batch);
        const auto posterior = model.encode(tensors.input, tensors.control, tensors.lengths);
        const Tensor z = sampleLatent(posterior, randomFor(0, Purpose::Evaluation, first)); // [B, Z]
        const Tensor logits = model.decode(tensors, z); // [T, B, V]
        const auto terms =
            lossTerms(reconstructionLoss(outputs, logits, tensors, weights), klDivergence(posterior), weights);
        evaluation.loss += batch.rows * static_cast<double>(terms.total.item<float>());
        evaluation.reconstruction += batch.rows * static_cast<double>(terms.reconstruction.item<float>());
        evaluation.klBits += batch.rows * static_cast<double>(terms.kl.item<float>()) / std::numbers::ln2;
        const Tensor forced = likeliestAnswers(outputs, logits); // [T, B, V]
        const Tensor answers = model.generate(posterior.mean, tensors.control).outputs; // [T, B, V]
        for (int row = 0; row < batch.rows; ++row) {
            evaluation.teacherForced.add(data, (first + row) * stride, rowOf(forced, row));
            evaluation.freeRunning.add(data, (first + row) * stride, rowOf(answers, row));
        }
    });
    const auto count = static_cast<double>(std::max(1, evaluation.freeRunning.windows()));
    evaluation.loss /= count;
    evaluation.reconstruction /= count;
    evaluation.klBits /= count;
    return evaluation;
}

Tensor latentMeans(const model::MusicVae& model, const Dataset& data, int stride) {
    const torch::NoGradGuard noGrad;
    std::vector<Tensor> means;
    forEachBatch(data, stride, [&](int, Batch& batch) {
        const model::BatchTensors tensors = tensorsOf(batch);
        means.push_back(model.encode(tensors.input, tensors.control, tensors.lengths).mean); // [B, Z]
    });
    return torch::cat(means); // [windows, Z]
}

Result<Evaluation> evaluateModelFile(const files::ModelFile& file, const Dataset& data,
                                     const Hyperparameters& parameters) {
    return withModel(file, data, [&](const model::MusicVae& model) {
        return evaluate(model, data, lossWeights(parameters, parameters.maxBeta));
    });
}

Result<WindowScores> nearestInLatentSpace(const files::ModelFile& file, const Dataset& known, const Dataset& data) {
    return withModel(file, data, [&](const model::MusicVae& model) {
        const torch::NoGradGuard noGrad;
        const Tensor knownMeans = latentMeans(model, known); // [N, Z]
        const Tensor means = latentMeans(model, data); // [M, Z]
        const Tensor squares = (knownMeans * knownMeans).sum(1); // [N]
        WindowScores scores(file.architecture);
        for (int window = 0; window < data.size(); ++window) {
            const Tensor distances = squares - 2.0 * knownMeans.mv(means[window]); // [N], short of a constant
            const auto nearest = static_cast<int>(distances.argmin().item<std::int64_t>());
            scores.add(data, window, known.codec().exampleOf(known.pattern(nearest)).output);
        }
        return scores;
    });
}

} // namespace segue::training
