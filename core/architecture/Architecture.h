#pragma once

#include "core/architecture/CodecConfig.h"
#include "core/base/Result.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace segue::architecture {

/// A MusicVAE described as data: everything that is needed to build the networks and nothing that only training needs.
/// It travels in the model file and in the run folder as JSON.
/// Source: magenta/models/music_vae/configs.py.
struct Architecture {
    std::string name; ///< of the configuration it started from: "groovae_2bar"
    int latentSize = 256;
    std::vector<int> encoderSizes{512}; ///< units a direction of each bidirectional layer
    std::vector<int> decoderSizes{256, 256}; ///< units of each layer
    GrooveCodecConfig codec;

    [[nodiscard]] int steps() const { return codec.steps(); }
    [[nodiscard]] int depth() const { return GrooveCodecConfig::kDepth; }

    friend bool operator==(const Architecture&, const Architecture&) = default;
};

/// Errors: InvalidArgument naming the field and the range it must lie in.
[[nodiscard]] Status validate(const Architecture& architecture);

/// The named configurations, in the order they are listed to a user.
[[nodiscard]] const std::vector<Architecture>& namedConfigurations();
/// Errors: NotFound, with the names there are.
[[nodiscard]] Result<Architecture> namedConfiguration(std::string_view name);

[[nodiscard]] nlohmann::json toJson(const Architecture& architecture);
/// Errors: Malformed or InvalidArgument, naming the field.
[[nodiscard]] Result<Architecture> architectureFromJson(const nlohmann::json& json);

/// A weight's name and shape as it stands in a model file.
struct WeightShape {
    std::string name;
    std::vector<std::int64_t> shape;

    friend bool operator==(const WeightShape&, const WeightShape&) = default;
};

/// Every weight that a model of this architecture has (H units of a layer, D its input, Z latent, V depth):
///
///     encoder.layers.{l}.{forward,backward}.input_weight      [4H, D]   gates in the order i, f, g, o
///     encoder.layers.{l}.{forward,backward}.recurrent_weight  [4H, H]
///     encoder.layers.{l}.{forward,backward}.bias              [4H]      forget gate's +1 included
///     encoder.mean.weight  [Z, 2H]     encoder.mean.bias  [Z]
///     encoder.sigma.weight [Z, 2H]     encoder.sigma.bias [Z]           sigma = softplus of it
///     decoder.initial_state.weight [2*sum(H), Z]  .bias                 tanh; split c0, h0, c1, h1
///     decoder.layers.{l}.{input_weight, recurrent_weight, bias}         layer 0 reads [previous output V, z Z]
///     decoder.output.weight [V, H]     decoder.output.bias [V]
///
/// Layer l+1 of the encoder reads [forward H, backward H] of layer l. Source: spec of Magenta's lstm_models.py.
[[nodiscard]] std::vector<WeightShape> weightShapes(const Architecture& architecture);

} // namespace segue::architecture
