#pragma once

#include "core/runs/RunFolder.h"
#include "training/GrowingFile.h"

#include <filesystem>
#include <optional>

namespace segue::training {

/// Keeps the folder of one run for this process alone, and writes its metrics.jsonl.
class RunWriter {
public:
    /// Makes the folder if it is missing. What a killed process has left half written is removed.
    /// Errors: Unreadable (it cannot be written to, or another training is writing there), NotFound.
    [[nodiscard]] static Result<RunWriter> open(const std::filesystem::path& folder);

    RunWriter(RunWriter&& other) noexcept;
    RunWriter& operator=(RunWriter&& other) noexcept;
    ~RunWriter();

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
    [[nodiscard]] std::filesystem::path path(const char* name) const { return m_folder / name; }

    /// Errors: GrowingFile::append's; the line is kept and tried again.
    Status append(const nlohmann::json& line);

private:
    explicit RunWriter(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    std::filesystem::path m_folder;
    std::optional<GrowingFile> m_metrics; ///< there, once it is open
    int m_lock = -1;
};

} // namespace segue::training
