#pragma once

#include "core/base/Files.h"
#include "core/base/Random.h"
#include "core/runs/RunFolder.h"
#include "tests/app/support/TestAssets.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

namespace segue::test {

/// A run folder as a trainer leaves it: reports, one evaluation with its music and its map, and a last word.
/// Requires: TestAssets.
class TestRun {
public:
    TestRun(std::filesystem::path folder, const TestAssets& assets, runs::RunState state = runs::RunState::Finished)
        : m_folder(std::move(folder)) {
        std::filesystem::create_directories(m_folder);
        QVERIFY(writeFileAtomically(
            m_folder / runs::kConfigName,
            nlohmann::json{
                {"architecture", architecture::toJson(smallArchitecture())},
                {"minutes", 5.0},
                {"data", {{"examples", {(assets.folder() / "examples").string()}}, {"train", {{"windows", 120}}}}}}
                .dump()));
        const auto model = assets.folder() / "models" / "groove-2bar.safetensors";
        std::filesystem::copy_file(model, m_folder / runs::kLastModelName);
        std::filesystem::copy_file(std::filesystem::path(model).replace_extension(".segue-map"),
                                   m_folder / runs::kMapName);
        for (int step = 10; step <= 100; step += 10)
            append(toJson(reportAt(step)));
        evaluate(100);
        append(toJson(runs::StateReport{state, {}}));
    }

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }

    /// One more evaluation, with two pairs and a draw.
    void evaluate(int step) {
        runs::EvaluationReport report;
        report.step = step;
        report.reconstruction = 31.5;
        report.klBits = 48;
        report.hitF1 = 0.875;
        report.samples = "samples/" + std::to_string(step);
        const auto samples = m_folder / report.samples;
        std::filesystem::create_directories(samples);
        Random random(static_cast<std::uint64_t>(step));
        for (const char* name : {"original-1", "reconstruction-1", "original-2", "reconstruction-2", "draw-1"})
            TestAssets::writeSong(samples / (std::string(name) + ".mid"), 2, random);
        append(toJson(report));
    }
    void append(const nlohmann::json& line) {
        std::ofstream(m_folder / runs::kMetricsName, std::ios::app) << line.dump() << '\n';
    }

private:
    static runs::TrainingReport reportAt(int step) {
        runs::TrainingReport report;
        report.step = step;
        report.totalSteps = 100;
        report.reconstruction = 100 - step / 2.0;
        report.hitAccuracy = 0.5;
        report.examplesPerSecond = 640;
        return report;
    }

    std::filesystem::path m_folder;
};

} // namespace segue::test
