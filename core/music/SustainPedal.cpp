#include "core/music/SustainPedal.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

namespace segue::music {
namespace {

constexpr int kSustain = 64;
constexpr int kDown = 64; // the least value that is

enum class What { PedalDown, PedalUp, KeyDown, KeyUp }; // in this order at one time

struct Event {
    Seconds time;
    What what;
    std::size_t index = 0; ///< of the note
    int instrument = 0;
};

std::vector<Event> eventsOf(const NoteSequence& sequence) {
    std::vector<Event> events;
    for (std::size_t i = 0; i < sequence.notes.size(); ++i) {
        const Note& note = sequence.notes[i];
        if (note.isDrum)
            continue;
        events.push_back({note.start, What::KeyDown, i, note.instrument});
        events.push_back({note.end, What::KeyUp, i, note.instrument});
    }
    for (const ControlChange& change : sequence.controlChanges)
        if (change.controller == kSustain && std::isfinite(change.time.value))
            events.push_back(
                {change.time, change.value >= kDown ? What::PedalDown : What::PedalUp, 0, change.instrument});
    std::ranges::stable_sort(events, {}, [](const Event& event) { return std::tuple(event.time, event.what); });
    return events;
}

/// The keys and the pedals while the piece is played through.
class Keyboard {
public:
    explicit Keyboard(std::vector<Note>& notes) : m_notes(&notes), m_state(notes.size(), State::Silent) {}

    void play(const Event& event) {
        bool& down = m_pedals[event.instrument].down;
        switch (event.what) {
        case What::PedalDown: down = true; break;
        case What::PedalUp:
            down = false;
            release(event.instrument, event.time);
            break;
        case What::KeyDown:
            if (down)
                end(event);
            m_sounding[{event.instrument, (*m_notes)[event.index].pitch.value}].push_back(event.index);
            m_state[event.index] = State::Pressed;
            break;
        case What::KeyUp:
            if (m_state[event.index] != State::Pressed)
                break;
            m_state[event.index] = down ? State::Held : State::Silent;
            if (down)
                m_pedals[event.instrument].held.push_back(event.index);
            break;
        }
    }

    /// Whether a note was held.
    bool releaseAll(Seconds time) {
        bool any = false;
        for (const auto& [instrument, pedal] : m_pedals)
            any = release(instrument, time) || any;
        return any;
    }

    /// Struck again at once: of no length.
    [[nodiscard]] bool isGone(std::size_t index) const { return m_state[index] == State::Gone; }

private:
    enum class State { Silent, Pressed, Held, Gone };
    struct Pedal {
        bool down = false;
        std::vector<std::size_t> held;
    };

    bool release(int instrument, Seconds time) {
        bool any = false;
        auto& held = m_pedals[instrument].held;
        for (const std::size_t index : held)
            if (m_state[index] == State::Held) {
                (*m_notes)[index].end = time;
                m_state[index] = State::Silent;
                any = true;
            }
        held.clear();
        return any;
    }

    /// Every note that sounds of the pitch that is struck.
    void end(const Event& struck) {
        auto& sounding = m_sounding[{struck.instrument, (*m_notes)[struck.index].pitch.value}];
        for (const std::size_t index : sounding) {
            if (m_state[index] != State::Pressed && m_state[index] != State::Held)
                continue;
            Note& note = (*m_notes)[index];
            note.end = struck.time;
            m_state[index] = note.start == note.end ? State::Gone : State::Silent;
        }
        sounding.clear();
    }

    std::vector<Note>* m_notes;
    std::vector<State> m_state;
    std::map<std::pair<int, int>, std::vector<std::size_t>> m_sounding; // by instrument and pitch; some have ended
    std::map<int, Pedal> m_pedals; // by instrument
};

} // namespace

Sustained withSustain(NoteSequence sequence) {
    const auto events = eventsOf(sequence);
    Keyboard keyboard(sequence.notes);
    for (const Event& event : events)
        keyboard.play(event);
    std::optional<Seconds> letGo;
    if (!events.empty() && keyboard.releaseAll(events.back().time))
        letGo = events.back().time;

    std::size_t kept = 0;
    for (std::size_t i = 0; i < sequence.notes.size(); ++i)
        if (!keyboard.isGone(i))
            sequence.notes[kept++] = sequence.notes[i];
    sequence.notes.resize(kept);
    std::erase_if(sequence.controlChanges, [](const ControlChange& change) { return change.controller == kSustain; });
    return {std::move(sequence), letGo};
}

} // namespace segue::music
