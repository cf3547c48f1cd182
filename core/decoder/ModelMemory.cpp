#include "core/decoder/ModelMemory.h"

#include "core/architecture/Blueprint.h"
#include "core/decoder/PackedMatrix.h"

#include <algorithm>
#include <string_view>

namespace segue::decoder {
namespace {

/// Values of a weight as it lies in memory: most have padded rows.
std::uint64_t packedValues(const architecture::WeightShape& weight) {
    const auto rows = static_cast<std::size_t>(weight.shape.front());
    const auto columns = weight.shape.size() > 1 ? static_cast<std::uint64_t>(weight.shape[1]) : 1;
    const std::string_view name = weight.name;
    if (name.find(".nade.") != name.npos)
        return rows * columns;
    const bool isOfGates = name.find(".layers.") != name.npos && name.find(".projection.") == name.npos;
    return columns * (isOfGates ? PackedMatrix::paddedGates(rows / 4) : PackedMatrix::paddedRows(rows));
}

/// "decoder.layers.0" of "decoder.layers.0.bias": what is packed together.
std::string_view layerOf(std::string_view name) {
    return name.substr(0, name.rfind('.'));
}

} // namespace

std::uint64_t memoryNeeded(const architecture::Architecture& architecture) {
    std::uint64_t all = 0;
    std::uint64_t layer = 0;
    std::uint64_t largestLayer = 0;
    std::string_view current;
    const auto weights = architecture::weightShapes(architecture);
    for (const architecture::WeightShape& weight : weights) {
        if (layerOf(weight.name) != current) {
            current = layerOf(weight.name);
            layer = 0;
        }
        const std::uint64_t values = packedValues(weight);
        all += values;
        layer += values;
        largestLayer = std::max(largestLayer, layer);
    }
    return (all + largestLayer) * sizeof(float);
}

} // namespace segue::decoder
