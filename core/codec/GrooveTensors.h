#pragma once

#include "core/architecture/CodecConfig.h"
#include "core/music/DrumPattern.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace segue::codec {

/// How a drum pattern lies in the tensors of a groove model. Source: magenta/models/music_vae/data.py, GrooveConverter.
///
/// A row is a step of the grid: hits of nine drums, then their velocities in [0, 1], then their offsets in [-1, 1],
/// where 1 is half a step early; velocity and offset are 0 where there is no hit. With splitInstruments a row is one
/// drum of a step, and a step is nine rows. With bins, a velocity is one of `velocityBins` classes instead of a number,
/// and an offset one of `offsetBins`: a class reaches from above one of as many evenly spread values to the next, the
/// first one being the lowest value alone.
class GrooveTensors {
public:
    explicit GrooveTensors(const architecture::GrooveCodecConfig& config);

    [[nodiscard]] int rowsPerStep() const { return m_rowsPerStep; }
    [[nodiscard]] int depth() const { return m_depth; }
    [[nodiscard]] int controlDepth() const { return m_controlDepth; }

    /// Requires: out holds the pattern's rows of depth() numbers.
    void write(const music::DrumPattern& pattern, std::span<float> out) const;
    /// What encoder and decoder are told besides: with hitsAsControls the hits, with splitInstruments the drum's number
    /// as one-hot. Requires: out holds the pattern's rows of controlDepth() numbers.
    void writeControl(const music::DrumPattern& pattern, std::span<float> out) const;
    /// A hit above 0.5 is one; it also becomes the probability. Of classes the greatest is taken, and of its values the
    /// one in the middle (Magenta takes the class's share of all, so that its loudest of eight is 111).
    /// Requires: whole steps.
    [[nodiscard]] music::DrumPattern read(std::span<const float> tensor) const;

private:
    /// Where in a tensor one drum of one step has its numbers.
    struct Place {
        std::size_t hit;
        std::size_t velocity;
        std::size_t offset;
    };
    [[nodiscard]] Place place(int step, int drum) const;

    int m_stepsPerBeat;
    int m_velocityBins;
    int m_offsetBins;
    bool m_hitsAsControls;
    int m_drumsPerRow;
    int m_rowsPerStep;
    int m_velocityWidth;
    int m_offsetWidth;
    int m_depth;
    int m_controlDepth;
};

/// What the encoder hears of a pattern, where that is less than what was played: the options of the configuration,
/// one after another: notes left out, one drum for all (the open hat; the loudest that is left of each step),
/// velocities and timing flattened, drums taken out.
///
/// Notes are left out only with a seed: for learning, not for playing. The probability is drawn for each pattern from
/// [0, noteDropout) and weighs less on loud notes: 1 - velocity of it, but a fifth at least. A step of which all drums
/// are left out is silent also when tapified (in Magenta its kick comes back).
[[nodiscard]] music::DrumPattern heardPattern(const music::DrumPattern& pattern,
                                              const architecture::GrooveCodecConfig& config,
                                              std::optional<std::uint64_t> dropoutSeed = {});

} // namespace segue::codec
