#pragma once

#include "core/architecture/CodecConfig.h"
#include "core/codec/PerformanceCodec.h"

namespace segue::codec {

// What the two rules of PerformanceCodec::extract() do. Only the codec and its tests include it.

[[nodiscard]] Result<PerformanceExtraction> performanceAlongTempoMap(const music::NoteSequence& sequence,
                                                                     const architecture::PerformanceCodecConfig& config,
                                                                     const ExtractionOptions& options);
[[nodiscard]] Result<PerformanceExtraction>
performanceBetweenTimeChanges(const music::NoteSequence& sequence, const architecture::PerformanceCodecConfig& config);

/// The grid of a track of one window.
[[nodiscard]] TrackGrid trackGrid(const architecture::PerformanceCodecConfig& config);

} // namespace segue::codec
