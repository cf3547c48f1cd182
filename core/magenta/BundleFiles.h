#pragma once

#include "core/base/Result.h"
#include "core/magenta/ByteStream.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace segue::magenta {

/// The files among which those of a TensorFlow checkpoint are: a folder's or an archive's.
class BundleFiles {
public:
    using Visitor = std::function<Status(const std::string& name, ByteStream& bytes)>;

    BundleFiles() = default;
    BundleFiles(const BundleFiles&) = delete;
    BundleFiles& operator=(const BundleFiles&) = delete;
    virtual ~BundleFiles() = default;

    /// What they are called together, for messages.
    [[nodiscard]] virtual const std::filesystem::path& path() const = 0;
    /// In any order. Without what macOS puts beside files (._name).
    [[nodiscard]] virtual Result<std::vector<std::string>> names() = 0;
    /// Calls `visitor` with each that is there of the files named, in any order, its bytes at their beginning.
    /// Errors: what the visitor says; Unreadable, Malformed.
    [[nodiscard]] virtual Status visit(const std::set<std::string>& names, const Visitor& visitor) = 0;
};

/// The files of a folder itself, not those of folders in it.
class FolderFiles : public BundleFiles {
public:
    explicit FolderFiles(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    [[nodiscard]] const std::filesystem::path& path() const override { return m_folder; }
    [[nodiscard]] Result<std::vector<std::string>> names() override;
    [[nodiscard]] Status visit(const std::set<std::string>& names, const Visitor& visitor) override;

private:
    std::filesystem::path m_folder;
};

/// The files of a tar archive, by their paths in it. Each call goes through the archive once.
class ArchiveFiles : public BundleFiles {
public:
    explicit ArchiveFiles(std::filesystem::path archive) : m_archive(std::move(archive)) {}

    [[nodiscard]] const std::filesystem::path& path() const override { return m_archive; }
    [[nodiscard]] Result<std::vector<std::string>> names() override;
    [[nodiscard]] Status visit(const std::set<std::string>& names, const Visitor& visitor) override;

private:
    std::filesystem::path m_archive;
};

} // namespace segue::magenta
