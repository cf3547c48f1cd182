#pragma once

#include "app/cli/Command.h"
#include "core/decoder/LiveModel.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace segue::cli {

/// Which model a command is to use, in our words or in Magenta's.
struct ModelOption {
    std::filesystem::path file; ///< --model, --checkpoint-file: a file, or the name of a bundled model
    std::filesystem::path runFolder; ///< --run-dir: its newest model
    std::string configuration; ///< --config: must be the model's, if given
    decoder::Precision precision = decoder::Precision::Float32; ///< --precision
};

void defineModelOption(CLI::App& command, ModelOption& option);

/// A file as it is, or else a model that comes with Segue, by its name. Errors: assets::bundledModel's.
[[nodiscard]] Result<std::filesystem::path> modelFile(const std::filesystem::path& fileOrName);

/// The model's file: what was chosen, or else the model that comes with Segue.
/// Errors: NotFound.
[[nodiscard]] Result<std::filesystem::path> modelPath(const ModelOption& option);

/// Loads it, and says in the report which one it is.
/// Errors: LiveModel::load's and modelPath's; InvalidArgument (it is of another configuration).
[[nodiscard]] Result<std::shared_ptr<const decoder::LiveModel>> loadModel(const ModelOption& option, Report& report);

/// Errors: InvalidArgument (the model has no encoder: it plays points, but cannot hear).
[[nodiscard]] Status requireEncoder(const decoder::LiveModel& model);

/// Windows that a command decodes or encodes at once: enough that the arithmetic takes longer than reading the weights,
/// and few enough for the memory of a long model.
constexpr std::size_t kTogether = 16;

} // namespace segue::cli
