#include "core/latent/MapFile.h"

#include "core/base/Files.h"
#include "core/files/Json.h"
#include "core/files/Safetensors.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace segue::latent {
namespace {

using nlohmann::json;

constexpr const char* kFormat = "segue-map";
constexpr int kLargestLatentSize = 4096;
constexpr float kLargestHalf = 65504.0F;

/// Runs of examples from one piece: its facts once, then the bars.
json examplesToJson(const std::vector<ExampleInfo>& examples) {
    json runs = json::array();
    const ExampleInfo* last = nullptr;
    for (const ExampleInfo& example : examples) {
        if (!last || example.file != last->file || example.style != last->style || example.drummer != last->drummer ||
            example.bpm != last->bpm)
            runs.push_back({{"file", example.file},
                            {"style", example.style},
                            {"drummer", example.drummer},
                            {"bpm", example.bpm},
                            {"bars", json::array()}});
        runs.back()["bars"].push_back(example.bar);
        last = &example;
    }
    return runs;
}

Error malformed(const std::string& message) {
    return Error(ErrorCode::Malformed, "The map is damaged: " + message);
}

Result<std::vector<ExampleInfo>> examplesFromJson(const json& runs) {
    if (!runs.is_array())
        return fail(malformed("its examples are no list"));
    std::vector<ExampleInfo> examples;
    for (const json& run : runs) {
        ExampleInfo example;
        const auto text = [&run](const char* field, std::string& value) {
            const auto at = run.find(field);
            if (at == run.end() || !at->is_string())
                return false;
            value = at->get<std::string>();
            return true;
        };
        if (!run.is_object() || !text("file", example.file) || !text("style", example.style) ||
            !text("drummer", example.drummer))
            return fail(malformed("an example has no file, style or drummer"));
        const auto bpm = run.find("bpm");
        if (bpm == run.end() || !bpm->is_number() || !(bpm->get<double>() >= 0 && bpm->get<double>() < 1e6))
            return fail(malformed("the tempo of " + example.file + " is no sensible number"));
        example.bpm = bpm->get<float>();
        const auto bars = run.find("bars");
        if (bars == run.end() || !bars->is_array())
            return fail(malformed(example.file + " has no list of bars"));
        for (const json& bar : *bars) {
            if (!bar.is_number_unsigned() || bar.get<std::uint64_t>() > std::numeric_limits<int>::max())
                return fail(malformed("a bar of " + example.file + " is no whole number"));
            example.bar = bar.get<int>();
            examples.push_back(example);
        }
    }
    return examples;
}

Status checkFormat(const std::map<std::string, std::string>& metadata) {
    const auto format = metadata.find("format");
    if (format == metadata.end() || format->second != kFormat)
        return fail(ErrorCode::Unsupported, "This is no map of Segue's");
    const auto version = metadata.find("version");
    if (version == metadata.end())
        return fail(malformed("it has no version"));
    if (version->second != std::to_string(MapFile::kVersion))
        return fail(ErrorCode::Unsupported, "The map has version " + version->second + "; this Segue reads version " +
                                                std::to_string(MapFile::kVersion) +
                                                ". Install a newer Segue, or make the map again");
    return {};
}

Result<MapFile> mapFrom(files::Safetensors&& file) {
    auto& metadata = file.metadata;
    if (auto status = checkFormat(metadata); !status)
        return fail(std::move(status).error());

    const auto means = file.tensors.find("means");
    if (means == file.tensors.end() || means->second.shape.size() != 2 || means->second.shape[1] < 1 ||
        means->second.shape[1] > kLargestLatentSize)
        return fail(malformed("it has no means of the shape [examples, latent size]"));
    const auto runs = files::parseJson(metadata["examples"], "the list of examples");
    if (!runs)
        return fail(runs.error());
    auto examples = examplesFromJson(*runs);
    if (!examples)
        return fail(std::move(examples).error());
    if (static_cast<std::int64_t>(examples->size()) != means->second.shape[0])
        return fail(malformed(std::to_string(means->second.shape[0]) + " means belong to " +
                              std::to_string(examples->size()) + " examples"));
    if (!std::ranges::all_of(means->second.values, [](float value) { return std::isfinite(value); }))
        return fail(malformed("a mean is not a finite number"));

    MapFile map;
    map.latentSize = static_cast<int>(means->second.shape[1]);
    map.means = std::move(means->second.values);
    map.examples = std::move(*examples);
    map.title = std::move(metadata["title"]);
    map.attribution = std::move(metadata["attribution"]);
    map.modelChecksum = std::move(metadata["model_checksum"]);
    return map;
}

} // namespace

Result<MapFile> readMap(std::span<const std::byte> bytes) {
    auto file = files::readSafetensors(bytes);
    if (!file)
        return fail(std::move(file).error());
    return mapFrom(std::move(*file));
}

Result<MapFile> readMapFile(const std::filesystem::path& path) {
    auto file = files::readSafetensorsFile(path);
    if (!file)
        return fail(std::move(file).error());
    auto map = mapFrom(std::move(*file));
    if (!map)
        return fail(std::move(map).error(), "while reading " + path.string());
    return map;
}

Status writeMapFile(const std::filesystem::path& path, const MapFile& map) {
    if (map.latentSize < 1 || map.latentSize > kLargestLatentSize ||
        map.means.size() != map.examples.size() * static_cast<std::size_t>(map.latentSize))
        return fail(ErrorCode::InvalidArgument, "The map's means do not fit its examples");
    if (!std::ranges::all_of(map.means, [](float value) { return std::abs(value) <= kLargestHalf; }))
        return fail(ErrorCode::InvalidArgument, "A mean of the map is not finite, or too large for a 16-bit float");
    files::Safetensors file;
    file.metadata = {{"format", kFormat},
                     {"version", std::to_string(MapFile::kVersion)},
                     {"title", map.title},
                     {"attribution", map.attribution},
                     {"model_checksum", map.modelChecksum},
                     {"examples", examplesToJson(map.examples).dump(-1, ' ', false, json::error_handler_t::replace)}};
    file.tensors["means"] = {{static_cast<std::int64_t>(map.examples.size()), map.latentSize}, map.means};
    return writeFileAtomically(path, files::writeSafetensors(file, files::StoredType::Float16));
}

} // namespace segue::latent
