#pragma once

#include "core/architecture/Architecture.h"
#include "core/base/Result.h"
#include "core/codec/Extraction.h"
#include "core/music/DrumPattern.h"
#include "core/music/NoteSequence.h"

#include <span>

namespace segue::codec {

using Window = WindowOf<music::DrumPattern>;
using Extraction = ExtractionOf<music::DrumPattern>;

/// Notes on a grid of sixteenths with velocity and microtiming, both ways.
/// Source: magenta/models/music_vae/data.py, GrooveConverter; note_seq/sequences_lib.py, quantize_note_sequence.
///
/// A pitch is a drum by the reading map of the options, or by the model's own map or else General MIDI's. A piece ends
/// with the bar of its last onset; a hit that lies nearer to the next bar than to any step of its own belongs to the
/// next bar.
class GrooveCodec {
public:
    explicit GrooveCodec(architecture::GrooveCodecConfig config) : m_config(std::move(config)) {}

    [[nodiscard]] const architecture::GrooveCodecConfig& config() const { return m_config; }

    /// All windows of a piece. The grid follows the tempo map, so tempo changes do not break the piece.
    /// Errors: NoMusic (no drums, or no window with enough hits), Unsupported (not 16 sixteenths a bar, or more than
    /// 10,000 bars), Malformed (times that are no numbers). Requires: options.hopBars > 0.
    [[nodiscard]] Result<Extraction> extract(const music::NoteSequence& sequence,
                                             const ExtractionOptions& options = {}) const;

    /// Notes at `tempo`, on the drum channel, each one step long; hits before time 0 are moved to it. extract() gives
    /// the pattern back, also through a MIDI file: microtiming is kept within 0.49 steps for that.
    [[nodiscard]] music::NoteSequence toNotes(const music::DrumPattern& pattern, Bpm tempo) const;

    /// Shape: out is [steps, 27]: 9 hits in {0, 1}, 9 velocities in [0, 1], 9 offsets in [-1, 1], positive early, as in
    /// Magenta; velocity and offset are 0 where there is no hit. Requires: the sizes agree with config().
    void toTensor(const music::DrumPattern& pattern, std::span<float> out) const;
    /// The other way. A value of the first third above 0.5 is a hit; it also becomes the probability.
    [[nodiscard]] music::DrumPattern fromTensor(std::span<const float> tensor) const;

private:
    architecture::GrooveCodecConfig m_config;
};

} // namespace segue::codec
