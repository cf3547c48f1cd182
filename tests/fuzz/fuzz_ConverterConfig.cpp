#include "core/magenta/ConverterConfig.h"

#include "core/files/Json.h"
#include "tests/fuzz/FuzzTarget.h"

using namespace segue;

/// Whatever stands in a config.json, the codec that is made of it is a valid one.
void segue::fuzz::consume(std::span<const std::byte> bytes) {
    const auto json =
        files::parseJson({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "the configuration");
    if (!json)
        return;
    const auto converter = magenta::converterConfigFrom(*json);
    if (!converter)
        return;
    promise(architecture::validate(converter->codec).has_value());
    promise(converter->segments >= 0);
}
