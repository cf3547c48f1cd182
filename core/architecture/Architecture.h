#pragma once

#include "core/architecture/CodecConfig.h"
#include "core/base/Result.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace segue::architecture {

/// A bidirectional LSTM over the whole window; or, with levels, one over each segment of it, another over what those
/// said of their segments, and so on. Source: magenta/models/music_vae/lstm_models.py, BidirectionalLstmEncoder and
/// HierarchicalLstmEncoder.
struct EncoderConfig {
    bool present = true; ///< a model without it plays points, but hears nothing
    std::vector<int> sizes{512}; ///< units a direction of each layer, the same at every level
    /// Steps of each level, the lowest first: {16, 16} reads 16 segments of 16 steps. Empty: one level.
    std::vector<int> levelLengths{};
    bool residual = false; ///< every layer adds its input to its output, projected to its size

    friend bool operator==(const EncoderConfig&, const EncoderConfig&) = default;
};

/// What becomes of some columns of a decoder's output, and so how they are learned and drawn.
struct OutputPart {
    enum class Kind {
        Categorical, ///< one class of `width`
        Boolean, ///< `width` answers, independent of each other
        Nade, ///< `width` answers, each one told the ones before it. Boulanger-Lewandowski et al. 2012
        Groove, ///< thirds: hits, velocities, offsets
    };
    Kind kind = Kind::Categorical;
    int width = 0; ///< columns

    friend bool operator==(const OutputPart&, const OutputPart&) = default;
};

/// What a conductor, the LSTM above the core decoder, reads at each of its steps.
enum class ConductorInput {
    Nothing, ///< a single zero: not autoregressive, as all of Magenta's configurations
    FinalStates, ///< the states in which the level below ended its last segment, and the conductor's own embedding
    Encodings, ///< the last segment as the encoder's level of the same height sums it up, and the embedding
};

/// LSTM layers that write a window step by step, each step told the one before it and z; or, with levels, conductors
/// that unroll z into an embedding for each segment, which is the z of what writes that segment.
/// Source: lstm_models.py, BaseLstmDecoder, SplitMultiOutLstmDecoder and HierarchicalLstmDecoder.
struct DecoderConfig {
    std::vector<int> sizes{256, 256}; ///< units of each layer, of conductors as well as of core decoders
    std::vector<OutputPart> outputs{{OutputPart::Kind::Groove, GrooveCodecConfig::kDepth}}; ///< in the columns' order
    bool splitOutputs = false; ///< layers of its own for each output, which hears of itself alone
    int nadeHidden = 128; ///< of a NADE
    /// Steps of each level, the highest first: {16, 16} is a conductor of 16 steps over segments of 16. Empty: no
    /// conductor.
    std::vector<int> levelLengths{};
    ConductorInput conductorInput = ConductorInput::Nothing;
    std::vector<int> controlSizes{}; ///< bidirectional layers that read the controls first; empty: none
    bool residual = false; ///< as the encoder's
    /// A groove's velocities and offsets are told to the next step also where there is no hit, as Magenta does.
    bool feedsSilentCells = false;

    friend bool operator==(const DecoderConfig&, const DecoderConfig&) = default;
};

/// A MusicVAE described as data: everything that is needed to build the networks and nothing that only training needs.
/// It travels in the model file and in the run folder as JSON. How the parts lie in one another: Blueprint.h.
/// Source: magenta/models/music_vae/configs.py.
struct Architecture {
    std::string name; ///< of the configuration it started from: "groovae_2bar"
    int latentSize = 256;
    EncoderConfig encoder;
    DecoderConfig decoder;
    CodecConfig codec = GrooveCodecConfig{};

    [[nodiscard]] TensorShape shape() const { return tensorShape(codec); }

    friend bool operator==(const Architecture&, const Architecture&) = default;
};

/// Errors: InvalidArgument naming the field and the range it must lie in, or what it contradicts.
[[nodiscard]] Status validate(const Architecture& architecture);

/// The named configurations, in the order they are listed to a user: all of Magenta's and those of 4-bar drums.
[[nodiscard]] const std::vector<Architecture>& namedConfigurations();
/// Errors: NotFound, with the names there are.
[[nodiscard]] Result<Architecture> namedConfiguration(std::string_view name);

/// The outputs that a codec asks for: one-hot columns are categorical, a groove's are a groove, a roll's a NADE.
[[nodiscard]] std::vector<OutputPart> outputsFor(const CodecConfig& codec);

/// "categorical", "boolean", "nade", "groove".
[[nodiscard]] std::string_view name(OutputPart::Kind kind);

[[nodiscard]] nlohmann::json toJson(const Architecture& architecture);
/// Also what earlier versions wrote, whose only networks were flat ones for grooves.
/// Errors: Malformed or InvalidArgument, naming the field.
[[nodiscard]] Result<Architecture> architectureFromJson(const nlohmann::json& json);

} // namespace segue::architecture
