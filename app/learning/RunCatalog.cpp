#include "app/learning/RunCatalog.h"

#include "app/learning/RunProcess.h"

#include <QFile>

#include <algorithm>
#include <set>

namespace segue::learning {

namespace fs = std::filesystem;
using runs::RunState;

namespace {

Status mayBeMoved(const fs::path& folder) {
    if (isAtWork(folder))
        return fail(ErrorCode::InvalidArgument, folder.filename().string() + " is still learning: stop it first");
    return {};
}

} // namespace

bool KnownRun::isLost() const {
    const RunState state = history->state.state;
    return !isAtWork && state != RunState::Finished && state != RunState::Stopped && state != RunState::Failed;
}

std::optional<double> KnownRun::score() const {
    std::optional<double> best;
    for (const auto& evaluation : history->evaluations)
        best = std::max(best.value_or(0.0), runs::score(evaluation));
    return best;
}

std::vector<KnownRun> RunCatalog::read(const std::vector<fs::path>& places) {
    std::set<fs::path> folders;
    for (const fs::path& place : places) {
        folders.insert(place);
        std::error_code failure;
        for (fs::directory_iterator at(place, failure), end; !failure && at != end; at.increment(failure))
            if (std::error_code ignored; at->is_directory(ignored))
                folders.insert(at->path());
    }
    std::vector<KnownRun> found;
    for (const fs::path& folder : folders)
        if (auto run = look(folder))
            found.push_back(std::move(*run));
    std::erase_if(m_known, [&folders](const auto& known) { return !folders.contains(known.first); });
    std::ranges::stable_sort(found, std::ranges::greater(), &KnownRun::changed);
    return found;
}

std::optional<KnownRun> RunCatalog::look(const fs::path& folder) {
    std::error_code failure;
    const fs::path metrics = folder / runs::kMetricsName;
    const auto size = fs::file_size(metrics, failure);
    if (failure)
        return std::nullopt;
    const auto changed = fs::last_write_time(metrics, failure);
    Entry& entry = m_known[folder];
    if (!entry.run.history || entry.size != size || entry.run.changed != changed) {
        runs::MetricsReader reader(folder);
        if (!reader.poll() && !entry.run.history)
            return std::nullopt;
        entry.size = size;
        entry.run.folder = folder;
        entry.run.changed = changed;
        entry.run.history = std::make_shared<const runs::RunHistory>(reader.history());
        entry.run.info = readRunInfo(folder).value_or(RunInfo());
    }
    entry.run.isAtWork = isAtWork(folder);
    return entry.run;
}

Result<fs::path> renameRun(const fs::path& folder, const std::string& name) {
    if (auto status = mayBeMoved(folder); !status)
        return fail(status.error());
    const fs::path renamed = folder.parent_path() / plainName(name);
    std::error_code failure;
    if (fs::exists(renamed, failure))
        return fail(ErrorCode::InvalidArgument, "There is a run called " + renamed.filename().string() + " already");
    fs::rename(folder, renamed, failure);
    if (failure)
        return fail(ErrorCode::Unreadable, folder.string() + " cannot be renamed: " + failure.message());
    return renamed;
}

Status discardRun(const fs::path& folder) {
    if (auto status = mayBeMoved(folder); !status)
        return status;
    if (!QFile::moveToTrash(QString::fromStdString(folder.string())))
        return fail(ErrorCode::Unreadable, folder.string() + " cannot be put into the trash; delete it by hand");
    return {};
}

} // namespace segue::learning
