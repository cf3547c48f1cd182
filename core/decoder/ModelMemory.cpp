#include "core/decoder/ModelMemory.h"

#include "core/architecture/Blueprint.h"
#include "core/decoder/PackedMatrix.h"

#include <algorithm>
#include <string_view>

namespace segue::decoder {
namespace {

/// 1 of a bias.
std::uint64_t columnsOf(const architecture::WeightShape& weight) {
    return weight.shape.size() > 1 ? static_cast<std::uint64_t>(weight.shape[1]) : 1;
}

/// Bytes of a weight as it lies in memory: with padded rows, and biases always in single precision.
std::uint64_t packedBytes(const architecture::WeightShape& weight, Precision precision) {
    const auto rows = static_cast<std::size_t>(weight.shape.front());
    const std::uint64_t columns = columnsOf(weight);
    const std::uint64_t bytes = precision == Precision::BFloat16 && weight.shape.size() > 1 ? 2 : sizeof(float);
    const std::string_view name = weight.name;
    if (name.find(".nade.") != name.npos) // transposed
        return bytes * rows * PackedMatrix::paddedRows(columns);
    const bool isOfGates = name.find(".layers.") != name.npos && name.find(".projection.") == name.npos;
    return bytes * columns * (isOfGates ? PackedMatrix::paddedGates(rows / 4) : PackedMatrix::paddedRows(rows));
}

std::uint64_t bytesInFile(const architecture::WeightShape& weight) {
    return static_cast<std::uint64_t>(weight.shape.front()) * columnsOf(weight) * sizeof(float);
}

/// "decoder.layers.0" of "decoder.layers.0.bias": what is packed together.
std::string_view layerOf(std::string_view name) {
    return name.substr(0, name.rfind('.'));
}

} // namespace

std::uint64_t memoryNeeded(const architecture::Architecture& architecture, Precision precision) {
    std::uint64_t packed = 0;
    std::uint64_t layer = 0;
    std::uint64_t most = 0;
    std::string_view current;
    const auto weights = architecture::weightShapes(architecture);
    for (const architecture::WeightShape& weight : weights) {
        if (layerOf(weight.name) != current) {
            current = layerOf(weight.name);
            layer = 0;
        }
        packed += packedBytes(weight, precision);
        layer += bytesInFile(weight);
        most = std::max(most, packed + layer);
    }
    return most;
}

} // namespace segue::decoder
