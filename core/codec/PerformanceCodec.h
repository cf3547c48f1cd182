#pragma once

#include "core/codec/Codec.h"
#include "core/codec/TrackGrid.h"

#include <optional>
#include <span>
#include <vector>

namespace segue::codec {

using music::PerformancePattern;
using music::PerformanceTrack;

using PerformanceExtraction = ExtractionOf<PerformancePattern>;

/// Whole pieces as events, bar by bar, both ways. Source: magenta/models/music_vae/data_hierarchical.py,
/// MultiInstrumentPerformanceConverter.
///
/// A step is a 24th of a beat. A row of a tensor is one-hot: note-ons by pitch, note-offs by pitch, shifts by 1 to a
/// window's steps, velocities by class, programs, drums, end. A track is its program, its events and an end; rows
/// beyond it are 0, and a track that is missing is an end alone. Input and output are the same.
class PerformanceCodec final : public Codec {
public:
    explicit PerformanceCodec(architecture::PerformanceCodecConfig config) : m_config(config) {}

    [[nodiscard]] const architecture::PerformanceCodecConfig& config() const { return m_config; }
    [[nodiscard]] architecture::CodecConfig configuration() const override { return m_config; }

    /// All windows of a piece, with its sustain pedals applied. A note belongs to the window it begins in, and ends
    /// with it at the latest.
    ///
    /// Rules::Segue: bars follow the tempo map and the time signatures. Of too many instruments the busiest stay, a
    /// track of too many events ends with the last note that fits, and a chord that has no class is none: each is
    /// counted among the drops. Errors: NoMusic (no notes), Unsupported (no bar of four quarters, or more than 10,000
    /// bars), Malformed (times that are no numbers). Requires: options.hopBars > 0.
    ///
    /// Rules::Magenta: pieces between changes of tempo or time signature, side by side; a window with fewer than two
    /// instruments or eight events, or with too many, or with a chord that is no triad, is dropped.
    [[nodiscard]] Result<PerformanceExtraction> extract(const music::NoteSequence& sequence,
                                                        const ExtractionOptions& options = {}) const;
    [[nodiscard]] Result<Examples> examples(const music::NoteSequence& sequence,
                                            const ExtractionOptions& options) const override;

    /// Notes at `tempo`, a track an instrument; channel 10 is for drums. The harmony is written where it changes.
    [[nodiscard]] music::NoteSequence toNotes(const PerformancePattern& pattern, Bpm tempo) const;
    [[nodiscard]] Result<Patterns> patterns(const music::NoteSequence& sequence,
                                            const ExtractionOptions& options) const override;
    [[nodiscard]] bool fits(const music::Pattern& pattern) const override;
    [[nodiscard]] music::Pattern silence() const override;
    [[nodiscard]] Example exampleOf(const music::Pattern& pattern,
                                    std::optional<std::uint64_t> dropoutSeed = {}) const override;
    /// The first harmony of `told` all through.
    [[nodiscard]] std::vector<float> controlOf(const music::Pattern& told) const override;
    [[nodiscard]] music::Pattern patternOf(std::span<const float> output,
                                           std::span<const float> probabilities = {}) const override;
    [[nodiscard]] music::NoteSequence notesOf(const music::Pattern& pattern, Bpm tempo) const override;

    // Shapes: T is instruments x eventsPerInstrument; D and the depth of controls as tensorShape(config()) says.

    /// Requires: a pattern that fits.
    void toTensor(const PerformancePattern& pattern, std::span<float> out) const;
    /// The harmony as one-hot; none at a program.
    void toControl(const PerformancePattern& pattern, std::span<float> out) const;
    /// Rows that count, of each instrument.
    [[nodiscard]] std::vector<int> lengths(const PerformancePattern& pattern) const;
    /// The greatest of each row, until an end or as many events as a window holds with one. The first program of a
    /// track is its program, 0 if there is none; a track without events is left out. Shape: any whole number of tracks.
    [[nodiscard]] PerformancePattern fromTensor(std::span<const float> tensor) const;

private:
    architecture::PerformanceCodecConfig m_config;
};

} // namespace segue::codec
