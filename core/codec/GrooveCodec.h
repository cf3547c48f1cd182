#pragma once

#include "core/codec/Codec.h"
#include "core/codec/GrooveTensors.h"
#include "core/music/DrumPattern.h"

#include <cstdint>
#include <optional>
#include <span>

namespace segue::codec {

using Window = WindowOf<music::DrumPattern>;
using Extraction = ExtractionOf<music::DrumPattern>;

/// Drums on a grid with velocity and microtiming, both ways: sixteenths, or twelfths of a beat that hold triplets too.
/// Source: magenta/models/music_vae/data.py, GrooveConverter; note_seq/sequences_lib.py, quantize_note_sequence.
///
/// A pitch is a drum by the map that the options name; without one by the model's own, or else by General MIDI's. How a
/// pattern lies in the tensors, and what of it the encoder hears, is said at GrooveTensors.
class GrooveCodec final : public Codec {
public:
    explicit GrooveCodec(architecture::GrooveCodecConfig config);

    [[nodiscard]] const architecture::GrooveCodecConfig& config() const { return m_config; }
    [[nodiscard]] architecture::CodecConfig configuration() const override;

    /// All windows of a piece, by the rules that grooveGrid() states. With Rules::Magenta windows do not overlap, only
    /// full ones count, silent ones too, and a piece without any is no error.
    /// Errors: grooveGrid()'s; NoMusic (no window with enough hits). Requires: options.hopBars > 0.
    [[nodiscard]] Result<Extraction> extract(const music::NoteSequence& sequence,
                                             const ExtractionOptions& options = {}) const;
    [[nodiscard]] Result<Examples> examples(const music::NoteSequence& sequence,
                                            const ExtractionOptions& options) const override;

    /// Notes at `tempo`, on the drum channel, each one step long; hits before time 0 are moved to it. extract() gives
    /// the pattern back, also through a MIDI file: microtiming is kept a little within half a step for that.
    [[nodiscard]] music::NoteSequence toNotes(const music::DrumPattern& pattern, Bpm tempo) const;
    [[nodiscard]] Result<Patterns> patterns(const music::NoteSequence& sequence,
                                            const ExtractionOptions& options) const override;
    [[nodiscard]] bool fits(const music::Pattern& pattern) const override;
    [[nodiscard]] music::Pattern silence() const override;
    [[nodiscard]] Example exampleOf(const music::Pattern& pattern,
                                    std::optional<std::uint64_t> dropoutSeed = {}) const override;
    [[nodiscard]] music::Pattern patternOf(std::span<const float> output,
                                           std::span<const float> probabilities = {}) const override;
    [[nodiscard]] music::NoteSequence notesOf(const music::Pattern& pattern, Bpm tempo) const override;

    // Shapes: architecture::tensorShape(config()), or as many rows as the pattern has.

    /// What the decoder must answer.
    void toTensor(const music::DrumPattern& pattern, std::span<float> out) const;
    /// What the encoder hears. Notes are left out only with a seed.
    void toInput(const music::DrumPattern& pattern, std::span<float> out,
                 std::optional<std::uint64_t> dropoutSeed = {}) const;
    /// What both are told besides; nothing for most configurations.
    void toControl(const music::DrumPattern& pattern, std::span<float> out) const;
    /// The other way of toTensor().
    [[nodiscard]] music::DrumPattern fromTensor(std::span<const float> tensor) const;

private:
    architecture::GrooveCodecConfig m_config;
    GrooveTensors m_tensors;
};

} // namespace segue::codec
