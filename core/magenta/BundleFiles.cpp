#include "core/magenta/BundleFiles.h"

#include "core/base/SystemError.h"
#include "core/magenta/TarReader.h"

namespace segue::magenta {
namespace {

namespace fs = std::filesystem;

bool isOfMacOs(const fs::path& name) {
    return name.filename().string().starts_with("._");
}

} // namespace

Result<std::vector<std::string>> FolderFiles::names() {
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator entry(m_folder, error), end; !error && entry != end; entry.increment(error))
        if (const fs::path name = entry->path().filename(); !isOfMacOs(name))
            names.push_back(name.string());
    if (error)
        return fail(systemError(m_folder, "read", error.value()));
    return names;
}

Status FolderFiles::visit(const std::set<std::string>& names, const Visitor& visitor) {
    for (const std::string& name : names) {
        auto file = FileStream::open(m_folder / name);
        if (!file && file.error().code() == ErrorCode::NotFound)
            continue;
        if (!file)
            return fail(std::move(file).error());
        if (auto status = visitor(name, **file); !status)
            return status;
    }
    return {};
}

Result<std::vector<std::string>> ArchiveFiles::names() {
    auto archive = TarReader::open(m_archive);
    if (!archive)
        return fail(std::move(archive).error());
    std::vector<std::string> names;
    while (true) {
        auto name = (*archive)->next();
        if (!name)
            return fail(std::move(name).error());
        if (!*name)
            return names;
        if (!isOfMacOs(**name))
            names.push_back(std::move(**name));
    }
}

Status ArchiveFiles::visit(const std::set<std::string>& names, const Visitor& visitor) {
    auto archive = TarReader::open(m_archive);
    if (!archive)
        return fail(std::move(archive).error());
    for (std::set<std::string> left = names; !left.empty();) {
        const auto name = (*archive)->next();
        if (!name)
            return fail(name.error());
        if (!*name)
            return {};
        if (left.erase(**name) == 0)
            continue;
        if (auto status = visitor(**name, **archive); !status)
            return status;
    }
    return {};
}

} // namespace segue::magenta
