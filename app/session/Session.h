#pragma once

#include "app/session/Scene.h"
#include "core/base/Result.h"
#include "core/music/DrumMap.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace segue::session {

/// Where dialogs opened last, by what they were for. Empty means the dialog's own choice.
struct Folders {
    std::string midi;
    std::string exported;
    std::string models;
    std::string trainingMidi;
    std::string runs;
    std::string music; ///< of the list of music
    std::string drumMaps;

    friend bool operator==(const Folders&, const Folders&) = default;
};

/// Which colours the window takes.
enum class Appearance { System, Dark, Light };

/// How models are run where there is a choice. Nothing chosen: as the size of a model suggests.
struct Engine {
    std::optional<bool> halfPrecision; ///< weights in 16 bits
    std::optional<bool> secondCore; ///< two threads decode

    friend bool operator==(const Engine&, const Engine&) = default;
};

/// What Segue remembers from one start to the next: the scene, and what is not music and so is not undone.
struct Session {
    Scene scene;
    /// Names of the outputs that were open; nothing yet means: choose for me.
    std::vector<std::string> outputs;
    bool outputsChosen = false;
    int morphSteps = 8; ///< of the strip and of Export, [2, 64]
    bool reducedMotion = false;
    bool heatShown = true; ///< in the pattern: where the model might have put something else
    Appearance appearance = Appearance::System;
    Engine engine;
    std::string windowGeometry; ///< QWidget::saveGeometry in base64
    std::string watchedRun; ///< folder of the run that the training dock shows
    Folders folders;
    std::vector<std::string> recentMusic; ///< files and folders that were listed, newest first
    /// Which pitch is which drum when files are read: as in codec::ExtractionOptions.
    std::optional<music::DrumMap> readingMap;

    friend bool operator==(const Session&, const Session&) = default;
};

[[nodiscard]] nlohmann::json toJson(const Session& session);
/// Total: what is missing, of the wrong kind or out of range keeps its default, so that an older or damaged session
/// costs as little as possible.
[[nodiscard]] Session sessionFromJson(const nlohmann::json& json);

/// Errors: NotFound, Unreadable, Malformed (no JSON).
[[nodiscard]] Result<Session> readSession(const std::filesystem::path& path);
/// Atomic; makes the folder.
[[nodiscard]] Status writeSession(const std::filesystem::path& path, const Session& session);

} // namespace segue::session
