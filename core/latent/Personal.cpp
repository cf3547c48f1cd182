#include "core/latent/Personal.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace segue::latent {
namespace {

/// Songs of all files and folders, one after another.
Result<files::MusicCollection> readAll(const std::vector<std::filesystem::path>& music,
                                       const PersonalOptions& options) {
    files::MusicCollection all;
    for (const std::filesystem::path& path : music) {
        auto some = files::readMusicCollection(path, {.tracks = options.tracks, .progress = {}, .stop = options.stop});
        if (!some && (some.error().code() == ErrorCode::Cancelled || music.size() == 1))
            return fail(std::move(some).error());
        if (!some) {
            all.refused.push_back({path.filename().string(), std::move(some).error()});
            continue;
        }
        std::ranges::move(some->sequences, std::back_inserter(all.sequences));
        std::ranges::move(some->refused, std::back_inserter(all.refused));
    }
    if (all.sequences.empty())
        return fail(ErrorCode::NoMusic, all.refused.empty() ? std::string("No file of music was given")
                                                            : "None of the files could be read; of the first: " +
                                                                  all.refused.front().error.text());
    return all;
}

/// What there was to draw from before.
Result<LatentDensity> densityOf(const SecondStage& stage, const MapFile* known, const BuiltMap& own,
                                const PersonalOptions& options) {
    if (stage.density)
        return *stage.density;
    const BuiltMap from = known ? BuiltMap{*known, {}, {}, {}} : own;
    const StageExamples examples = stageExamplesOf(from);
    return fitDensity(examples.means, examples.latentSize, {.pieces = examples.pieces, .stop = options.stop});
}

} // namespace

Result<Personal> personalise(const decoder::LiveModel& model, const MapFile* known,
                             const std::vector<std::filesystem::path>& music, const PersonalOptions& options) {
    const int latentSize = model.architecture().latentSize;
    auto stage = secondStageOf(model.fitted(), latentSize);
    if (!stage)
        return fail(std::move(stage).error());
    const auto collection = readAll(music, options);
    if (!collection)
        return fail(collection.error());
    auto built = buildMap(model, *collection,
                          {.splits = {files::Split::Train, files::Split::Validation, files::Split::Test},
                           .title = options.style,
                           .threads = options.threads,
                           .progress = options.progress,
                           .stop = options.stop});
    if (!built)
        return fail(std::move(built).error());
    auto density = densityOf(*stage, known, *built, options);
    if (!density)
        return fail(std::move(density).error());
    auto bent = personalised(*density, built->map.means);
    if (!bent)
        return fail(std::move(bent).error());

    Personal personal;
    personal.windows = static_cast<int>(built->map.examples.size());
    personal.refused = std::move(built->refused);
    personal.stage = std::move(*stage);
    personal.stage.density = std::move(*bent);
    personal.stage.densityFacts["own_windows"] = personal.windows;
    for (ExampleInfo& example : built->map.examples)
        example.style = options.style;
    if (!known) {
        personal.map = std::move(built->map);
        return personal;
    }
    personal.map = *known;
    personal.map.title += (known->title.empty() ? "" : ", ") + options.style;
    std::ranges::copy(built->map.means, std::back_inserter(personal.map.means));
    std::ranges::move(built->map.examples, std::back_inserter(personal.map.examples));
    return personal;
}

std::string hintForFew(int windows) {
    if (windows >= kOwnBalance)
        return {};
    return (windows == 1 ? std::string("One window of music is little")
                         : std::to_string(windows) + " windows of music are few") +
           ": most draws will stay what the model knew. With " + std::to_string(kOwnBalance) +
           ", a minute or so of music, half of them are near to yours; with several pieces they vary more";
}

} // namespace segue::latent
