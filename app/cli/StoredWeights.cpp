#include "app/cli/StoredWeights.h"

#include "app/cli/ModelOption.h"
#include "core/base/Float16.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

namespace segue::cli {

void defineStoredOption(CLI::App& command, StoredOption& option) {
    const std::map<std::string, files::StoredType> types{{"float32", files::StoredType::Float32},
                                                         {"float16", files::StoredType::Float16}};
    command.add_option("--weights", option, "How weights are written: float32, float16, or, without it, as they were")
        ->transform(CLI::CheckedTransformer(types));
}

Result<files::StoredType> storedType(const StoredOption& option, const std::filesystem::path& model) {
    if (option)
        return *option;
    const auto file = files::SafetensorsReader::open(model);
    if (!file)
        return fail(file.error());
    const bool isHalf = std::ranges::all_of(file->layout().tensors, [](const auto& named) {
        return named.second.element == files::SafetensorsLayout::Element::F16;
    });
    return isHalf ? files::StoredType::Float16 : files::StoredType::Float32;
}

Result<files::ModelFile> rounded(files::ModelFile model, files::StoredType type) {
    if (type == files::StoredType::Float32)
        return model;
    for (auto& [name, weight] : model.weights)
        for (float& value : weight.values) {
            if (!(std::abs(value) < kHalfOverflow))
                return fail(ErrorCode::InvalidArgument, "The weight " + name + " is too large for 16 bits");
            value = floatFromHalf(halfFromFloat(value));
        }
    return model;
}

Result<ModelToRewrite> readToRewrite(const std::filesystem::path& fileOrName, const StoredOption& option) {
    const auto path = modelFile(fileOrName);
    if (!path)
        return fail(path.error());
    const auto type = storedType(option, *path);
    if (!type)
        return fail(type.error());
    auto file = files::readModelFile(*path);
    if (!file)
        return fail(file.error());
    auto written = rounded(std::move(*file), *type);
    if (!written)
        return fail(written.error(), "while reading " + path->string());
    auto live = decoder::LiveModel::create(*written);
    if (!live)
        return fail(live.error());
    if (auto status = requireEncoder(**live); !status)
        return fail(status.error());
    return ModelToRewrite{*path, *type, std::move(*written), std::move(*live)};
}

} // namespace segue::cli
