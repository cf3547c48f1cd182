#pragma once

#include "core/base/Random.h"
#include "core/magenta/VariableLinks.h"
#include "tests/support/MagentaBytes.h"

namespace segue::test {

/// Random variables as a checkpoint of this architecture has them.
[[nodiscard]] inline Variables randomVariables(const architecture::Architecture& architecture, std::uint64_t seed) {
    Random random(seed);
    Variables variables;
    for (const magenta::VariableLink& link : magenta::variableLinks(architecture)) {
        std::size_t count = 1;
        for (const std::int64_t size : link.shape)
            count *= static_cast<std::size_t>(size);
        files::Tensor& variable = variables[link.variable];
        variable.shape = link.shape;
        for (std::size_t i = 0; i < count; ++i)
            variable.values.push_back(static_cast<float>(random.uniform(-1, 1)));
    }
    return variables;
}

/// The networks of a named configuration in sizes for a test: every layer has other ones, so that what is mixed up does
/// not fit.
[[nodiscard]] inline architecture::Architecture tiny(std::string_view name) {
    auto architecture = architecture::namedConfiguration(name).value();
    architecture.latentSize = 5;
    int size = 2;
    for (std::vector<int>* sizes :
         {&architecture.encoder.sizes, &architecture.decoder.sizes, &architecture.decoder.controlSizes})
        for (int& units : *sizes)
            units = ++size;
    if (architecture.decoder.outputs.front().kind == architecture::OutputPart::Kind::Nade)
        architecture.decoder.nadeHidden = 6;
    return architecture;
}

} // namespace segue::test
