#pragma once

#include "core/base/AppendFile.h"
#include "core/base/Result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

namespace segue::convert {

/// How far a conversion has come, on the disk: everything below these lengths is safe.
struct Checkpoint {
    std::uint64_t songs = 0; ///< handled, from the first on
    std::uint64_t journal = 0; ///< bytes
    std::vector<std::uint64_t> parts; ///< bytes of each that was begun; all but the last are whole
    bool complete = false; ///< only the renaming is left

    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// The folder "<output>.unfinished" beside what a conversion writes: its parts, a journal with a line a song, and how
/// far these can be trusted (format in Conversion.md). It makes a conversion that was killed go on. One process at a
/// time.
class UnfinishedFolder {
public:
    /// Makes the folder, or finds the one that was left behind by a conversion with the same `task`: a flat object of
    /// options by the names that users know, and a checksum of the input, "music". `restart` throws away what is there.
    /// Errors: InvalidArgument (a conversion with another task is unfinished; says what is different), Unreadable
    /// (also: another process is at it), NotFound (the output's folder), Malformed.
    [[nodiscard]] static Result<UnfinishedFolder> open(const std::filesystem::path& output, const nlohmann::json& task,
                                                       bool restart);

    UnfinishedFolder(UnfinishedFolder&& other) noexcept;
    UnfinishedFolder& operator=(UnfinishedFolder&&) = delete;
    UnfinishedFolder(const UnfinishedFolder&) = delete;
    UnfinishedFolder& operator=(const UnfinishedFolder&) = delete;
    ~UnfinishedFolder();

    /// The one that was found; all zero if the folder is new.
    [[nodiscard]] const Checkpoint& checkpoint() const { return m_checkpoint; }
    /// Requires: all files are flushed. Errors: Unreadable, of all that follows.
    [[nodiscard]] Status keep(const Checkpoint& checkpoint);

    [[nodiscard]] std::filesystem::path part(int index) const;
    [[nodiscard]] Result<AppendFile> openJournal() const;
    /// Each line of the journal, as far as the checkpoint reaches. An Error of `visit` ends it.
    [[nodiscard]] Status readJournal(const std::function<Status(std::string_view)>& visit) const;

    /// Deletes it with all that is in it.
    void remove() const;

private:
    UnfinishedFolder(std::filesystem::path path, int lock, nlohmann::json task)
        : m_path(std::move(path)), m_lock(lock), m_task(std::move(task)) {}
    [[nodiscard]] Status load();

    std::filesystem::path m_path;
    int m_lock; ///< descriptor
    nlohmann::json m_task;
    Checkpoint m_checkpoint;
};

} // namespace segue::convert
