#include "core/files/DrumMapFile.h"

#include "core/architecture/DrumMapJson.h"
#include "core/base/Files.h"
#include "core/files/Json.h"

#include <cstddef>
#include <string_view>

namespace segue::files {
namespace {

using nlohmann::json;

constexpr std::size_t kLargestFile = std::size_t{1} << 20;
constexpr int kMostDrums = 128;

std::string text(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<music::DrumMap> parse(std::string_view bytes) {
    const auto document = parseJson(bytes, "the drum map");
    if (!document)
        return fail(document.error());
    if (!document->is_object())
        return fail(ErrorCode::Malformed, "A drum map begins with {");
    auto map = architecture::drumMapFromJson(*document);
    if (!map)
        return map;
    if (auto status = music::validate(*map, 1, kMostDrums); !status)
        return fail(status.error());
    return map;
}

} // namespace

Result<music::DrumMap> readDrumMapFile(const std::filesystem::path& path) {
    const auto bytes = readFile(path, kLargestFile);
    if (!bytes)
        return fail(bytes.error());
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are characters
    auto map = parse({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    if (!map)
        return fail(map.error(), "while reading the drum map " + path.string());
    return map;
}

Status writeDrumMapFile(const std::filesystem::path& path, const music::DrumMap& map) {
    return writeFileAtomically(path, std::string_view(drumMapText(map)));
}

std::string drumMapText(const music::DrumMap& map) {
    const json document = architecture::drumMapToJson(map);
    std::string result = "{\n  \"name\": ";
    result += text(document["name"]);
    result += ",\n  \"classes\": [";
    const char* separator = "\n";
    for (const json& drum : document["classes"]) {
        result += separator;
        result += "    {\"name\": ";
        result += text(drum["name"]);
        result += ", \"pitches\": ";
        result += text(drum["pitches"]);
        result += "}";
        separator = ",\n";
    }
    result += "\n  ]\n}\n";
    return result;
}

} // namespace segue::files
