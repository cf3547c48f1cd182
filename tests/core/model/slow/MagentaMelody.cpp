#include "tests/core/model/slow/MagentaMelody.h"

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace segue::slow {
namespace {

std::vector<float> readFloats(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    if (bytes.empty())
        throw std::runtime_error("cannot read " + path.string());
    std::vector<float> values(bytes.size() / sizeof(float));
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
    return values;
}

/// mulberry32, a number an entry.
std::vector<float> syntheticKernel(std::uint32_t seed, std::size_t size) {
    std::vector<float> values(size);
    for (float& value : values) {
        seed += 0x6D2B79F5U;
        std::uint32_t t = (seed ^ (seed >> 15U)) * (seed | 1U);
        t ^= t + (t ^ (t >> 7U)) * (t | 61U);
        t ^= t >> 14U;
        value = static_cast<float>((t >> 8U) * 0x1p-27 - 0x1p-4);
    }
    return values;
}

/// [inputs, outputs] as [outputs, inputs].
files::Tensor transposed(const std::vector<float>& kernel, std::size_t outputs) {
    const std::size_t inputs = kernel.size() / outputs;
    files::Tensor tensor{{static_cast<std::int64_t>(outputs), static_cast<std::int64_t>(inputs)}, {}};
    for (std::size_t output = 0; output < outputs; ++output)
        for (std::size_t input = 0; input < inputs; ++input)
            tensor.values.push_back(kernel[input * outputs + output]);
    return tensor;
}

using Weights = std::map<std::string, files::Tensor>;

void addDense(Weights& weights, const std::string& name, const std::filesystem::path& theirs) {
    std::vector<float> bias = readFloats(theirs.string() + "_bias");
    weights[name + ".weight"] = transposed(readFloats(theirs.string() + "_kernel"), bias.size());
    weights[name + ".bias"] = {{static_cast<std::int64_t>(bias.size())}, std::move(bias)};
}

/// Theirs has the rows of the input above those of h, and the gates i, g, f, o; ours has i, f, g, o and the forget
/// gate's 1 within the bias.
void addCell(Weights& weights, const std::string& name, const std::vector<float>& kernel,
             const std::vector<float>& theirBias) {
    const std::size_t units = theirBias.size() / 4;
    const std::size_t inputs = kernel.size() / (4 * units) - units;
    const auto rows = static_cast<std::int64_t>(4 * units);
    files::Tensor input{{rows, static_cast<std::int64_t>(inputs)}, {}};
    files::Tensor recurrent{{rows, static_cast<std::int64_t>(units)}, {}};
    files::Tensor bias{{rows}, {}};
    for (const std::size_t gate : {0U, 2U, 1U, 3U})
        for (std::size_t column = gate * units; column < (gate + 1) * units; ++column) {
            for (std::size_t row = 0; row < inputs + units; ++row)
                (row < inputs ? input : recurrent).values.push_back(kernel[row * 4 * units + column]);
            bias.values.push_back(theirBias[column] + (gate == 2 ? 1.0F : 0.0F));
        }
    weights[name + ".input_weight"] = std::move(input);
    weights[name + ".recurrent_weight"] = std::move(recurrent);
    weights[name + ".bias"] = std::move(bias);
}

} // namespace

architecture::Architecture magentaMelodyArchitecture() {
    architecture::Architecture architecture;
    architecture.name = "cat-mel_2bar_small";
    architecture.latentSize = 256;
    architecture.encoder.sizes = {512};
    architecture.decoder.sizes = {256, 256};
    architecture.codec = architecture::MelodyCodecConfig{};
    architecture.decoder.outputs = architecture::outputsFor(architecture.codec);
    return architecture;
}

std::map<std::string, files::Tensor> magentaMelodyWeights(const std::filesystem::path& folder) {
    Weights weights;
    addDense(weights, "encoder.mean", folder / "encoder_mu");
    addDense(weights, "encoder.sigma", folder / "encoder_sigma");
    addDense(weights, "decoder.initial_state", folder / "decoder_z_to_initial_state");
    addDense(weights, "decoder.output", folder / "decoder_output_projection");
    for (const std::string layer : {"0", "1"}) {
        const std::string theirs = "decoder_multi_rnn_cell_cell_" + layer + "_lstm_cell_";
        addCell(weights, "decoder.layers." + layer, readFloats(folder / (theirs + "kernel")),
                readFloats(folder / (theirs + "bias")));
    }
    const auto addEncoder = [&](const std::string& direction, const std::string& theirs, std::uint32_t seed) {
        const auto bias = readFloats(
            folder / ("encoder_cell_0_bidirectional_rnn_" + theirs + "_multi_rnn_cell_cell_0_lstm_cell_bias"));
        addCell(weights, "encoder.layers.0." + direction, syntheticKernel(seed, 602 * bias.size()), bias);
    };
    addEncoder("forward", "fw", 20260001);
    addEncoder("backward", "bw", 20260002);
    return weights;
}

} // namespace segue::slow
