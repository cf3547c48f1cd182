#pragma once

#include "app/cli/Command.h"

#include <filesystem>
#include <string>
#include <vector>

namespace segue::cli {

struct EvaluateOptions {
    std::filesystem::path model;
    std::vector<std::filesystem::path> examples;
    std::vector<std::string> tracks; ///< see files::CollectionOptions
    std::string split = "test";
    /// Also measure what the nearest training window of this collection would score.
    std::vector<std::filesystem::path> baselineExamples;
    int threads = 1;
    /// Instead, how steadily patterns change on the way between so many pairs; 0: not asked for.
    int interpolationPairs = 0;
};

[[nodiscard]] Status evaluateModel(const EvaluateOptions& options, Report& report);

void addEvaluateCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
