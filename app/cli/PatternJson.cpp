#include "app/cli/PatternJson.h"

#include "app/cli/JsonLists.h"
#include "core/base/Files.h"
#include "core/files/Json.h"

#include <algorithm>

namespace segue::cli {
namespace {

using music::DrumCell;
using music::DrumPattern;
using nlohmann::json;

constexpr std::size_t kLargestFile = std::size_t{1} << 28;

/// Hands every number of [pattern][step][drum] to `set`.
template <class Set>
Status readThird(const json& document, const std::string& name, std::vector<DrumPattern>& patterns, int steps,
                 Set set) {
    const auto rows = listIn(document, name);
    if (!rows)
        return fail(rows.error());
    if (auto status = checkLength(**rows, patterns.size(), "\"" + name + "\""); !status)
        return status;
    for (std::size_t pattern = 0; pattern < patterns.size(); ++pattern) {
        const std::string inPattern = name + "[" + std::to_string(pattern) + "]";
        const json& row = (**rows)[pattern];
        if (auto status = checkLength(row, static_cast<std::size_t>(steps), inPattern); !status)
            return status;
        for (int step = 0; step < steps; ++step) {
            const std::string inStep = inPattern + "[" + std::to_string(step) + "]";
            const json& drums = row[static_cast<std::size_t>(step)];
            if (auto status = checkLength(drums, music::kDrumClasses, inStep); !status)
                return status;
            for (int drum = 0; drum < music::kDrumClasses; ++drum) {
                const auto value = numberIn(drums[static_cast<std::size_t>(drum)], inStep);
                if (!value)
                    return fail(value.error());
                set(patterns[pattern].at(step, drum), static_cast<float>(*value));
            }
        }
    }
    return {};
}

} // namespace

json patternsToJson(const std::vector<DrumPattern>& patterns) {
    json hits = json::array();
    json velocities = json::array();
    json offsets = json::array();
    for (std::size_t at = 0; at < patterns.size(); ++at)
        for (std::size_t step = 0; step < static_cast<std::size_t>(patterns[at].steps()); ++step)
            for (std::size_t drum = 0; drum < music::kDrumClasses; ++drum) {
                const DrumCell& cell = patterns[at].at(static_cast<int>(step), static_cast<int>(drum));
                hits[at][step][drum] = cell.hit ? 1 : 0;
                velocities[at][step][drum] = cell.velocity;
                offsets[at][step][drum] = -2.0F * cell.microtiming;
            }
    return {{"hits", std::move(hits)}, {"velocities", std::move(velocities)}, {"offsets", std::move(offsets)}};
}

Result<std::vector<DrumPattern>> patternsFromJson(const json& document, int steps, int stepsPerBeat) {
    const auto hits = listIn(document, "hits");
    if (!hits)
        return fail(hits.error());
    std::vector<DrumPattern> patterns((*hits)->size(), DrumPattern(steps, stepsPerBeat));
    const auto setHit = [](DrumCell& cell, float value) {
        cell.hit = value > 0.5F;
        cell.probability = std::clamp(value, 0.0F, 1.0F);
    };
    const auto setVelocity = [](DrumCell& cell, float value) { cell.velocity = std::clamp(value, 0.0F, 1.0F); };
    const auto setOffset = [](DrumCell& cell, float value) {
        cell.microtiming = std::clamp(-0.5F * value, -0.5F, 0.5F);
    };
    if (auto status = readThird(document, "hits", patterns, steps, setHit); !status)
        return fail(status.error());
    if (auto status = readThird(document, "velocities", patterns, steps, setVelocity); !status)
        return fail(status.error());
    if (auto status = readThird(document, "offsets", patterns, steps, setOffset); !status)
        return fail(status.error());
    return patterns;
}

Result<std::vector<std::vector<float>>> latentsFromJson(const json& document, int latentSize) {
    const auto rows = listIn(document, "z");
    if (!rows)
        return fail(rows.error());
    std::vector<std::vector<float>> latents;
    for (const json& row : **rows) {
        const std::string where = "z[" + std::to_string(latents.size()) + "]";
        if (auto status = checkLength(row, static_cast<std::size_t>(latentSize), where); !status)
            return fail(status.error());
        std::vector<float> z;
        for (const json& item : row) {
            const auto value = numberIn(item, where);
            if (!value)
                return fail(value.error());
            z.push_back(static_cast<float>(*value));
        }
        latents.push_back(std::move(z));
    }
    return latents;
}

Result<json> readJsonFile(const std::filesystem::path& path) {
    const auto bytes = readFile(path, kLargestFile);
    if (!bytes)
        return fail(bytes.error());
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are characters
    const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    return files::parseJson(text, path.string());
}

Status writeJsonFile(const std::filesystem::path& path, const json& document) {
    return writeFileAtomically(path, document.dump(-1, ' ', false, json::error_handler_t::replace) + "\n");
}

} // namespace segue::cli
