#include "app/learning/RunInfo.h"

#include "core/architecture/Architecture.h"
#include "core/base/Files.h"
#include "core/runs/RunFolder.h"

#include <nlohmann/json.hpp>

#include <QLocale>

#include <cctype>
#include <system_error>

namespace segue::learning {
namespace {

using nlohmann::json;

constexpr std::size_t kLargestConfig = 4U << 20U;

json child(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_object() ? *found : json::object();
}

std::string text(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

double number(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number() ? found->get<double>() : 0.0;
}

bool isPlain(char character) {
    const auto byte = static_cast<unsigned char>(character);
    return byte >= 0x80 || std::isalnum(byte) != 0 || character == '-' || character == '_' || character == ' ';
}

} // namespace

Result<RunInfo> readRunInfo(const std::filesystem::path& runFolder) {
    const auto path = runFolder / runs::kConfigName;
    const auto bytes = readFile(path, kLargestConfig);
    if (!bytes)
        return fail(bytes.error());
    const auto* begin = reinterpret_cast<const char*>(bytes->data());
    const json config = json::parse(begin, begin + bytes->size(), nullptr, false);
    if (!config.is_object())
        return fail(ErrorCode::Malformed, path.string() + " is not the configuration of a run");
    RunInfo info;
    info.configuration = text(child(config, "architecture"), "name");
    const json data = child(config, "data");
    info.dataName = text(data, "name");
    info.attribution = text(data, "attribution");
    if (const auto examples = data.find("examples"); examples != data.end() && examples->is_array())
        for (const json& example : *examples)
            if (example.is_string())
                info.examples.emplace_back(example.get<std::string>());
    const json train = child(data, "train");
    if (const auto windows = train.find("windows"); windows != train.end() && windows->is_number_integer())
        info.windows = windows->get<int>();
    info.totalSteps = static_cast<std::int64_t>(number(config, "total_steps"));
    info.minutes = number(config, "minutes");
    if (const auto architecture = architecture::architectureFromJson(child(config, "architecture")))
        info.codec = architecture->codec;
    return info;
}

std::string titleOf(const std::filesystem::path& runFolder, const RunInfo& info) {
    std::string title = runFolder.filename().string();
    if (info.windows > 0)
        title += " · " + QLocale().toString(info.windows).toStdString() + " windows";
    if (!info.configuration.empty())
        title += " · " + info.configuration;
    return title;
}

std::string plainName(std::string_view name) {
    std::string plain;
    for (const char character : name)
        plain += isPlain(character) ? character : '-';
    return plain.empty() ? "run" : plain;
}

std::filesystem::path newRunFolder(const std::filesystem::path& parent, std::string_view name) {
    const std::string plain = plainName(name);
    std::error_code ignored;
    auto folder = parent / plain;
    for (int number = 2; std::filesystem::exists(folder, ignored); ++number)
        folder = parent / (plain + " " + std::to_string(number));
    return folder;
}

} // namespace segue::learning
