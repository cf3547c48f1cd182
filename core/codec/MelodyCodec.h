#pragma once

#include "core/codec/Codec.h"
#include "core/music/MelodyPattern.h"

#include <span>

namespace segue::codec {

using MelodyWindow = WindowOf<music::MelodyPattern>;
using MelodyExtraction = ExtractionOf<music::MelodyPattern>;

/// One voice at a time as one class a step, both ways: 0 nothing new, 1 the end of a note, from 2 on a note that
/// begins, from the lowest pitch up. With chords and keys, which the model is told besides.
/// Source: magenta/models/music_vae/data.py, OneHotMelodyConverter.
///
/// Rules::Magenta: the melodies of each instrument, of one tempo and one 4/4, of the model's programs and pitches; a
/// bar of silence ends a melody. Full windows at every bar, each different one once; a note held into a window is lost
/// there. How many windows of a piece are drawn (Magenta's max_tensors_per_notesequence) is for the data set to say:
/// all are given here.
///
/// Rules::Segue: the highest voice of each instrument of any program, on a grid that follows the tempo map; the first
/// window begins with the piece, and a note held into a window begins there anew. A window counts as many notes as
/// begin in it. At most 20,000 windows of a piece are given.
class MelodyCodec final : public Codec {
public:
    explicit MelodyCodec(architecture::MelodyCodecConfig config) : m_config(config) {}

    [[nodiscard]] const architecture::MelodyCodecConfig& config() const { return m_config; }

    /// All windows of a piece, by instrument and bar. Chords and keys that the piece does not name are inferred. A
    /// chord without a class is none; under Rules::Magenta it costs the segment that it is in. Errors: as
    /// Codec::examples. Requires: options.hopBars > 0.
    [[nodiscard]] Result<MelodyExtraction> extract(const music::NoteSequence& sequence,
                                                   const ExtractionOptions& options = {}) const;

    /// Notes at `tempo` and velocity 80, with their chords and keys; the last note ends with the pattern.
    [[nodiscard]] music::NoteSequence toNotes(const music::MelodyPattern& pattern, Bpm tempo) const;

    /// Shape: out is [steps, depth], one 1 a step. Requires: pitches in the model's range.
    void toTensor(const music::MelodyPattern& pattern, std::span<float> out) const;
    /// The greatest of each step, the first of equals. Shape: [steps, depth] with any number of steps.
    [[nodiscard]] music::MelodyPattern fromTensor(std::span<const float> tensor) const;
    /// Shape: out is [steps, control]: the chord's class out of 49, then the key out of 12, as far as the model has
    /// them.
    void toControl(const music::MelodyPattern& pattern, std::span<float> out) const;

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
    [[nodiscard]] MelodyExtraction extractAsMagenta(const music::NoteSequence& sequence) const;
    [[nodiscard]] Result<MelodyExtraction> extractAll(const music::NoteSequence& sequence,
                                                      const ExtractionOptions& options) const;

    architecture::MelodyCodecConfig m_config;
};

} // namespace segue::codec
