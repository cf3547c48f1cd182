#pragma once

#include "app/cli/Command.h"
#include "core/decoder/LiveModel.h"

#include <span>
#include <string>
#include <vector>

namespace segue::cli {

/// How patterns are decoded, as it is asked for.
struct DecodingOption {
    decoder::DecodeOptions options{};
    std::vector<std::string> drumThresholds{}; ///< "Kick=0.4"
};

/// --temperature, --threshold, --drum-threshold, --seed.
void defineDecodingOptions(CLI::App& command, DecodingOption& option);

/// The threshold of each drum of the model: empty if none has one of its own. Names are those of the model's drum map,
/// in whatever case.
/// Errors: InvalidArgument (no such drum, no number between 0 and 1, a model that does not decide drum by drum).
[[nodiscard]] Result<std::vector<float>> thresholdsFor(const DecodingOption& option,
                                                       const architecture::Architecture& architecture);

/// The patterns of N points. Shape: z [N, Z]; control as LiveModel::decodeMany has it, which also says their seeds.
/// Errors: thresholdsFor's.
[[nodiscard]] Result<std::vector<music::Pattern>> decodePatterns(const decoder::LiveModel& model,
                                                                 std::span<const float> z,
                                                                 std::span<const float> control,
                                                                 const DecodingOption& option);

} // namespace segue::cli
