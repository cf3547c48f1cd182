#pragma once

#include "core/architecture/CodecConfig.h"
#include "core/base/Result.h"
#include "core/codec/Extraction.h"
#include "core/music/NoteSequence.h"
#include "core/music/Pattern.h"

#include <cstdint>
#include <memory>
#include <optional>
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
using PatternWindow = WindowOf<music::Pattern>;
using Patterns = ExtractionOf<music::Pattern>;

/// What all codecs have in common: notes to patterns to tensors, and back. Each has one kind of pattern; those of
/// another one are not for it. Immutable. Thread: any.
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

    /// The same windows as patterns. Errors: as examples().
    [[nodiscard]] virtual Result<Patterns> patterns(const music::NoteSequence& sequence,
                                                    const ExtractionOptions& options) const = 0;

    /// Whether a pattern is of this codec's kind and of a window's length.
    [[nodiscard]] virtual bool fits(const music::Pattern& pattern) const = 0;
    /// A window in which nothing happens.
    [[nodiscard]] virtual music::Pattern silence() const = 0;

    // Requires of all patterns below: fits(pattern).

    /// A pattern as the networks read it; all its steps count. Notes are left out of the input only with a seed, where
    /// the configuration asks for it. Chords and keys that a pattern does not have are none and C.
    [[nodiscard]] virtual Example exampleOf(const music::Pattern& pattern,
                                            std::optional<std::uint64_t> dropoutSeed = {}) const = 0;
    /// What the decoder is told at every step of a window: the chords, the key or the hits of `told`.
    /// Shape: [T, control D]; empty where the model is told nothing.
    [[nodiscard]] virtual std::vector<float> controlOf(const music::Pattern& told) const {
        return exampleOf(told).control;
    }
    /// What the decoder answered. Shape: both [T, output D], T from 1 to a window. `probabilities` of the columns, or
    /// nothing, become those of a drum pattern's cells.
    [[nodiscard]] virtual music::Pattern patternOf(std::span<const float> output,
                                                   std::span<const float> probabilities = {}) const = 0;
    /// The notes of a pattern, at `tempo`; it may be shorter than a window.
    [[nodiscard]] virtual music::NoteSequence notesOf(const music::Pattern& pattern, Bpm tempo) const = 0;

    /// The notes of decoded tensors. Shape: as patternOf's.
    [[nodiscard]] music::NoteSequence notesFromOutput(std::span<const float> output, Bpm tempo) const {
        return notesOf(patternOf(output), tempo);
    }

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

/// The typed windows of a codec as those of any. Thread: any.
template <class Typed>
[[nodiscard]] Result<Patterns> anyPatterns(Result<ExtractionOf<Typed>> extraction) {
    if (!extraction)
        return fail(std::move(extraction).error());
    Patterns patterns{{}, std::move(extraction->report)};
    patterns.windows.reserve(extraction->windows.size());
    for (WindowOf<Typed>& window : extraction->windows)
        patterns.windows.push_back({std::move(window.pattern), window.bar, window.instrument, window.padded});
    return patterns;
}

} // namespace segue::codec
