#include "tests/bench/BenchModels.h"

#include "core/architecture/Blueprint.h"
#include "core/magenta/Import.h"
#include "tests/support/RandomModel.h"

namespace segue::bench {
namespace {

/// What its layers read of themselves and of those below them.
std::size_t recurrentWeights(const architecture::LstmStack& layers) {
    std::size_t count = 0;
    for (std::size_t layer = 0; layer < layers.sizes.size(); ++layer) {
        const int units = layers.sizes[layer];
        count += static_cast<std::size_t>(4 * units * (units + (layer == 0 ? 0 : layers.inputsOf(layer))));
    }
    return count;
}

} // namespace

std::filesystem::path melodyFolder() {
    return SEGUE_SHARED "/data/magenta/mel_2bar_small";
}

files::ModelFile melodyModel() {
    magenta::Reading reading(magenta::Part::DecoderOnly);
    magenta::ImportOptions options;
    options.part = magenta::Part::DecoderOnly;
    if (auto imported = magenta::importCheckpoint(melodyFolder(), options, reading))
        return std::move(imported->model);
    auto architecture = *architecture::namedConfiguration("cat-mel_2bar_small");
    architecture.encoder.present = false;
    return test::randomModel(architecture, 1);
}

std::vector<float> drawZ(const architecture::Architecture& architecture, Random& random) {
    std::vector<float> z(static_cast<std::size_t>(architecture.latentSize));
    for (float& value : z)
        value = static_cast<float>(random.normal());
    return z;
}

WeightsRead weightsRead(const architecture::Architecture& architecture) {
    const architecture::Blueprint plan = architecture::blueprint(architecture);
    WeightsRead read;
    for (const architecture::CoreDecoder& core : plan.cores) {
        const int hidden = core.isNade() ? architecture.decoder.nadeHidden : 0;
        read.aStep +=
            recurrentWeights(core.layers) + static_cast<std::size_t>((core.columns + hidden) * core.layers.outputs());
    }
    read.steps = static_cast<std::size_t>(architecture.shape().steps);
    read.all = read.aStep * read.steps;
    std::size_t segments = 1;
    for (const architecture::Conductor& conductor : plan.conductors) {
        segments *= static_cast<std::size_t>(conductor.steps);
        read.all += recurrentWeights(conductor.layers) * segments;
    }
    return read;
}

} // namespace segue::bench
