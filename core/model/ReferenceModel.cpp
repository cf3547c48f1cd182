#include "core/model/ReferenceModel.h"

#include "core/base/Random.h"
#include "core/codec/Codec.h"
#include "core/model/MusicVaeTorch.h"

#include <cassert>

namespace segue::model {
namespace {

using torch::Tensor;

std::vector<float> valuesOf(const Tensor& tensor) {
    const Tensor values = tensor.contiguous();
    return {values.data_ptr<float>(), values.data_ptr<float>() + values.numel()};
}

/// [T, width] as a batch of one, [T, 1, width]; undefined where there is nothing.
Tensor windowOf(const std::vector<float>& values, std::int64_t width) {
    return values.empty() ? Tensor() : torch::tensor(values).view({-1, 1, width});
}

/// How likely each class and each yes was; velocities and offsets themselves. Shape: [T, 1, V].
Tensor probabilitiesOf(const architecture::Architecture& architecture, const Generated& generated) {
    using Kind = architecture::OutputPart::Kind;
    std::vector<Tensor> parts;
    std::int64_t column = 0;
    for (const auto& [kind, width] : architecture.decoder.outputs) {
        const Tensor logits = generated.logits.narrow(2, column, width); // [T, 1, W]
        const Tensor outputs = generated.outputs.narrow(2, column, width);
        column += width;
        if (kind == Kind::Categorical)
            parts.push_back(torch::softmax(logits, 2) * outputs.sum(2, true)); // 0 behind an end token
        else
            parts.push_back(kind == Kind::Groove ? activateGroove(logits) : torch::sigmoid(logits));
    }
    return torch::cat(parts, 2);
}

/// Runs `compute` without gradients; what LibTorch throws becomes an Error here.
template <class Compute>
auto guarded(Compute compute) -> Result<decltype(compute())> {
    const torch::NoGradGuard noGrad;
    try {
        return compute();
    } catch (const c10::Error& error) {
        return fail(ErrorCode::Internal, std::string("LibTorch failed: ") + error.what_without_backtrace());
    }
}

} // namespace

struct ReferenceModel::Network {
    MusicVae vae;
    std::unique_ptr<const codec::Codec> codec;

    [[nodiscard]] Result<Generated> generate(std::span<const float> z, std::span<const float> control,
                                             const decoder::DecodeOptions& options) const {
        const architecture::Architecture& architecture = vae.architecture();
        assert(z.size() == static_cast<std::size_t>(architecture.latentSize));
        const auto told =
            control.empty() ? codec->controlOf(codec->silence()) : std::vector<float>(control.begin(), control.end());
        return guarded([&] {
            const Tensor latent = torch::tensor(std::vector<float>(z.begin(), z.end())).unsqueeze(0); // [1, Z]
            return vae.generate(latent, windowOf(told, architecture.shape().control), drawn(options));
        });
    }
};

ReferenceModel::ReferenceModel(std::unique_ptr<const Network> network) : m_network(std::move(network)) {}
ReferenceModel::ReferenceModel(ReferenceModel&& other) noexcept = default;
ReferenceModel& ReferenceModel::operator=(ReferenceModel&& other) noexcept = default;
ReferenceModel::~ReferenceModel() = default;

Result<ReferenceModel> ReferenceModel::create(const files::ModelFile& file) {
    auto vae = MusicVae::fromModelFile(file);
    if (!vae)
        return fail(vae.error());
    auto codec = codec::makeCodec(file.architecture.codec);
    if (!codec)
        return fail(codec.error());
    return ReferenceModel(std::make_unique<const Network>(Network{std::move(*vae), std::move(*codec)}));
}

Result<ReferenceModel> ReferenceModel::load(const std::filesystem::path& path) {
    const auto file = files::readModelFile(path);
    if (!file)
        return fail(file.error());
    return create(*file);
}

const architecture::Architecture& ReferenceModel::architecture() const {
    return m_network->vae.architecture();
}

Result<decoder::Posterior> ReferenceModel::encode(const music::Pattern& pattern) const {
    assert(m_network->codec->fits(pattern));
    if (!m_network->vae.hasEncoder())
        return fail(ErrorCode::Unsupported, "This model has no encoder: it plays points, but hears no patterns");
    return guarded([&] {
        const codec::Example example = m_network->codec->exampleOf(pattern);
        const architecture::TensorShape shape = architecture().shape();
        const auto posterior =
            m_network->vae.encode(windowOf(example.input, shape.input), windowOf(example.control, shape.control),
                                  torch::tensor(example.lengths, torch::kInt64).unsqueeze(0)); // lengths [1, segments]
        return decoder::Posterior{valuesOf(posterior.mean), valuesOf(posterior.sigma)};
    });
}

Result<decoder::DecodedTensors> ReferenceModel::decodeTensors(std::span<const float> z, std::span<const float> control,
                                                              const decoder::DecodeOptions& options) const {
    auto generated = m_network->generate(z, control, options);
    if (!generated)
        return fail(generated.error());
    return decoder::DecodedTensors{valuesOf(generated->outputs), valuesOf(generated->logits),
                                   architecture().shape().steps};
}

Result<decoder::DecodedPattern> ReferenceModel::decode(std::span<const float> z, std::span<const float> control,
                                                       const decoder::DecodeOptions& options) const {
    const auto generated = m_network->generate(z, control, options);
    if (!generated)
        return fail(generated.error());
    return guarded([&] {
        auto probabilities = valuesOf(probabilitiesOf(architecture(), *generated));
        music::Pattern pattern = m_network->codec->patternOf(valuesOf(generated->outputs), probabilities);
        return decoder::DecodedPattern{std::move(pattern), std::move(probabilities), architecture().shape().steps};
    });
}

} // namespace segue::model
