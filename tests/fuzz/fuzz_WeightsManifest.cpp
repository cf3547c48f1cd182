#include "core/magenta/WeightsManifest.h"

#include "tests/fuzz/FuzzTarget.h"

#include <filesystem>

using namespace segue;

namespace {

bool staysInside(const std::filesystem::path& path) {
    const auto normal = path.lexically_normal();
    return !path.is_absolute() && !normal.empty() && *normal.begin() != "..";
}

} // namespace

/// The files of a manifest that is read lie in its folder, and the sizes of its weights are those of their shapes.
void segue::fuzz::consume(std::span<const std::byte> bytes) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (const auto groups = magenta::readWeightsManifest(text))
        for (const magenta::WeightGroup& group : *groups) {
            promise(!group.paths.empty());
            for (const std::string& path : group.paths)
                promise(staysInside(path));
            for (const magenta::StoredWeight& weight : group.weights)
                promise(!weight.type ||
                        magenta::elementCount(weight.shape).value() * magenta::sizeOf(*weight.type) == weight.size);
        }
    if (const auto variables = magenta::readVariableManifest(text))
        for (const magenta::VariableFile& variable : *variables)
            promise(staysInside(variable.path) && magenta::elementCount(variable.shape).value() * 4 == variable.size);
}
