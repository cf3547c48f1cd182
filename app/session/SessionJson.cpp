#include "app/session/SavedPattern.h"
#include "app/session/Session.h"

#include "core/architecture/DrumMapJson.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace segue::session {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;

template <class Enum, std::size_t count>
using Names = std::array<std::pair<Enum, const char*>, count>;

constexpr Names<ColourBy, 3> kColourNames{
    {{ColourBy::Style, "style"}, {ColourBy::Drummer, "drummer"}, {ColourBy::Tempo, "tempo"}}};
constexpr Names<PlaneKind, 2> kPlaneNames{
    {{PlaneKind::PrincipalComponents, "pca"}, {PlaneKind::Discriminant, "discriminant"}}};
constexpr Names<Mode, 2> kModeNames{{{Mode::Map, "map"}, {Mode::Morph, "morph"}}};

constexpr Names<Appearance, 3> kAppearanceNames{
    {{Appearance::System, "system"}, {Appearance::Dark, "dark"}, {Appearance::Light, "light"}}};

template <class Enum, std::size_t count>
const char* nameOf(Enum value, const Names<Enum, count>& names) {
    return std::ranges::find(names, value, &std::pair<Enum, const char*>::first)->second;
}

/// Reads a field if it is there and of the right kind.
template <class T>
void read(const json& object, const char* key, T& value) {
    const auto found = object.find(key);
    if (found == object.end())
        return;
    if constexpr (std::is_same_v<T, bool>) {
        if (found->is_boolean())
            value = found->template get<bool>();
    } else if constexpr (std::is_arithmetic_v<T>) {
        if (found->is_number())
            value = found->template get<T>();
    } else if constexpr (std::is_same_v<T, std::string>) {
        if (found->is_string())
            value = found->template get<std::string>();
    }
}

template <class Enum, std::size_t count>
void read(const json& object, const char* key, Enum& value, const Names<Enum, count>& names) {
    std::string text;
    read(object, key, text);
    for (const auto& [known, name] : names)
        if (text == name)
            value = known;
}

/// A child object, or an empty one.
json child(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_object() ? *found : json::object();
}

template <class T>
std::vector<T> readList(const json& object, const char* key) {
    std::vector<T> values;
    const auto found = object.find(key);
    if (found == object.end() || !found->is_array())
        return values;
    for (const json& item : *found) {
        if constexpr (std::is_same_v<T, std::string>) {
            if (item.is_string())
                values.push_back(item.get<std::string>());
        } else if (item.is_number()) {
            values.push_back(item.get<T>());
        }
    }
    return values;
}

/// Empty if a value is no number.
std::vector<float> readLatentVector(const json& object) {
    auto z = readList<float>(object, "z");
    if (!std::ranges::all_of(z, [](float x) { return std::isfinite(x); }))
        z.clear();
    return z;
}

json anchorToJson(const std::optional<Anchor>& anchor) {
    if (!anchor)
        return nullptr;
    return {{"title", anchor->title}, {"file", anchor->file},
            {"bar", anchor->bar},     {"pattern", toJson(anchor->pattern)},
            {"z", anchor->z},         {"model_checksum", anchor->modelChecksum}};
}

std::optional<Anchor> anchorFromJson(const json& scene, const char* key) {
    const json object = child(scene, key);
    Anchor anchor;
    read(object, "title", anchor.title);
    read(object, "file", anchor.file);
    read(object, "bar", anchor.bar);
    read(object, "model_checksum", anchor.modelChecksum);
    anchor.bar = std::max(anchor.bar, 0);
    anchor.pattern = patternFromJson(child(object, "pattern"));
    anchor.z = readLatentVector(object);
    return music::isEmpty(anchor.pattern) ? std::nullopt : std::optional(std::move(anchor));
}

json sceneToJson(const Scene& scene) {
    return {{"model", scene.instrument.model},
            {"map", scene.instrument.map},
            {"bundled_model", scene.instrument.bundled},
            {"plane", nameOf(scene.plane.kind, kPlaneNames)},
            {"colour_by", nameOf(scene.plane.colourBy, kColourNames)},
            {"mode", nameOf(scene.mode, kModeNames)},
            {"puck", {{"x", scene.puck.x}, {"y", scene.puck.y}, {"spacing", scene.spacing}}},
            {"z", scene.z},
            {"told", toJson(scene.told)},
            {"a", anchorToJson(scene.a)},
            {"b", anchorToJson(scene.b)},
            {"morph", scene.morph},
            {"tempo", scene.tempo},
            {"temperature", scene.temperature},
            {"threshold", scene.threshold},
            {"seed", scene.seed}};
}

