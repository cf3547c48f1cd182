#pragma once

#include "core/runs/RunFolder.h"

#include <filesystem>
#include <memory>
#include <string>

namespace segue::training {

/// Writes the run folder of one run and keeps it for this process alone. Lines of metrics.jsonl are appended whole:
/// when the disk is full they wait in memory and go out, in order, with the next line that can be written.
class RunWriter {
public:
    /// Makes the folder if it is missing. A half-written last line, left by a killed process, is cut off.
    /// Errors: Unreadable (it cannot be written to, or another training is writing there), NotFound.
    [[nodiscard]] static Result<RunWriter> open(const std::filesystem::path& folder);

    RunWriter(RunWriter&& other) noexcept;
    RunWriter& operator=(RunWriter&& other) noexcept;
    ~RunWriter();

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
    [[nodiscard]] std::filesystem::path path(const char* name) const { return m_folder / name; }

    /// Errors: Unreadable with the reason; the line is kept and tried again.
    Status append(const nlohmann::json& line);
    /// Tries to write what waits. Errors: as append.
    Status flush();

private:
    explicit RunWriter(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    std::filesystem::path m_folder;
    std::string m_waiting;
    int m_metrics = -1;
    int m_lock = -1;
};

} // namespace segue::training
