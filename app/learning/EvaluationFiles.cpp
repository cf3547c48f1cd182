#include "app/learning/EvaluationFiles.h"

#include "app/instrument/Instrument.h"
#include "core/codec/Codec.h"
#include "core/files/MusicReader.h"
#include "core/latent/MapFile.h"

#include <optional>
#include <utility>

namespace segue::learning {
namespace {

std::optional<music::Pattern> readPattern(const std::filesystem::path& file, const codec::Codec& codec) {
    const auto read = files::readMusicFile(file);
    if (!read)
        return std::nullopt;
    auto found = codec.patterns(read->sequence, {});
    if (!found || found->windows.empty())
        return std::nullopt;
    return std::move(found->windows.front().pattern);
}

} // namespace

EvaluationSamples readSamples(const std::filesystem::path& folder, const architecture::CodecConfig& config) {
    EvaluationSamples samples;
    const auto codec = codec::makeCodec(config);
    if (!codec)
        return samples;
    const auto numbered = [&folder](const char* name, int number) {
        return folder / (std::string(name) + "-" + std::to_string(number) + ".mid");
    };
    std::error_code ignored;
    for (int i = 1; std::filesystem::exists(numbered("original", i), ignored); ++i) {
        auto original = readPattern(numbered("original", i), **codec);
        auto reconstruction = readPattern(numbered("reconstruction", i), **codec);
        if (!original)
            continue;
        samples.originals.push_back(std::move(*original));
        // A model that has not learned yet may play nothing at all.
        samples.reconstructions.push_back(reconstruction ? std::move(*reconstruction) : (*codec)->silence());
    }
    for (int i = 1; std::filesystem::exists(numbered("draw", i), ignored); ++i)
        if (auto draw = readPattern(numbered("draw", i), **codec))
            samples.draws.push_back(std::move(*draw));
    return samples;
}

Result<EvaluationMap> readEvaluationMap(const std::filesystem::path& path) {
    auto file = latent::readMapFile(path);
    if (!file)
        return fail(file.error());
    const session::Plane plane{session::PlaneKind::PrincipalComponents, session::ColourBy::Style};
    auto layout = instrument::layOut(std::make_shared<const latent::MapFile>(std::move(*file)), plane);
    if (!layout)
        return fail(layout.error());
    return EvaluationMap{layout->map->points(), std::move(layout->classes), std::move(layout->classNames)};
}

void alignTo(const EvaluationMap& before, EvaluationMap& map) {
    if (before.points.size() != map.points.size())
        return;
    double alongX = 0;
    double alongY = 0;
    for (std::size_t i = 0; i < map.points.size(); ++i) {
        alongX += static_cast<double>(before.points[i].x * map.points[i].x);
        alongY += static_cast<double>(before.points[i].y * map.points[i].y);
    }
    for (auto& point : map.points) {
        point.x = alongX < 0 ? -point.x : point.x;
        point.y = alongY < 0 ? -point.y : point.y;
    }
}

} // namespace segue::learning
