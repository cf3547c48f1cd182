#pragma once

#include "core/base/Error.h"
#include "core/files/Repair.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace segue::files {

/// What can be wrong with a MIDI file that still has music in it: MidiFile.md says what is done about each. A strict
/// reader refuses the file for most of them; the mild ones (the last) cost no music and are only told.
enum class MidiDefect {
    JunkBeforeHeader,
    BrokenWrapper,
    HeaderLength,
    UnknownType,
    NoDivision,
    TracksMissing,
    TracksUnannounced,
    JunkBetweenChunks,
    TrackLength,
    TrackCut,
    EventCut,
    NoStatus,
    StatusForValue,
    UndefinedStatus,
    LongLength,
    EventTooLong,
    TooLate,
    WrapperLength, ///< the first of the mild ones
    JunkAfterTracks,
    NoEndOfTrack,
    EventsAfterEnd,
    SystemMessage,
    ImpossibleMeta,
    StrayNoteOff,
    HangingNote,
};

/// The defects that were met in a file: of each kind the first and how many, so that memory does not grow with them.
class MidiDefects {
public:
    /// What is met from now on is in track `number` of the file; 0 is in none.
    void enterTrack(int number) { m_track = number; }

    /// `what` replaces the usual words, where numbers tell more: "track 2 of 3 is missing".
    void add(MidiDefect defect, std::size_t offset, const std::string& what = {}, int count = 1);

    /// Why a strict reader refuses the file: the first defect that is not mild.
    [[nodiscard]] std::optional<Error> refusal() const;

    /// In the order in which their kinds were first met.
    [[nodiscard]] std::vector<Repair> repairs() const;

private:
    struct Found {
        MidiDefect defect;
        std::size_t offset; ///< of the first
        int track;
        std::string what;
        int count;
    };
    std::vector<Found> m_found; // at most one of each kind
    int m_track = 0;
};

/// "The MIDI data break off at byte 123: …"
[[nodiscard]] Error malformedMidi(std::size_t offset, const std::string& reason);

} // namespace segue::files
