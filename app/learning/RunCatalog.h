#pragma once

#include "app/learning/RunInfo.h"
#include "core/base/Result.h"
#include "core/runs/RunFolder.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace segue::learning {

/// A run folder as a list of runs shows it.
struct KnownRun {
    std::filesystem::path folder;
    RunInfo info;
    std::shared_ptr<const runs::RunHistory> history;
    bool isAtWork = false;
    std::filesystem::file_time_type changed; ///< when it last reported

    /// The name of its folder.
    [[nodiscard]] std::string name() const { return folder.filename().string(); }
    /// Killed: its trainer is gone, and it does not say that it is over. It can go on.
    [[nodiscard]] bool isLost() const;
    /// Of the best evaluation; nothing before the first.
    [[nodiscard]] std::optional<double> score() const;
};

/// The runs that lie in some folders. Reading again reads only what has changed.
/// Thread: one at a time.
class RunCatalog {
public:
    /// Those in the folders and the folders themselves, where they are runs; newest first, each once. A folder that is
    /// not there has none.
    [[nodiscard]] std::vector<KnownRun> read(const std::vector<std::filesystem::path>& places);

private:
    struct Entry {
        KnownRun run;
        std::uintmax_t size = 0; ///< of its metrics
    };
    /// Nothing if it is no run.
    [[nodiscard]] std::optional<KnownRun> look(const std::filesystem::path& folder);

    std::map<std::filesystem::path, Entry> m_known;
};

/// Gives a run's folder another name, beside where it is. Returns its new place.
/// Errors: InvalidArgument (the name is taken or is none; it is being written), Unreadable.
[[nodiscard]] Result<std::filesystem::path> renameRun(const std::filesystem::path& folder, const std::string& name);

/// Puts a run into the desktop's trash. Errors: InvalidArgument (it is being written), Unreadable.
[[nodiscard]] Status discardRun(const std::filesystem::path& folder);

} // namespace segue::learning
