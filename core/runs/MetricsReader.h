#pragma once

#include "core/base/Result.h"
#include "core/runs/RunReports.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace segue::runs {

/// Follows the metrics.jsonl of a run that another process writes. Each poll() reads on from where the last one
/// stopped; a half-written last line is left for the next time; a line that cannot be understood is skipped and
/// counted.
class MetricsReader {
public:
    explicit MetricsReader(std::filesystem::path runFolder) : m_folder(std::move(runFolder)) {}

    /// True if something new was read. Errors: Unreadable. A file that is not there yet is no error.
    [[nodiscard]] Result<bool> poll();
    [[nodiscard]] const RunHistory& history() const { return m_history; }
    [[nodiscard]] int skippedLines() const { return m_skippedLines; }

private:
    void takeLines();

    std::filesystem::path m_folder;
    RunHistory m_history;
    std::uint64_t m_offset = 0;
    std::string m_partial;
    int m_skippedLines = 0;
};

} // namespace segue::runs
