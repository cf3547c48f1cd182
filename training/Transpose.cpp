#include "training/Transpose.h"

#include "core/music/Chord.h"

#include <algorithm>

namespace segue::training {
namespace {

using music::MelodyEvent;

struct PitchRange {
    int lowest = 0;
    int highest = 127;

    [[nodiscard]] bool holds(int pitch) const { return pitch >= lowest && pitch <= highest; }
};

PitchRange rangeOf(const architecture::CodecConfig& codec) {
    if (const auto* melody = std::get_if<architecture::MelodyCodecConfig>(&codec))
        return {melody->lowestPitch, melody->highestPitch};
    if (const auto* trio = std::get_if<architecture::TrioCodecConfig>(&codec))
        return {trio->lowestPitch, trio->highestPitch};
    return {};
}

void transpose(music::MelodyPattern& melody, int semitones, const PitchRange& range) {
    bool sounds = false;
    for (MelodyEvent& event : melody.events) {
        if (event.kind == MelodyEvent::Kind::On) {
            const int pitch = event.pitch.value + semitones;
            if (range.holds(pitch))
                event = MelodyEvent::on(MidiPitch(static_cast<std::uint8_t>(pitch)));
            else
                event = sounds ? MelodyEvent::off() : MelodyEvent();
        } else if (event.kind == MelodyEvent::Kind::Off && !sounds) {
            event = MelodyEvent(); // of a note that is left out
        }
        if (event.kind != MelodyEvent::Kind::Hold)
            sounds = event.kind == MelodyEvent::Kind::On;
    }
    for (std::uint8_t& chord : melody.chords)
        chord = static_cast<std::uint8_t>(music::transposedTriadClass(chord, semitones));
    for (std::uint8_t& tonic : melody.tonics)
        tonic = static_cast<std::uint8_t>(((tonic + semitones) % 12 + 12) % 12);
}

/// Time and velocities stay also where their notes are left out.
void transpose(music::PerformanceTrack& track, int semitones, const PitchRange& range) {
    for (int& triad : track.triads)
        triad = music::transposedTriadClass(triad, semitones);
    if (track.isDrum)
        return;
    music::PerformanceTrack moved{track.program, track.isDrum, {}, {}};
    for (std::size_t i = 0; i < track.events.size(); ++i) {
        music::PerformanceEvent event = track.events[i];
        using Type = music::PerformanceEvent::Type;
        if (event.type == Type::NoteOn || event.type == Type::NoteOff) {
            event.value += semitones;
            if (!range.holds(event.value))
                continue;
        }
        moved.events.push_back(event);
        if (!track.triads.empty())
            moved.triads.push_back(track.triads[i]);
    }
    track = std::move(moved);
}

} // namespace

music::Pattern transposed(music::Pattern pattern, int semitones, const architecture::CodecConfig& codec) {
    const PitchRange range = rangeOf(codec);
    if (auto* melody = std::get_if<music::MelodyPattern>(&pattern))
        transpose(*melody, semitones, range);
    if (auto* trio = std::get_if<music::TrioPattern>(&pattern)) {
        transpose(trio->melody, semitones, range);
        transpose(trio->bass, semitones, range);
    }
    if (auto* performance = std::get_if<music::PerformancePattern>(&pattern))
        for (music::PerformanceTrack& track : performance->tracks)
            transpose(track, semitones, range);
    return pattern;
}

} // namespace segue::training
