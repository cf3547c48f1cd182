#pragma once

#include "core/architecture/Architecture.h"
#include "core/files/Safetensors.h"

#include <filesystem>
#include <map>
#include <string>

namespace segue::slow {

/// Magenta's mel_2bar_small from its legacy folder, one raw file a variable, under our names. The folder lacks the
/// kernels of the encoder's LSTMs: those are drawn as the golden data's README says.
[[nodiscard]] architecture::Architecture magentaMelodyArchitecture();
[[nodiscard]] std::map<std::string, files::Tensor> magentaMelodyWeights(const std::filesystem::path& folder);

} // namespace segue::slow
