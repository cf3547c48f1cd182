#include "app/assets/AssetFolder.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <system_error>

namespace segue::assets {
namespace {

constexpr const char* kModels = "models";
constexpr const char* kModelEnding = ".safetensors";

} // namespace

std::vector<std::filesystem::path> candidateFolders() {
    std::vector<std::filesystem::path> folders;
    if (const char* chosen = std::getenv("SEGUE_ASSETS"); chosen && *chosen)
        folders.emplace_back(chosen);
    std::error_code failure;
    const auto executable = std::filesystem::read_symlink("/proc/self/exe", failure);
    if (!failure)
        folders.push_back(executable.parent_path().parent_path() / "share" / "segue");
    folders.emplace_back(SEGUE_SOURCE_ASSETS);
    return folders;
}

Result<std::filesystem::path> assetFolder() {
    std::string looked;
    for (const auto& folder : candidateFolders()) {
        std::error_code failure;
        if (std::filesystem::is_directory(folder, failure))
            return folder;
        looked += (looked.empty() ? "" : ", ") + folder.string();
    }
    return fail(ErrorCode::NotFound, "The folder of Segue's own files was not found (looked at " + looked +
                                         "); set SEGUE_ASSETS to it, or install Segue again");
}

Result<std::filesystem::path> assetFile(const std::filesystem::path& name) {
    const auto folder = assetFolder();
    if (!folder)
        return fail(folder.error());
    auto path = *folder / name;
    std::error_code failure;
    if (!std::filesystem::exists(path, failure))
        return fail(ErrorCode::NotFound, path.string() + " is missing; install Segue again, or choose another file");
    return path;
}

std::vector<std::string> bundledModels() {
    std::vector<std::string> names;
    std::error_code failure;
    const auto folder = assetFolder();
    if (!folder)
        return names;
    for (std::filesystem::directory_iterator file(*folder / kModels, failure), end; !failure && file != end;
         file.increment(failure))
        if (file->path().extension() == kModelEnding)
            names.push_back(file->path().stem().string());
    std::ranges::sort(names, {}, [](const std::string& name) { return std::pair(name != kFirstModel, name); });
    return names;
}

Result<std::filesystem::path> bundledModel(const std::string& name) {
    auto file = assetFile(std::filesystem::path(kModels) / (name + kModelEnding));
    if (file || name == kFirstModel)
        return file;
    std::string known;
    for (const std::string& other : bundledModels())
        known += (known.empty() ? "" : ", ") + other;
    return fail(ErrorCode::NotFound, "No model \"" + name + "\" comes with Segue; those that do: " + known);
}

} // namespace segue::assets
