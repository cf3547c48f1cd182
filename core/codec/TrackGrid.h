#pragma once

#include "core/music/PerformancePattern.h"

#include <vector>

namespace segue::codec {

using music::PerformanceEvent;

/// A note between two steps of a track.
struct TrackNote {
    int start = 0;
    int end = 1; ///< above start
    int pitch = 0; ///< [0, 128)
    int velocity = 100; ///< [1, 128)

    friend bool operator==(const TrackNote&, const TrackNote&) = default;
};

/// How the notes of one instrument are events, and how long they may be.
/// Source: note_seq/performance_lib.py, BasePerformance.
struct TrackGrid {
    int steps = 96; ///< of a track; a shift is no longer
    int velocityBins = 8; ///< MIDI's velocities from 1 on, in so many equal classes

    /// The events of notes, by start: a note that begins at the end or later is none, one that ends later is cut off.
    /// A pitch that is struck twice ends in the order it began in. The last shift fills up the track.
    [[nodiscard]] std::vector<PerformanceEvent> events(const std::vector<TrackNote>& notes) const;

    /// The other way, by end: a note without an end lasts until the end of the track, one without a length and a
    /// note-off without a note are nothing. The velocity is the lowest of its class; 100 before there is any.
    [[nodiscard]] std::vector<TrackNote> notes(const std::vector<PerformanceEvent>& events) const;

    [[nodiscard]] int binOf(int velocity) const { return (velocity - 1) / binSize() + 1; }
    [[nodiscard]] int binSize() const { return (127 + velocityBins - 1) / velocityBins; }

    friend bool operator==(const TrackGrid&, const TrackGrid&) = default;
};

} // namespace segue::codec
