#pragma once

#include "core/base/Result.h"
#include "core/decoder/LiveModel.h"
#include "core/files/ModelFile.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <optional>

namespace segue::cli {

/// In how many bits a command writes a model; nothing: as the file has them that it read.
using StoredOption = std::optional<files::StoredType>;

/// --weights.
void defineStoredOption(CLI::App& command, StoredOption& option);

/// What was asked for, or else what `model` has. Errors: readSafetensorsFile's.
[[nodiscard]] Result<files::StoredType> storedType(const StoredOption& option, const std::filesystem::path& model);

/// The values as they are read from a file of this type: a model's map and second stage are of these.
/// Errors: InvalidArgument (too large for 16 bits: names the weight).
[[nodiscard]] Result<files::ModelFile> rounded(files::ModelFile model, files::StoredType type);

/// A model that a command writes again, with something more in it.
struct ModelToRewrite {
    std::filesystem::path path; ///< that it was read from
    files::StoredType type;
    files::ModelFile file; ///< rounded to the type
    std::shared_ptr<const decoder::LiveModel> live; ///< of the rounded weights; it hears
};

/// Errors: modelFile's, storedType's, readModelFile's, rounded's, LiveModel::create's, requireEncoder's.
[[nodiscard]] Result<ModelToRewrite> readToRewrite(const std::filesystem::path& fileOrName, const StoredOption& option);

} // namespace segue::cli
