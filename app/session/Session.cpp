#include "app/session/Session.h"

#include "core/base/Files.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <system_error>

namespace segue::session {
namespace {

constexpr std::size_t kLargestFile = 16U << 20U;

template <class T>
void keepWithin(T& value, T low, T high, T otherwise) {
    value = std::isfinite(value) ? std::clamp(value, low, high) : otherwise;
}

} // namespace

Scene sanitized(Scene scene) {
    const Scene defaults;
    keepWithin(scene.puck.x, -10.0F, 10.0F, defaults.puck.x);
    keepWithin(scene.puck.y, -10.0F, 10.0F, defaults.puck.y);
    keepWithin(scene.spacing, 0.0F, 10.0F, defaults.spacing);
    keepWithin(scene.morph, 0.0F, 1.0F, defaults.morph);
    keepWithin(scene.tempo, Scene::kSlowest, Scene::kFastest, defaults.tempo);
    keepWithin(scene.temperature, 0.0F, 2.0F, defaults.temperature);
    keepWithin(scene.threshold, 0.02F, 0.98F, defaults.threshold);
    if (scene.mode == Mode::Morph && !scene.a && !scene.b)
        scene.mode = Mode::Map;
    return scene;
}

Result<Session> readSession(const std::filesystem::path& path) {
    const auto bytes = readFile(path, kLargestFile);
    if (!bytes)
        return fail(bytes.error());
    const auto* text = reinterpret_cast<const char*>(bytes->data());
    const auto json = nlohmann::json::parse(text, text + bytes->size(), nullptr, false);
    if (!json.is_object())
        return fail(ErrorCode::Malformed, path.string() + " is not a saved session; Segue starts afresh");
    return sessionFromJson(json);
}

Status writeSession(const std::filesystem::path& path, const Session& session) {
    std::error_code failure;
    std::filesystem::create_directories(path.parent_path(), failure);
    if (failure)
        return fail(ErrorCode::Unreadable,
                    "The folder " + path.parent_path().string() + " cannot be made: " + failure.message());
    return writeFileAtomically(path,
                               toJson(session).dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

} // namespace segue::session
