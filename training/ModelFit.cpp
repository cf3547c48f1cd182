#include "training/ModelFit.h"

#include "core/music/Attributes.h"

#include <algorithm>

namespace segue::training {
namespace {

constexpr int kMostWindows = 20'000;
constexpr int kTogether = 16; // windows that are encoded at once

/// A window whose mean is wanted, after what can be said of its music has been taken down.
void measure(const music::Pattern& pattern, latent::StageExamples& examples) {
    for (const music::Attribute& attribute : music::attributesOf(pattern))
        examples.attributes.values.push_back(static_cast<float>(attribute.value));
    const std::vector<int> onsets = music::onsetsByPart(pattern);
    std::ranges::transform(examples.onsets, onsets, examples.onsets.begin(), std::plus<>());
}

} // namespace

Status fitModel(const std::filesystem::path& path, const Dataset& data, const latent::StageOptions& options) {
    auto file = files::readModelFile(path);
    if (!file)
        return fail(file.error());
    const auto model = decoder::LiveModel::create(*file);
    if (!model)
        return fail(model.error(), "while fitting " + path.string());

    latent::StageExamples examples;
    examples.latentSize = file->architecture.latentSize;
    const music::Pattern silence = (*model)->codec().silence();
    for (const music::Attribute& attribute : music::attributesOf(silence))
        examples.attributes.names.emplace_back(attribute.name);
    examples.onsets.resize(music::onsetsByPart(silence).size());
    std::vector<float> means;
    const auto workspace = (*model)->makeWorkspace({.rows = kTogether});
    const int count = std::min(data.size(), kMostWindows);
    for (int first = 0; first < count; first += kTogether) {
        std::vector<music::Pattern> patterns;
        for (int i = first; i < std::min(count, first + kTogether); ++i) {
            const auto window = static_cast<int>(std::int64_t{i} * data.size() / count);
            patterns.push_back(data.pattern(window));
            examples.pieces.push_back(data.windows()[static_cast<std::size_t>(window)].song);
            measure(patterns.back(), examples);
        }
        const bool isWhole =
            (*model)->encodeMany(patterns, *workspace, [&](std::size_t, const decoder::Posterior& posterior) {
                means.insert(means.end(), posterior.mean.begin(), posterior.mean.end());
                return !options.stop.stop_requested();
            });
        if (!isWhole)
            return fail(ErrorCode::Cancelled, "Fitting the density was stopped");
    }
    for (double& onsets : examples.onsets)
        onsets /= std::max(1, count);
    examples.means = means;
    const auto stage = latent::fitSecondStage(**model, examples, options);
    if (!stage)
        return fail(stage.error());
    file->fitted = latent::toFitted(*stage);
    return files::writeModelFile(path, *file);
}

} // namespace segue::training
