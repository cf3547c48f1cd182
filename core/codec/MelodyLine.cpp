#include "core/codec/MelodyLine.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <iterator>
#include <tuple>

namespace segue::codec {

using music::MelodyEvent;
using music::QuantizedNote;

void sortForMelodies(std::vector<QuantizedNote>& notes) {
    std::ranges::stable_sort(notes, {}, [](const QuantizedNote& note) {
        return std::tuple(note.instrument, note.start, -note.pitch.value);
    });
}

std::vector<std::span<const QuantizedNote>> byInstrument(const std::vector<QuantizedNote>& notes) {
    std::vector<std::span<const QuantizedNote>> instruments;
    for (auto first = notes.begin(); first != notes.end();) {
        const auto next =
            std::find_if(first, notes.end(), [&](const QuantizedNote& n) { return n.instrument != first->instrument; });
        instruments.emplace_back(first, next);
        first = next;
    }
    return instruments;
}

std::vector<MelodyTrack> magentaMelodies(std::span<const QuantizedNote> notes, int stepsPerBar, std::optional<int> gap,
                                         ExtractionReport& report) {
    std::vector<MelodyTrack> tracks;
    auto next = notes.begin();
    while (next != notes.end()) {
        MelodyTrack track{.start = next->start - next->start % stepsPerBar, .steps = 0, .line = {}};
        MelodyLine& line = track.line;
        for (; next != notes.end(); ++next) {
            if (next->isDrum || next->velocity.value == 0)
                continue;
            if (!line.empty()) {
                VoiceNote& last = line.back();
                if (next->start == last.start) {
                    ++report.shadowed;
                    continue;
                }
                if (gap && next->start - last.end >= *gap)
                    break;
                last.end = std::min(last.end, next->start);
            }
            line.push_back({next->start, next->end, next->pitch});
        }
        if (line.empty())
            break;
        track.steps = (line.back().end - track.start + stepsPerBar - 1) / stepsPerBar * stepsPerBar;
        report.notes += static_cast<int>(line.size());
        // Back to what was not heard between the end of this melody and the note that was too far away.
        next = std::ranges::lower_bound(notes.begin(), next, track.start + track.steps, {}, &QuantizedNote::start);
        tracks.push_back(std::move(track));
    }
    return tracks;
}

MelodyLine highestVoice(std::span<const QuantizedNote> notes, ExtractionReport& report) {
    MelodyLine line;
    int sounding = 0; // until where the last note would sound if none followed
    for (const QuantizedNote& note : notes) {
        if (note.velocity.value == 0)
            continue;
        if (!line.empty()) {
            VoiceNote& last = line.back();
            const bool isBelow = note.pitch < last.pitch && note.end <= sounding;
            if (note.start == last.start || (note.start < sounding && isBelow)) {
                ++report.shadowed;
                continue;
            }
            last.end = std::min(last.end, note.start);
        }
        line.push_back({note.start, note.end, note.pitch});
        sounding = note.end;
    }
    report.notes += static_cast<int>(line.size());
    return line;
}

std::vector<MelodyEvent> eventsBetween(const MelodyLine& line, int from, int to, HeldOver heldOver) {
    assert(from <= to);
    std::vector<MelodyEvent> events(static_cast<std::size_t>(to - from));
    const auto at = [&](int step) -> MelodyEvent& { return events[static_cast<std::size_t>(step - from)]; };
    // An end on the step of the next note gives way to it, as that comes after.
    for (auto note = std::ranges::lower_bound(line, from, {}, &VoiceNote::end); note != line.end() && note->start < to;
         ++note) {
        if (note->start >= from)
            at(note->start) = MelodyEvent::on(note->pitch);
        else if (heldOver == HeldOver::Renewed && note->end > from)
            at(from) = MelodyEvent::on(note->pitch);
        else if (heldOver != HeldOver::Ended)
            continue;
        if (note->end < to)
            at(note->end) = MelodyEvent::off();
    }
    return events;
}

void padWithSilence(std::vector<MelodyEvent>& events, int steps) {
    assert(std::ssize(events) <= steps);
    const auto isNews = [](const MelodyEvent& event) { return event.kind != MelodyEvent::Kind::Hold; };
    const auto last = std::find_if(events.rbegin(), events.rend(), isNews);
    const bool sounds = last != events.rend() && last->kind == MelodyEvent::Kind::On;
    if (sounds && std::ssize(events) < steps)
        events.push_back(MelodyEvent::off());
    events.resize(static_cast<std::size_t>(steps));
}

MelodyLine::const_iterator firstFrom(const MelodyLine& line, int step) {
    return std::ranges::lower_bound(line, step, {}, &VoiceNote::start);
}

} // namespace segue::codec
