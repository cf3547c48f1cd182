#include "app/cli/ImportMagentaCommand.h"

#include "app/cli/Numbers.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/StopOnSignal.h"
#include "core/base/Files.h"
#include "core/files/Json.h"
#include "core/magenta/Import.h"

#include <filesystem>

namespace segue::cli {
namespace {

using magenta::Imported;

struct ImportMagentaOptions {
    std::filesystem::path checkpoint;
    std::filesystem::path output;
    std::string configuration;
    bool decoderOnly = false;
    bool half = false;
    std::string licence;
};

/// A name that there is, or the path of a file as `segue-cli configs` writes it, or of an architecture alone.
Result<architecture::Architecture> configurationFrom(const std::string& text) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(text, ignored))
        return architecture::namedConfiguration(text);
    const auto bytes = readFile(text);
    if (!bytes)
        return fail(bytes.error());
    const std::string_view json(reinterpret_cast<const char*>(bytes->data()), bytes->size()); // char may alias
    const auto object = files::parseJson(json, text);
    if (!object)
        return fail(object.error());
    const auto part = object->is_object() ? object->find("architecture") : object->end();
    auto architecture = architecture::architectureFromJson(part == object->end() ? *object : *part);
    if (!architecture)
        return fail(std::move(architecture).error(), "in " + text);
    return architecture;
}

void tell(const Imported& imported, const ImportMagentaOptions& options, Report& report) {
    const files::ModelFile& model = imported.model;
    std::uint64_t parameters = 0;
    for (const auto& [name, weight] : model.weights)
        parameters += weight.values.size();
    report.set("format", magenta::name(imported.format));
    report.set("configuration", model.architecture.name);
    report.set("recognised", imported.how);
    report.set("architecture", toJson(model.architecture));
    report.set("variables", imported.variables);
    report.set("parameters", parameters);
    report.set("ignored", imported.ignored);
    report.set("left_out", imported.leftOut);
    report.set("provenance", model.provenance);
    report.set("output", options.output.string());
    report.line(options.checkpoint.string() + ": a checkpoint of the format " +
                std::string(magenta::name(imported.format)));
    report.line("  configuration  " + model.architecture.name + ", recognised " + imported.how);
    report.line("  mapped         " + grouped(imported.variables) + " variables, " + grouped(parameters) +
                " parameters");
    if (!imported.ignored.empty())
        report.line("  ignored        " + grouped(imported.ignored.size()) + " variables that only training needs");
    if (!imported.leftOut.empty())
        report.line("  left out       " + grouped(imported.leftOut.size()) + " variables of the encoder");
    if (!model.architecture.encoder.present)
        report.line("  The model has no encoder: it plays points, but cannot hear music.");
    report.line("Wrote " + options.output.string());
}

Status importMagenta(const ImportMagentaOptions& options, Report& report) {
    magenta::ImportOptions wanted;
    wanted.part = options.decoderOnly ? magenta::Part::DecoderOnly : magenta::Part::Everything;
    wanted.licence = options.licence;
    if (!options.configuration.empty()) {
        auto architecture = configurationFrom(options.configuration);
        if (!architecture)
            return fail(std::move(architecture).error());
        std::error_code ignored;
        wanted.keepsDrumMap = std::filesystem::is_regular_file(options.configuration, ignored);
        wanted.architecture = std::move(*architecture);
    }
    const StopOnSignal stopOnSignal;
    ProgressBar bar(report, "bytes", 0);
    magenta::Reading reading(
        wanted.part, [&bar](std::uint64_t done, std::uint64_t total) { bar.show(done, total); }, stopOnSignal.token());
    const auto imported = magenta::importCheckpoint(options.checkpoint, wanted, reading);
    if (!imported)
        return fail(imported.error());
    const auto type = options.half ? files::StoredType::Float16 : files::StoredType::Float32;
    if (auto status = files::writeModelFile(options.output, imported->model, type); !status)
        return status;
    tell(*imported, options, report);
    return {};
}

} // namespace

void addImportMagentaCommand(CLI::App& root, Action& chosen) {
    addCommand<ImportMagentaOptions>(
        root, chosen, "import-magenta", "Make a model file of a checkpoint of Magenta's",
        [](CLI::App& command, ImportMagentaOptions& options) {
            command
                .add_option("checkpoint", options.checkpoint,
                            "A TensorFlow checkpoint (.tar, .index or its prefix), a folder of magenta.js, or one of "
                            "a file per variable")
                ->required();
            command.add_option("--output", options.output, "The model file to write (.safetensors)")->required();
            command.add_option("--config", options.configuration,
                               "The configuration it was trained with, by name, or a JSON file that describes one; "
                               "needed where its variables alone do not tell");
            command.add_flag("--decoder-only", options.decoderOnly,
                             "Leave the encoder out, or do without one that is missing");
            command.add_flag("--float16", options.half, "Store 16 bits a weight, in half the size");
            command.add_option("--licence,--license", options.licence, "Note the licence of the weights in the model");
            command.footer("What an optimiser left in the checkpoint is ignored. The report says what was mapped, and "
                           "how the configuration was recognised.");
        },
        importMagenta);
}

} // namespace segue::cli
