#pragma once

#include "core/runs/RunReports.h"
#include "training/GrowingFile.h"

#include <filesystem>
#include <string>
#include <vector>

namespace segue::training {

/// A number that TensorBoard draws; `tag` is its chart's name.
struct Scalar {
    std::string tag;
    double value = 0.0;

    friend bool operator==(const Scalar&, const Scalar&) = default;
};

/// Under Magenta's tags where it has them (lstm_utils.py and base_model.py of its music_vae).
[[nodiscard]] std::vector<Scalar> scalarsOf(const runs::TrainingReport& report);
/// Magenta's `metrics/` are teacher-forced; what is free-running lies under `free_running/`.
[[nodiscard]] std::vector<Scalar> scalarsOf(const runs::EvaluationReport& report);

/// An event file of TensorBoard that grows: TFRecords of the messages of event.proto. Each start of a run has its own.
class EventFile {
public:
    /// A new file in `folder`, which is made if it is missing. A run that goes on from `step` > 0 says so, and
    /// TensorBoard forgets what other files have of later steps. Errors: GrowingFile's.
    [[nodiscard]] static Result<EventFile> create(const std::filesystem::path& folder, std::int64_t step);

    /// Errors: GrowingFile::append's.
    Status append(std::int64_t step, const std::vector<Scalar>& scalars);

private:
    explicit EventFile(GrowingFile file) : m_file(std::move(file)) {}

    GrowingFile m_file;
};

} // namespace segue::training
