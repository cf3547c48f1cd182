#pragma once

#include <vector>

namespace segue::music {

/// One thing that happens in a performance. Time passes only in shifts.
struct PerformanceEvent {
    enum class Type { NoteOn, NoteOff, Shift, Velocity };

    Type type = Type::NoteOn;
    int value = 0; ///< a pitch; steps, from 1; or a class of velocity, from 1, that holds for the note-ons to come

    friend bool operator==(const PerformanceEvent&, const PerformanceEvent&) = default;
};

/// What one instrument plays in a window.
struct PerformanceTrack {
    int program = 0; ///< General MIDI; 0 for drums
    bool isDrum = false;
    std::vector<PerformanceEvent> events;
    std::vector<int> triads; ///< the class of the harmony at each event; empty where the codec asks for none

    friend bool operator==(const PerformanceTrack&, const PerformanceTrack&) = default;
};

/// A bar of music by up to eight instruments, each as a stream of events.
struct PerformancePattern {
    std::vector<PerformanceTrack> tracks; ///< by program, drums last

    friend bool operator==(const PerformancePattern&, const PerformancePattern&) = default;
};

} // namespace segue::music
