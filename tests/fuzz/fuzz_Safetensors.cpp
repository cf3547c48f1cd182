#include "core/files/Safetensors.h"

#include "tests/fuzz/FuzzTarget.h"

using namespace segue;

/// Every tensor has the values that its shape says, and what is written again reads the same in its outlines.
void segue::fuzz::consume(std::span<const std::byte> bytes) {
    const auto file = files::readSafetensors(bytes);
    if (!file)
        return;
    for (const auto& [name, tensor] : file->tensors) {
        std::int64_t count = 1;
        for (const std::int64_t size : tensor.shape)
            count = count == 0 || size == 0 ? 0 : count * size;
        promise(count == static_cast<std::int64_t>(tensor.values.size()));
    }
    const auto again = files::readSafetensors(files::writeSafetensors(*file));
    promise(again && again->metadata == file->metadata && again->tensors.size() == file->tensors.size());
}
