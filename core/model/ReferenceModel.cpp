#include "core/model/ReferenceModel.h"

#include "core/base/Random.h"
#include "core/codec/GrooveCodec.h"
#include "core/model/MusicVaeTorch.h"

#include <cassert>
#include <cmath>

namespace segue::model {
namespace {

using torch::Tensor;

constexpr std::size_t kDepth = architecture::GrooveCodecConfig::kDepth;

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

Result<decoder::Posterior> ReferenceModel::encode(const music::Pattern& pattern) const {
    assert(m_network->codec.fits(pattern));
    return guarded([&] {
        Tensor x = torch::empty({architecture().shape().steps, 1, architecture().shape().output}); // [T, 1, V]
        m_network->codec.toTensor(std::get<music::DrumPattern>(pattern),
                                  {x.data_ptr<float>(), static_cast<std::size_t>(x.numel())});
        const auto posterior = m_network->vae.encode(x);
        return decoder::Posterior{valuesOf(posterior.mean), valuesOf(posterior.sigma)};
    });
}

Result<decoder::DecodedTensors> ReferenceModel::decodeTensors(std::span<const float> z,
                                                              std::span<const float> /*control*/,
                                                              const decoder::DecodeOptions& options) const {
    assert(z.size() == static_cast<std::size_t>(architecture().latentSize));
    Random random(options.seed);
    const float shift = std::log(options.threshold / (1.0F - options.threshold));
    std::vector<std::vector<float>> hits; // [T][9]
    std::vector<std::vector<float>> logits; // [T][9]
    const auto choose = [&](const Tensor& step) {
        std::vector<float> chosen(music::kDrumClasses);
        for (std::size_t drum = 0; drum < chosen.size(); ++drum) {
            const float logit = step.data_ptr<float>()[drum];
            const auto sigmoid = [](float x) { return 1.0F / (1.0F + std::exp(-x)); };
            const bool hit =
                options.temperature > 0.0F
                    ? random.uniform() < static_cast<double>(sigmoid((logit - shift) / options.temperature))
                    : sigmoid(logit) > options.threshold;
            chosen[drum] = hit ? 1.0F : 0.0F;
        }
        hits.push_back(chosen);
        logits.push_back(valuesOf(step));
        return torch::tensor(chosen).unsqueeze(0); // [1, 9]
    };
    return guarded([&] {
        const Tensor latent = torch::tensor(std::vector<float>(z.begin(), z.end())).unsqueeze(0); // [1, Z]
        const auto outputs = valuesOf(m_network->vae.generate(latent, choose)); // [T, 1, V]
        decoder::DecodedTensors decoded{outputs, outputs};
        for (std::size_t step = 0; step < hits.size(); ++step)
            for (std::size_t drum = 0; drum < hits[step].size(); ++drum) {
                decoded.output[step * kDepth + drum] = hits[step][drum];
                decoded.logits[step * kDepth + drum] = logits[step][drum];
            }
        return decoded;
    });
}

Result<decoder::DecodedPattern> ReferenceModel::decode(std::span<const float> z, std::span<const float> control,
                                                       const decoder::DecodeOptions& options) const {
    auto decoded = decodeTensors(z, control, options);
    if (!decoded)
        return fail(decoded.error());
    std::vector<float> probabilities = decoded->output;
    for (std::size_t at = 0; at < probabilities.size(); ++at)
        if (at % kDepth < music::kDrumClasses)
            probabilities[at] = 1.0F / (1.0F + std::exp(-decoded->logits[at]));
    return decoder::DecodedPattern{m_network->codec.patternOf(decoded->output, probabilities),
                                   std::move(probabilities)};
}

} // namespace segue::model
