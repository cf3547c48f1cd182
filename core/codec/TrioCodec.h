#pragma once

#include "core/codec/Codec.h"
#include "core/codec/DrumsCodec.h"
#include "core/codec/MelodyCodec.h"
#include "core/music/TrioPattern.h"

#include <span>

namespace segue::codec {

using music::TrioPattern;

using TrioWindow = WindowOf<TrioPattern>;
using TrioExtraction = ExtractionOf<TrioPattern>;

/// Melody, bass and drums side by side, each one class a step as MelodyCodec and DrumsCodec have them, both ways.
/// Source: magenta/models/music_vae/data.py, TrioConverter.
///
/// Rules::Magenta: an instrument is a melody by the programs 0 to 31, a bass by 32 to 39, drums by their channel, and
/// nothing if its notes do not agree; instruments beyond the 128th number and bars beyond the 1,024th are not read.
/// Each melody with each bass and each drums makes full windows at every bar, where none of the three rests for longer
/// than the configuration's gap; near the beginning and the end of the piece it is enough that one of them plays. Of a
/// note held into a window only the end is heard. Equal windows stay.
///
/// Rules::Segue: bass and drums as above, a melody is what any other program plays, all drums are one part, and an
/// instrument may be several. Each melody that plays in a window goes with each bass that does; what is missing is
/// silent. Grid, windows and voices are as MelodyCodec's.
///
/// At most 20,000 windows of a piece are given, the first ones.
class TrioCodec final : public Codec {
public:
    explicit TrioCodec(architecture::TrioCodecConfig config);

    [[nodiscard]] const architecture::TrioCodecConfig& config() const { return m_config; }

    /// All windows of a piece. Errors: as Codec::examples. Requires: options.hopBars > 0.
    [[nodiscard]] Result<TrioExtraction> extract(const music::NoteSequence& sequence,
                                                 const ExtractionOptions& options = {}) const;

    /// Notes at `tempo` and velocity 80: a piano, an electric bass and the drum channel.
    [[nodiscard]] music::NoteSequence toNotes(const TrioPattern& pattern, Bpm tempo) const;

    /// Shape: out is [steps, depth]: melody, bass, drums. Requires: pitches in the model's range.
    void toTensor(const TrioPattern& pattern, std::span<float> out) const;
    /// The greatest of each part and step. Shape: as toTensor's with any number of steps.
    [[nodiscard]] TrioPattern fromTensor(std::span<const float> tensor) const;

    [[nodiscard]] architecture::CodecConfig configuration() const override { return m_config; }
    /// As extract(), but at most 1,024 windows, the first ones: a window is more than a megabyte.
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
    [[nodiscard]] TrioExtraction extractAsMagenta(const music::NoteSequence& sequence) const;
    [[nodiscard]] Result<TrioExtraction> extractAll(const music::NoteSequence& sequence,
                                                    const ExtractionOptions& options) const;

    architecture::TrioCodecConfig m_config;
    MelodyCodec m_voice; ///< of melody and bass
    DrumsCodec m_drums;
};

} // namespace segue::codec
