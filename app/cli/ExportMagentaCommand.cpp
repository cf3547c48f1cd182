#include "app/cli/ExportMagentaCommand.h"

#include "app/cli/ProgressBar.h"
#include "app/cli/StopOnSignal.h"
#include "core/magenta/Export.h"

#include <filesystem>

namespace segue::cli {
namespace {

struct ExportMagentaOptions {
    std::filesystem::path model;
    std::filesystem::path output;
    int quantizationBytes = 4;
};

Status exportMagenta(const ExportMagentaOptions& options, Report& report) {
    const auto model = files::readModelFile(options.model);
    if (!model)
        return fail(model.error());
    const StopOnSignal stopOnSignal;
    ProgressBar bar(report, "bytes", 0);
    magenta::Reading progress(
        magenta::Part::Everything, [&bar](std::uint64_t done, std::uint64_t total) { bar.show(done, total); },
        stopOnSignal.token());
    const auto stored = static_cast<magenta::StoredBytes>(options.quantizationBytes);
    if (auto status = magenta::exportJsFolder(*model, options.output, stored, progress); !status)
        return status;
    report.set("configuration", model->architecture.name);
    report.set("bytes_per_weight", options.quantizationBytes);
    report.set("output", options.output.string());
    report.line("Wrote " + options.output.string() + ", a checkpoint for magenta.js of " + model->architecture.name);
    return {};
}

} // namespace

void addExportMagentaCommand(CLI::App& root, Action& chosen) {
    addCommand<ExportMagentaOptions>(
        root, chosen, "export-magenta", "Make a folder that magenta.js loads of a model file",
        [](CLI::App& command, ExportMagentaOptions& options) {
            command.add_option("model", options.model, "The model file")->required();
            command.add_option("--output", options.output, "The folder to write; it must hold no checkpoint yet")
                ->required();
            command
                .add_option("--quantization-bytes", options.quantizationBytes,
                            "Round each weight to so many bytes: 1 or 2 (default: 4, as they are)")
                ->check(CLI::IsMember({1, 2, 4}));
        },
        exportMagenta);
}

} // namespace segue::cli
