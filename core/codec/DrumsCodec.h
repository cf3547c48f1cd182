#pragma once

#include "core/codec/Codec.h"
#include "core/codec/DrumLine.h"
#include "core/music/HitPattern.h"

#include <span>

namespace segue::codec {

using HitWindow = WindowOf<music::HitPattern>;
using HitExtraction = ExtractionOf<music::HitPattern>;

/// Which drums are hit, both ways. The encoder reads a roll, one number a drum and one for silence; the decoder writes
/// one of all 2^drums sets of drums, or a roll without the number for silence.
/// Source: magenta/models/music_vae/data.py, DrumsConverter.
///
/// Rules::Magenta: the notes of the drum channel, of one tempo and one 4/4, by the model's own map; a bar of silence
/// ends a track. Full windows at every bar, each different one once. How many windows of a piece are drawn (Magenta's
/// max_tensors_per_notesequence) is for the data set to say: all are given here.
///
/// Rules::Segue: on a grid that follows the tempo map; the first window begins with the piece, which ends with the bar
/// of its last hit.
class DrumsCodec final : public Codec {
public:
    explicit DrumsCodec(architecture::DrumsCodecConfig config) : m_config(std::move(config)) {}

    [[nodiscard]] const architecture::DrumsCodecConfig& config() const { return m_config; }

    /// All windows of a piece, by bar. Errors: as Codec::examples. Requires: options.hopBars > 0.
    [[nodiscard]] Result<HitExtraction> extract(const music::NoteSequence& sequence,
                                                const ExtractionOptions& options = {}) const;

    /// Notes at `tempo` and velocity 80 on the drum channel, each a step long, of each drum's first pitch.
    [[nodiscard]] music::NoteSequence toNotes(const music::HitPattern& pattern, Bpm tempo) const;

    /// What the encoder hears. Shape: out is [steps, drums + 1].
    void toInput(const music::HitPattern& pattern, std::span<float> out) const;
    /// What the decoder must answer. Shape: out is [steps, 2^drums], one 1 a step, or [steps, drums].
    void toTensor(const music::HitPattern& pattern, std::span<float> out) const;
    /// The other way: the greatest of each step, the first of equals; or, of a roll, what is above 0.5.
    /// Shape: as toTensor's with any number of steps.
    [[nodiscard]] music::HitPattern fromTensor(std::span<const float> tensor) const;

    [[nodiscard]] architecture::CodecConfig configuration() const override { return m_config; }
    [[nodiscard]] Result<Examples> examples(const music::NoteSequence& sequence,
                                            const ExtractionOptions& options) const override;
    [[nodiscard]] Result<Patterns> patterns(const music::NoteSequence& sequence,
                                            const ExtractionOptions& options) const override;
    [[nodiscard]] bool fits(const music::Pattern& pattern) const override;
    [[nodiscard]] music::Pattern silence() const override;
    [[nodiscard]] Example exampleOf(const music::Pattern& pattern,
                                    std::optional<std::uint64_t> dropoutSeed = {}) const override;
    [[nodiscard]] music::Pattern patternOf(std::span<const float> output,
                                           std::span<const float> probabilities = {}) const override;
    [[nodiscard]] music::NoteSequence notesOf(const music::Pattern& pattern, Bpm tempo) const override;

private:
    [[nodiscard]] HitExtraction extractAsMagenta(const music::NoteSequence& sequence) const;
    [[nodiscard]] Result<HitExtraction> extractAll(const music::NoteSequence& sequence,
                                                   const ExtractionOptions& options) const;

    architecture::DrumsCodecConfig m_config;
};

} // namespace segue::codec
