#include "core/magenta/Import.h"

#include "core/magenta/Recognition.h"
#include "core/magenta/VariableLinks.h"

#include <algorithm>
#include <utility>

namespace segue::magenta {
namespace {

bool hasEncoder(const Checkpoint& checkpoint) {
    return std::ranges::any_of(checkpoint.variables,
                               [](const auto& variable) { return variable.first.starts_with("encoder/"); });
}

} // namespace

Result<Imported> importCheckpoint(const std::filesystem::path& path, const ImportOptions& options, Reading& reading) {
    auto checkpoint = readCheckpoint(path, reading);
    if (!checkpoint)
        return fail(std::move(checkpoint).error());
    if (options.part == Part::Everything && !hasEncoder(*checkpoint))
        return fail(ErrorCode::ShapeMismatch, checkpoint->source +
                                                  " has no encoder. With --decoder-only it becomes a model that plays "
                                                  "points but hears nothing");
    Result<Recognised> recognised = Recognised{};
    if (options.architecture) {
        recognised->architecture = asImported(*options.architecture, checkpoint->format, options.part);
        recognised->how = "as told";
        if (options.keepsDrumMap)
            recognised->architecture.codec = options.architecture->codec;
    } else
        recognised = recognise(*checkpoint, options.part);
    if (!recognised)
        return fail(std::move(recognised).error());
    Imported imported;
    imported.model.architecture = std::move(recognised->architecture);
    if (auto status = validate(imported.model.architecture); !status)
        return fail(std::move(status).error());
    if (auto status = checkVariables(*checkpoint, imported.model.architecture); !status)
        return fail(std::move(status).error(), "while importing " + checkpoint->source);

    imported.format = checkpoint->format;
    imported.how = std::move(recognised->how);
    imported.variables = checkpoint->variables.size();
    imported.model.provenance = {{"data", "imported from a checkpoint of Magenta's"},
                                 {"imported_from", std::filesystem::path(checkpoint->source).filename().string()},
                                 {"format", name(checkpoint->format)},
                                 {"configuration", imported.model.architecture.name + ", recognised " + imported.how},
                                 {"checksum_of_variables", files::weightsChecksum(checkpoint->variables)},
                                 {"imported_by", "Segue " SEGUE_VERSION}};
    if (!options.licence.empty())
        imported.model.provenance["licence"] = options.licence;
    for (const VariableLink& link : variableLinks(imported.model.architecture))
        takeVariable(link, checkpoint->variables, imported.model.weights);
    imported.ignored = std::move(checkpoint->ignored);
    imported.leftOut = std::move(checkpoint->leftOut);
    return imported;
}

} // namespace segue::magenta
