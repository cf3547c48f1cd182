#include "core/model/ReferenceModel.h"

#include "core/codec/GrooveCodec.h"
#include "core/model/MusicVaeTorch.h"

#include <cassert>
#include <cmath>

namespace segue::model {
namespace {

using music::DrumPattern;
using torch::Tensor;

std::vector<float> valuesOf(const Tensor& tensor) {
    const Tensor values = tensor.contiguous();
    return {values.data_ptr<float>(), values.data_ptr<float>() + values.numel()};
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
    codec::GrooveCodec codec;
};

ReferenceModel::ReferenceModel(std::unique_ptr<const Network> network) : m_network(std::move(network)) {}
ReferenceModel::ReferenceModel(ReferenceModel&& other) noexcept = default;
ReferenceModel& ReferenceModel::operator=(ReferenceModel&& other) noexcept = default;
ReferenceModel::~ReferenceModel() = default;

Result<ReferenceModel> ReferenceModel::create(const files::ModelFile& file) {
    auto vae = MusicVae::fromModelFile(file);
    if (!vae)
        return fail(vae.error());
    return ReferenceModel(std::make_unique<const Network>(Network{
        std::move(*vae), codec::GrooveCodec(std::get<architecture::GrooveCodecConfig>(file.architecture.codec))}));
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

Result<decoder::Posterior> ReferenceModel::encode(const DrumPattern& pattern) const {
    assert(pattern.steps() == architecture().shape().steps);
    return guarded([&] {
        Tensor x = torch::empty({architecture().shape().steps, 1, architecture().shape().output}); // [T, 1, V]
        m_network->codec.toTensor(pattern, {x.data_ptr<float>(), static_cast<std::size_t>(x.numel())});
        const auto posterior = m_network->vae.encode(x);
        return decoder::Posterior{valuesOf(posterior.mean), valuesOf(posterior.sigma)};
    });
}

Result<DrumPattern> ReferenceModel::decode(std::span<const float> z, const decoder::DecodeOptions& options) const {
    assert(z.size() == static_cast<std::size_t>(architecture().latentSize));
    Random random(options.seed);
    const float shift = std::log(options.threshold / (1.0F - options.threshold));
    std::vector<std::vector<float>> hits; // [T][9]
    const auto choose = [&](const Tensor& logits) {
        std::vector<float> chosen(music::kDrumClasses);
        for (std::size_t drum = 0; drum < chosen.size(); ++drum) {
            const float logit = logits.data_ptr<float>()[drum];
            const auto sigmoid = [](float x) { return 1.0F / (1.0F + std::exp(-x)); };
            const bool hit =
                options.temperature > 0.0F
                    ? random.uniform() < static_cast<double>(sigmoid((logit - shift) / options.temperature))
                    : sigmoid(logit) > options.threshold;
            chosen[drum] = hit ? 1.0F : 0.0F;
        }
        hits.push_back(chosen);
        return torch::tensor(chosen).unsqueeze(0); // [1, 9]
    };
    return guarded([&] {
        const Tensor latent = torch::tensor(std::vector<float>(z.begin(), z.end())).unsqueeze(0); // [1, Z]
        const auto outputs = valuesOf(m_network->vae.generate(latent, choose)); // [T, 1, V]
        DrumPattern pattern = m_network->codec.fromTensor(outputs);
        for (int step = 0; step < pattern.steps(); ++step)
            for (int drum = 0; drum < music::kDrumClasses; ++drum)
                pattern.at(step, drum).hit =
                    hits[static_cast<std::size_t>(step)][static_cast<std::size_t>(drum)] > 0.5F;
        return pattern;
    });
}

} // namespace segue::model
