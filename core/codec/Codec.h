#pragma once

#include "core/architecture/CodecConfig.h"
#include "core/base/Result.h"
#include "core/codec/Extraction.h"
#include "core/music/NoteSequence.h"

#include <memory>
#include <span>
#include <vector>

namespace segue::codec {

/// One window as a model sees it. T steps, D depth: architecture::tensorShape() of the codec's configuration.
struct Example {
    std::vector<float> input; ///< [T, input D]: what the encoder reads
    std::vector<float> output; ///< [T, output D]: what the decoder must answer
    std::vector<float> control; ///< [T, control D]
    /// Steps that count: one number, T where nothing is padded; the performance codec has one for each instrument.
    std::vector<int> lengths;

    friend bool operator==(const Example&, const Example&) = default;
};

using ExampleWindow = WindowOf<Example>;
using Examples = ExtractionOf<Example>;

/// What all codecs have in common: notes to tensors and back. Each also has a pattern type of its own, for those who
/// draw or play. Immutable. Thread: any.
class Codec {
public:
    virtual ~Codec() = default;

    [[nodiscard]] virtual architecture::CodecConfig configuration() const = 0;

    /// All windows of a piece, in the order of their instruments and bars. With Rules::Magenta a piece without any is
    /// no error: the report says why.
    /// Errors (Rules::Segue): NoMusic (nothing that this codec reads), Unsupported (a meter or a length it has no grid
    /// for), Malformed (times that are no numbers).
    [[nodiscard]] virtual Result<Examples> examples(const music::NoteSequence& sequence,
                                                    const ExtractionOptions& options) const = 0;

    /// The notes of decoded tensors, at `tempo`. Shape: output is [T, output D], T from 1 to a window.
    [[nodiscard]] virtual music::NoteSequence notesFromOutput(std::span<const float> output, Bpm tempo) const = 0;

protected: // a codec is copied as what it is, not as one of these
    Codec() = default;
    Codec(const Codec&) = default;
    Codec(Codec&&) = default;
    Codec& operator=(const Codec&) = default;
    Codec& operator=(Codec&&) = default;
};

/// The codec that a configuration describes. Never null.
/// Errors: architecture::validate's.
[[nodiscard]] Result<std::unique_ptr<const Codec>> makeCodec(const architecture::CodecConfig& config);

} // namespace segue::codec
