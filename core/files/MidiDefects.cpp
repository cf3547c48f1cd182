#include "core/files/MidiDefects.h"

#include <algorithm>

namespace segue::files {
namespace {

struct Wording {
    const char* what;
    const char* remedy;
};

Wording wordingOf(MidiDefect defect) {
    switch (defect) {
    case MidiDefect::JunkBeforeHeader: return {"the file does not begin with \"MThd\"", "what comes before is ignored"};
    case MidiDefect::BrokenWrapper: return {"the RIFF file has no chunk of MIDI data", "the MIDI in it was found"};
    case MidiDefect::HeaderLength: return {"the header has an impossible length", "six bytes of it are read"};
    case MidiDefect::UnknownType: return {"the type is not known", "the tracks are played at once"};
    case MidiDefect::NoDivision:
        return {"the header says that time stands still (division 0)", "480 ticks a quarter are assumed"};
    case MidiDefect::TracksMissing: return {"tracks are missing", "those that are there are read"};
    case MidiDefect::TracksUnannounced: return {"the header announces fewer tracks", "all are read"};
    case MidiDefect::JunkBetweenChunks: return {"there is something that is no track", "it is ignored"};
    case MidiDefect::TrackLength: return {"the track has a wrong length", "its events are read to their end"};
    case MidiDefect::TrackCut: return {"the track is cut short", "what is there is kept, notes end where it ends"};
    case MidiDefect::EventCut: return {"the track ends inside an event", "the event is left out"};
    case MidiDefect::NoStatus: return {"an event has no status byte", "reading goes on with the next whole event"};
    case MidiDefect::StatusForValue:
        return {"an event has a status byte where a value should be", "reading goes on where events make sense"};
    case MidiDefect::UndefinedStatus: return {"an event has an undefined status byte", "it is left out"};
    case MidiDefect::LongLength: return {"a number takes more than four bytes", "all of them are read"};
    case MidiDefect::EventTooLong:
        return {"an event is longer than its track", "reading goes on with the next whole event"};
    case MidiDefect::TooLate: return {"events come too late", "what comes later is left out"};
    case MidiDefect::WrapperLength: return {"the RIFF file announces more bytes than it has", "those there are read"};
    case MidiDefect::JunkAfterTracks: return {"something follows the last track", "it is ignored"};
    case MidiDefect::NoEndOfTrack: return {"the track has no end-of-track event", "it ends with its last event"};
    case MidiDefect::EventsAfterEnd: return {"bytes follow the end of a track", "they are ignored"};
    case MidiDefect::SystemMessage: return {"a message belongs on a wire, not in a file", "it is left out"};
    case MidiDefect::ImpossibleMeta: return {"a tempo, time signature or key cannot be", "it is left out"};
    case MidiDefect::StrayNoteOff: return {"a note-off ends no note", "it is ignored"};
    case MidiDefect::HangingNote: return {"a note is never ended", "it ends with its track"};
    }
    return {"", ""};
}

bool isMild(MidiDefect defect) {
    return defect >= MidiDefect::WrapperLength;
}

std::string place(int track, std::size_t offset) {
    std::string at = track > 0 ? "Track " + std::to_string(track) + ", byte " : std::string("Byte ");
    return at += std::to_string(offset);
}

} // namespace

Error malformedMidi(std::size_t offset, const std::string& reason) {
    return Error(ErrorCode::Malformed, "The MIDI data break off at byte " + std::to_string(offset) + ": " + reason);
}

void MidiDefects::add(MidiDefect defect, std::size_t offset, const std::string& what, int count) {
    const auto at = std::ranges::find(m_found, defect, &Found::defect);
    if (at != m_found.end())
        at->count += count;
    else
        m_found.push_back({defect, offset, m_track, what.empty() ? wordingOf(defect).what : what, count});
}

std::optional<Error> MidiDefects::refusal() const {
    const auto at = std::ranges::find_if_not(m_found, &isMild, &Found::defect);
    if (at == m_found.end())
        return std::nullopt;
    if (at->defect == MidiDefect::UnknownType || at->defect == MidiDefect::TooLate)
        return Error(ErrorCode::Unsupported, "The MIDI file cannot be read: " + at->what);
    Error error = malformedMidi(at->offset, at->what);
    if (at->track > 0)
        error.addContext("in track " + std::to_string(at->track));
    return error;
}

std::vector<Repair> MidiDefects::repairs() const {
    std::vector<Repair> repairs;
    for (const Found& found : m_found)
        repairs.push_back({place(found.track, found.offset) + ": " + found.what + "; " + wordingOf(found.defect).remedy,
                           found.count});
    return repairs;
}

} // namespace segue::files
