#include "core/codec/TrackGrid.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>
#include <utility>

namespace segue::codec {
namespace {

using Type = PerformanceEvent::Type;

/// Events of notes as they are: the first way of note_seq, which does not ask where a track ends.
std::vector<PerformanceEvent> written(const std::vector<TrackNote>& notes, const TrackGrid& grid) {
    struct Change {
        int step;
        std::size_t note;
        bool isEnd;
    };
    std::vector<Change> changes;
    for (std::size_t i = 0; i < notes.size(); ++i) {
        changes.push_back({notes[i].start, i, false});
        changes.push_back({notes[i].end, i, true});
    }
    std::ranges::sort(changes, {},
                      [](const Change& change) { return std::tuple(change.step, change.note, change.isEnd); });

    std::vector<PerformanceEvent> events;
    int now = 0;
    int bin = 0;
    for (const auto& [step, index, isEnd] : changes) {
        for (; now < step; now += events.back().value)
            events.push_back({Type::Shift, std::min(step - now, grid.steps)});
        const TrackNote& note = notes[index];
        if (!isEnd && grid.binOf(note.velocity) != bin) {
            bin = grid.binOf(note.velocity);
            events.push_back({Type::Velocity, bin});
        }
        events.push_back({isEnd ? Type::NoteOff : Type::NoteOn, note.pitch});
    }
    return events;
}

} // namespace

std::vector<PerformanceEvent> TrackGrid::events(const std::vector<TrackNote>& notes) const {
    // Written, read and written again: cut to the track, and in the order that its own reader would see.
    auto cut = this->notes(written(notes, *this));
    std::ranges::stable_sort(cut, {}, [](const TrackNote& note) { return std::pair(note.start, note.pitch); });
    auto events = written(cut, *this);
    int now = 0;
    for (const PerformanceEvent& event : events)
        now += event.type == Type::Shift ? event.value : 0;
    if (now < steps)
        events.push_back({Type::Shift, steps - now});
    return events;
}

std::vector<TrackNote> TrackGrid::notes(const std::vector<PerformanceEvent>& events) const {
    struct Struck {
        int step;
        int velocity;
    };
    struct Pitch {
        std::vector<Struck> struck;
        std::size_t ended = 0; ///< the first struck ends first

        [[nodiscard]] bool sounds() const { return ended < struck.size(); }
    };
    std::array<Pitch, 128> pitches;
    std::vector<TrackNote> notes;
    const auto end = [&](int value, int step) {
        Pitch& pitch = pitches[static_cast<std::size_t>(value)];
        const auto [start, velocity] = pitch.struck[pitch.ended++];
        if (start < step)
            notes.push_back({start, step, value, velocity});
    };
    int now = 0;
    int velocity = 100;
    for (const auto& [type, value] : events) {
        switch (type) {
        case Type::NoteOn: pitches[static_cast<std::size_t>(value)].struck.push_back({now, velocity}); break;
        case Type::NoteOff:
            if (pitches[static_cast<std::size_t>(value)].sounds())
                end(value, now);
            break;
        case Type::Shift: now = std::min(now + value, steps); break;
        case Type::Velocity: velocity = std::min(127, 1 + (value - 1) * binSize()); break;
        }
    }
    for (std::size_t pitch = 0; pitch < pitches.size(); ++pitch)
        while (pitches[pitch].sounds())
            end(static_cast<int>(pitch), steps);
    return notes;
}

} // namespace segue::codec
