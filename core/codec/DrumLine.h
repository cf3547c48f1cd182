#pragma once

#include "core/codec/Extraction.h"
#include "core/music/DrumMap.h"
#include "core/music/Quantizer.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace segue::codec {

/// Which drum each pitch is, looked up at once.
class DrumsOfPitches {
public:
    /// The map alone.
    explicit DrumsOfPitches(const music::DrumMap& map);
    /// The reading map of the options; without one `map` and, for what a map of nine drums does not know, General
    /// MIDI's.
    DrumsOfPitches(const music::DrumMap& map, const ExtractionOptions& options);

    [[nodiscard]] std::optional<int> operator[](MidiPitch pitch) const;

private:
    std::array<std::int8_t, 128> m_drums{}; // -1: none
};

/// The drums that are hit on a step.
struct Hits {
    int step = 0;
    std::uint64_t drums = 0; ///< bit d: drum d; not 0

    friend bool operator==(const Hits&, const Hits&) = default;
};

/// All hits by step, each step once.
using DrumLine = std::vector<Hits>;

/// The hits of notes that are drums already, in any order. Pitches without a drum are counted in the report.
[[nodiscard]] DrumLine drumLine(std::span<const music::QuantizedNote> notes, const DrumsOfPitches& drums,
                                ExtractionReport& report);

/// The drums of each step from `from` to `to`.
[[nodiscard]] std::vector<std::uint64_t> hitsBetween(const DrumLine& line, int from, int to);

/// The first hits on `step` or later; line.end() if there are none.
[[nodiscard]] DrumLine::const_iterator firstFrom(const DrumLine& line, int step);

} // namespace segue::codec
