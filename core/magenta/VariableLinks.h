#pragma once

#include "core/architecture/Architecture.h"
#include "core/files/Safetensors.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace segue::magenta {

/// How a variable of Magenta's and weights of ours (Blueprint.h) are the same numbers in another order.
struct VariableLink {
    enum class Kind {
        LstmKernel, ///< [D + H, 4H], gates i, g, f, o: input_weight [4H, D] and recurrent_weight [4H, H], i, f, g, o
        LstmBias, ///< [4H] alike; TensorFlow adds the forget gate's 1 when it runs, ours includes it
        Dense, ///< transposed
        Same, ///< the same values, at most in another shape
    };
    Kind kind = Kind::Same;
    std::string variable;
    std::vector<std::int64_t> shape; ///< of the variable
    std::string weight; ///< its name; for an LstmKernel the prefix of both
    std::vector<std::int64_t> weightShape; ///< empty for an LstmKernel
};

/// Every variable that a checkpoint of this architecture has, which together make all of its weights.
/// Requires: validate(architecture). Source: the scopes of magenta/models/music_vae/{base_model,lstm_models}.py and
/// magenta/contrib/rnn.py; Variables.md lists them.
[[nodiscard]] std::vector<VariableLink> variableLinks(const architecture::Architecture& architecture);

using Tensors = std::map<std::string, files::Tensor>;

/// Takes the variable out of `variables` and puts what it makes into `weights`. Requires: it is there, in its shape.
void takeVariable(const VariableLink& link, Tensors& variables, Tensors& weights);
/// The variable, from the weights. Requires: they are there, in their shapes.
[[nodiscard]] files::Tensor variableFrom(const VariableLink& link, const Tensors& weights);

} // namespace segue::magenta
