#include "core/magenta/Checkpoint.h"

#include "core/base/SystemError.h"
#include "core/magenta/BundleFiles.h"
#include "core/magenta/JsFolder.h"
#include "core/magenta/TarReader.h"
#include "core/magenta/TensorBundle.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>

namespace segue::magenta {
namespace {

namespace fs = std::filesystem;

bool isFile(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

Result<Checkpoint> readBundleFile(const fs::path& prefix, Reading& reading) {
    FolderFiles files(prefix.has_parent_path() ? prefix.parent_path() : fs::path("."));
    return readTensorBundle(files, prefix.filename().string(), reading);
}

Result<Checkpoint> readFolder(const fs::path& folder, Reading& reading) {
    const bool hasJs = isFile(folder / kJsManifestName);
    const bool hasLegacy = isFile(folder / kLegacyManifestName);
    FolderFiles files(folder);
    const auto names = files.names();
    if (!names)
        return fail(names.error());
    const bool hasBundle =
        std::ranges::any_of(*names, [](const std::string& name) { return name.ends_with(".index"); });
    if (int{hasJs} + int{hasLegacy} + int{hasBundle} > 1)
        return fail(ErrorCode::InvalidArgument, folder.string() + " holds several checkpoints; name the " +
                                                    kJsManifestName + ", the " + kLegacyManifestName +
                                                    " or the .index that is meant");
    if (hasJs)
        return readJsFolder(folder, reading);
    if (hasLegacy)
        return readLegacyFolder(folder, reading);
    return readTensorBundle(files, {}, reading);
}

} // namespace

std::string_view name(CheckpointFormat format) {
    switch (format) {
    case CheckpointFormat::TensorFlow: return "TensorFlow";
    case CheckpointFormat::MagentaJs: return "magenta.js";
    case CheckpointFormat::Legacy: return "one file per variable";
    }
    return "";
}

bool isOnlyForTraining(std::string_view variable) {
    const std::string_view last = variable.substr(variable.rfind('/') + 1); // npos + 1 is 0
    static constexpr std::array<std::string_view, 6> kNames{"Adam",        "Adam_1",      "beta1_power",
                                                            "beta2_power", "global_step", "ExponentialMovingAverage"};
    return std::ranges::find(kNames, last) != kNames.end() ||
           variable.find("opaque_kernel") != std::string_view::npos || variable == "_CHECKPOINTABLE_OBJECT_GRAPH" ||
           variable == "save_counter/.ATTRIBUTES/VARIABLE_VALUE";
}

Status addVariable(Checkpoint& checkpoint, const std::string& name, files::Tensor tensor, const std::string& file) {
    if (!std::ranges::all_of(tensor.values, [](float value) { return std::isfinite(value); }))
        return fail(ErrorCode::Malformed, "The variable " + name + " in " + file +
                                              " has a value that is not finite: the training went wrong, or the file "
                                              "is damaged");
    if (!checkpoint.variables.emplace(name, std::move(tensor)).second)
        return fail(ErrorCode::Malformed, "The variable " + name + " stands twice in " + file);
    return {};
}

Result<Checkpoint> readCheckpoint(const fs::path& path, Reading& reading) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored))
        return readFolder(path, reading);
    const std::string file = path.filename().string();
    if (const auto prefix = bundlePrefix(file))
        return readBundleFile(path.parent_path() / *prefix, reading);
    if (!isFile(path)) {
        if (isFile(path.string() + ".index"))
            return readBundleFile(path, reading);
        return fail(systemError(path, "read", ENOENT));
    }
    if (file == kJsManifestName || file == kJsConfigurationName)
        return readJsFolder(path.parent_path(), reading);
    if (file == kLegacyManifestName || file == kLegacyConverterName)
        return readLegacyFolder(path.parent_path(), reading);
    if (looksLikeArchive(path)) {
        ArchiveFiles files(path);
        return readTensorBundle(files, {}, reading);
    }
    return fail(ErrorCode::Unsupported,
                path.string() +
                    " is no checkpoint of Magenta's: name a .index file, a .tar, or a folder of magenta.js");
}

} // namespace segue::magenta