Scene sceneFromJson(const json& object) {
    Scene scene;
    read(object, "model", scene.instrument.model);
    read(object, "map", scene.instrument.map);
    read(object, "bundled_model", scene.instrument.bundled);
    read(object, "plane", scene.plane.kind, kPlaneNames);
    read(object, "colour_by", scene.plane.colourBy, kColourNames);
    read(object, "mode", scene.mode, kModeNames);
    const json puck = child(object, "puck");
    read(puck, "x", scene.puck.x);
    read(puck, "y", scene.puck.y);
    read(puck, "spacing", scene.spacing);
    scene.z = readLatentVector(object);
    scene.told = patternFromJson(child(object, "told"));
    scene.a = anchorFromJson(object, "a");
    scene.b = anchorFromJson(object, "b");
    read(object, "morph", scene.morph);
    read(object, "tempo", scene.tempo);
    read(object, "temperature", scene.temperature);
    read(object, "threshold", scene.threshold);
    read(object, "seed", scene.seed);
    return sanitized(std::move(scene));
}

json toJson(const std::optional<bool>& choice) {
    return choice ? json(*choice) : json();
}

std::optional<bool> readChoice(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_boolean() ? std::optional(found->get<bool>()) : std::nullopt;
}

/// Nothing unless it is a whole map: half a map would read files in a way that nobody chose.
std::optional<music::DrumMap> readingMapFromJson(json object) {
    if (const auto drums = object.find("drums"); drums != object.end()) // as earlier versions called them
        object["classes"] = *drums;
    auto map = architecture::drumMapFromJson(object);
    if (!map || map->size() != music::kDrumClasses)
        return std::nullopt;
    return std::move(*map);
}

} // namespace

json toJson(const Session& session) {
    return {{"version", kVersion},
            {"scene", sceneToJson(session.scene)},
            {"outputs", session.outputs},
            {"outputs_chosen", session.outputsChosen},
            {"morph_steps", session.morphSteps},
            {"reduced_motion", session.reducedMotion},
            {"heat_shown", session.heatShown},
            {"appearance", nameOf(session.appearance, kAppearanceNames)},
            {"half_precision", toJson(session.engine.halfPrecision)},
            {"second_core", toJson(session.engine.secondCore)},
            {"window_geometry", session.windowGeometry},
            {"watched_run", session.watchedRun},
            {"folders",
             {{"midi", session.folders.midi},
              {"exported", session.folders.exported},
              {"models", session.folders.models},
              {"training_midi", session.folders.trainingMidi},
              {"runs", session.folders.runs},
              {"music", session.folders.music},
              {"drum_maps", session.folders.drumMaps}}},
            {"recent_music", session.recentMusic},
            {"reading_map", session.readingMap ? architecture::drumMapToJson(*session.readingMap) : json()}};
}

Session sessionFromJson(const json& object) {
    Session session;
    session.scene = sceneFromJson(child(object, "scene"));
    session.outputs = readList<std::string>(object, "outputs");
    read(object, "outputs_chosen", session.outputsChosen);
    read(object, "morph_steps", session.morphSteps);
    session.morphSteps = std::clamp(session.morphSteps, 2, 64);
    read(object, "reduced_motion", session.reducedMotion);
    read(object, "heat_shown", session.heatShown);
    read(object, "appearance", session.appearance, kAppearanceNames);
    session.engine.halfPrecision = readChoice(object, "half_precision");
    session.engine.secondCore = readChoice(object, "second_core");
    read(object, "window_geometry", session.windowGeometry);
    read(object, "watched_run", session.watchedRun);
    const json folders = child(object, "folders");
    read(folders, "midi", session.folders.midi);
    read(folders, "exported", session.folders.exported);
    read(folders, "models", session.folders.models);
    read(folders, "training_midi", session.folders.trainingMidi);
    read(folders, "runs", session.folders.runs);
    read(folders, "music", session.folders.music);
    read(folders, "drum_maps", session.folders.drumMaps);
    session.recentMusic = readList<std::string>(object, "recent_music");
    session.readingMap = readingMapFromJson(child(object, "reading_map"));
    return session;
}

} // namespace segue::session
