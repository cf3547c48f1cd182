#pragma once

#include "training/Recipes.h"

#include <filesystem>
#include <string_view>

namespace segue::training {

/// What a run learns and how: what a user chooses by name, or writes as a file of their own.
struct Configuration {
    architecture::Architecture architecture;
    Hyperparameters parameters;

    friend bool operator==(const Configuration&, const Configuration&) = default;
};

/// One of architecture::namedConfigurations(), with hyperparametersFor() it. Errors: NotFound, with the names there
/// are.
[[nodiscard]] Result<Configuration> namedConfiguration(std::string_view name, Recipe recipe = Recipe::Segue);

/// {"architecture": {...}, "hyperparameters": {...}}. Sizes stand in the architecture alone.
[[nodiscard]] nlohmann::json toJson(const Configuration& configuration);

/// The other way; without hyper-parameters they are hyperparametersFor() the architecture, and so are those that are
/// not named. Sizes among them are not looked at. Also reads the config.json of a run.
/// Errors: Malformed or InvalidArgument, naming the field; also a field that there is not.
[[nodiscard]] Result<Configuration> configurationFromJson(const nlohmann::json& json, Recipe recipe = Recipe::Segue);
/// Errors: readFile's, and the same with the file's name.
[[nodiscard]] Result<Configuration> readConfiguration(const std::filesystem::path& path, Recipe recipe = Recipe::Segue);

} // namespace segue::training
