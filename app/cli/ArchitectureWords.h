#pragma once

#include "core/architecture/Architecture.h"

#include <string>

namespace segue::cli {

/// An architecture in words, for those who choose a model and those who compare two.

/// "melodies of 2 bars, 4 steps a beat, from A0 to C8".
[[nodiscard]] std::string whatItMakes(const architecture::CodecConfig& codec);
/// "chords and the key"; empty where it is told nothing.
[[nodiscard]] std::string whatItIsTold(const architecture::CodecConfig& codec);
/// What its encoder does not hear of a groove: "velocities and microtiming"; empty where it hears all.
[[nodiscard]] std::string whatItDoesNotHear(const architecture::CodecConfig& codec);
/// "bidirectional LSTM, 512; segments of 16 steps, then 16 of those"; or that there is none.
[[nodiscard]] std::string encoderInWords(const architecture::EncoderConfig& encoder);
/// "LSTM, 1024 and 1024; a conductor of 16 steps over segments of 16".
[[nodiscard]] std::string decoderInWords(const architecture::DecoderConfig& decoder);
/// "one of 90 classes"; "9 yes or no, each told the ones before it".
[[nodiscard]] std::string outputsInWords(const architecture::DecoderConfig& decoder);

} // namespace segue::cli
