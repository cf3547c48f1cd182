#pragma once

#include "tests/core/codec/slow/Harmony.h"

#include <set>

namespace segue::slow {

/// For four quarters of 24 steps, 8 bins of velocity, 8 instruments of 64 events.
struct PerformanceRules {
    bool chords = false; ///< the music has them written from its beginning on
};

namespace performance {

inline constexpr int kBar = 96; ///< steps
inline constexpr int kInstruments = 8;
inline constexpr int kEvents = 64;
// The columns of a row.
inline constexpr int kNoteOn = 0;
inline constexpr int kNoteOff = 128;
inline constexpr int kShift = 256 - 1; ///< by one step to 96
inline constexpr int kVelocity = 352;
inline constexpr int kProgram = 360;
inline constexpr int kDrums = 488;
inline constexpr int kEnd = 489;

/// Whether an instrument's pedal is down once everything of that time has happened to it. Lifting comes last.
inline bool pedalDown(const music::NoteSequence& music, int instrument, double time) {
    const music::ControlChange* last = nullptr;
    for (const auto& change : music.controlChanges) {
        if (change.controller != 64 || change.instrument != instrument || change.time.value > time)
            continue;
        const bool later = last == nullptr || change.time > last->time;
        if (later || (change.time == last->time && (change.value < 64 || last->value >= 64)))
            last = &change;
    }
    return last != nullptr && last->value >= 64;
}

/// A note as the pedal holds it.
struct Held {
    double end = 0;
    bool toTheEnd = false; ///< of all that is played: nothing lifted the pedal
    bool replaced = false; ///< by another of its pitch that starts at the same time
};

/// A note ends when its key is up and its pedal is up; or, with the pedal down, when its key is struck again.
inline Held hold(std::size_t index, const music::NoteSequence& music, double over) {
    const music::Note& note = music.notes[index];
    std::optional<double> struck;
    for (std::size_t i = 0; i < music.notes.size(); ++i) {
        const music::Note& other = music.notes[i];
        const bool after = other.start > note.start || (other.start == note.start && i > index);
        if (after && !other.isDrum && other.instrument == note.instrument && other.pitch == note.pitch &&
            pedalDown(music, note.instrument, other.start.value))
            struck = struck ? std::min(*struck, other.start.value) : other.start.value;
    }
    const bool caught = pedalDown(music, note.instrument, note.end.value);
    std::optional<double> lifted;
    for (const auto& change : music.controlChanges)
        if (change.controller == 64 && change.instrument == note.instrument && change.value < 64 &&
            change.time > note.end)
            lifted = lifted ? std::min(*lifted, change.time.value) : change.time.value;
    if (struck && *struck > note.end.value && (!caught || (lifted && *lifted <= *struck)))
        struck.reset(); // it was over by then
    if (struck)
        return {*struck, false, *struck == note.start.value};
    if (!caught)
        return {note.end.value, false, false};
    if (lifted)
        return {*lifted, false, false};
    return {over, true, false};
}

/// A piece with its notes as long as the pedals hold them. Where one is held to the end, the piece is over with the
/// last thing that happens to a pedal or to a note that is no drum, even if drums go on.
inline Piece withPedals(const Piece& piece) {
    double over = 0;
    for (const music::Note& note : piece.music.notes)
        if (!note.isDrum)
            over = std::max(over, note.end.value);
    for (const auto& change : piece.music.controlChanges)
        if (change.controller == 64)
            over = std::max(over, change.time.value);
    Piece held = piece;
    held.music.notes.clear();
    bool toTheEnd = false;
    for (std::size_t i = 0; i < piece.music.notes.size(); ++i) {
        music::Note note = piece.music.notes[i];
        if (!note.isDrum) {
            const Held how = hold(i, piece.music, over);
            if (how.replaced)
                continue;
            note.end = Seconds(how.end);
            toTheEnd = toTheEnd || how.toTheEnd;
        }
        held.music.notes.push_back(note);
        held.end = std::max(held.end, note.end.value);
    }
    if (toTheEnd)
        held.end = over;
    return held;
}

/// A note of one bar.
struct Sounding {
    int start = 0;
    int end = 0;
    int pitch = 0;
    int bin = 0; ///< of its velocity, from 1
};

/// What an instrument plays in a bar. A note that begins with the next bar is lost; ends beyond it come to its end.
/// Where notes of one pitch overlap, the one that began first ends first.
inline std::vector<Sounding> soundingOf(const std::vector<Placed>& notes) {
    std::vector<Placed> inTime = notes;
    std::stable_sort(inTime.begin(), inTime.end(), [](const Placed& a, const Placed& b) {
        return std::pair(a.note.start, a.note.pitch) < std::pair(b.note.start, b.note.pitch);
    });
    std::vector<Sounding> sounding;
    for (int start = 0; start < kBar; ++start)
        for (int pitch = 0; pitch < 128; ++pitch)
            for (const Placed& placed : inTime) {
                if (placed.start != start || placed.note.pitch.value != pitch)
                    continue;
                sounding.push_back({start, 0, pitch, (placed.note.velocity.value - 1) / 16 + 1});
            }
    for (int pitch = 0; pitch < 128; ++pitch) {
        std::vector<int> ends;
        for (const Placed& placed : inTime)
            if (placed.start < kBar && placed.note.pitch.value == pitch)
                ends.push_back(std::min(placed.end, kBar));
        std::sort(ends.begin(), ends.end());
        std::size_t next = 0;
        for (Sounding& note : sounding)
            if (note.pitch == pitch)
                note.end = ends[next++];
    }
    return sounding;
}

struct Event {
    int column = 0;
    int step = 0; ///< at which it begins
};

/// The events of a bar: at each step first what ends, then what begins with its velocity where that changes; the last
/// time shift reaches the end of the bar.
inline std::vector<Event> eventsOf(const std::vector<Sounding>& sounding) {
    std::vector<Event> events;
    int now = 0;
    int velocity = 0;
    const auto shiftTo = [&](int step) {
        if (step > now)
            events.push_back({kShift + step - now, now});
        now = step;
    };
    for (int step = 0; step <= kBar; ++step) {
        for (const Sounding& note : sounding)
            if (note.end == step) {
                shiftTo(step);
                events.push_back({kNoteOff + note.pitch, step});
            }
        for (const Sounding& note : sounding)
            if (note.start == step) {
                shiftTo(step);
                if (note.bin != velocity)
                    events.push_back({kVelocity + note.bin - 1, step});
                velocity = note.bin;
                events.push_back({kNoteOn + note.pitch, step});
            }
    }
    shiftTo(kBar);
    return events;
}

/// One instrument of one bar.
struct Player {
    bool isDrum = false;
    int program = 0; ///< 0 if it has several
    std::vector<Sounding> sounding;
};

/// The window of one bar, or nothing.
inline std::optional<Window> barOf(const Piece& bar, const Grid& grid, const std::vector<Placed>& notes,
                                   const PerformanceRules& rules) {
    std::map<int, std::vector<Placed>> parts;
    for (const Placed& placed : notes)
        parts[placed.note.instrument].push_back(placed);
    if (parts.size() < 2 || parts.size() > kInstruments)
        return std::nullopt;
    std::vector<Player> players;
    for (const auto& [instrument, part] : parts) {
        players.push_back({part.front().note.isDrum, part.front().note.program, soundingOf(part)});
        for (const Placed& placed : part)
            if (placed.note.program != part.front().note.program)
                players.back().program = 0;
    }
    std::stable_sort(players.begin(), players.end(), [](const Player& a, const Player& b) {
        return std::pair(a.isDrum, a.isDrum ? 0 : a.program) < std::pair(b.isDrum, b.isDrum ? 0 : b.program);
    });

    const int last = lastStep(bar, notes, grid);
    const auto figures = figuresBefore(last, bar.music.chords, grid);
    if (rules.chords && !figures)
        return std::nullopt;
    std::size_t total = 0;
    Window window;
    window.input.resize(kInstruments * kEvents);
    window.control.resize(kInstruments * kEvents);
    window.lengths.assign(kInstruments, 1);
    for (std::size_t i = 0; i < kInstruments; ++i) {
        Row* row = &window.input[i * kEvents];
        Row* control = &window.control[i * kEvents];
        std::size_t at = 0;
        int triad = 0;
        const auto put = [&](int column) {
            row[at][column] = 1.0F;
            if (rules.chords)
                control[at][triad] = 1.0F;
            ++at;
        };
        if (i < players.size()) {
            const auto events = eventsOf(players[i].sounding);
            if (events.size() > kEvents - 2)
                return std::nullopt;
            total += events.size();
            // A part that loses all its notes is taken for drums.
            put(players[i].isDrum || players[i].sounding.empty() ? kDrums : kProgram + players[i].program);
            for (const Event& event : events) {
                if (rules.chords) {
                    const auto found = triadOf((*figures)[static_cast<std::size_t>(std::min(event.step, last - 1))]);
                    if (!found)
                        return std::nullopt;
                    triad = *found;
                }
                put(event.column);
            }
        }
        put(kEnd);
        window.lengths[i] = static_cast<int>(at);
    }
    if (total < 8)
        return std::nullopt;
    window.output = window.input;
    return window;
}

} // namespace performance

/// All windows of a piece: its bars with two to eight instruments. Each instrument has drums only or none.
inline std::vector<Window> performancesOf(const Piece& piece, const PerformanceRules& rules) {
    const Piece held = performance::withPedals(piece);
    const double tempo = held.music.tempos.empty() ? 120.0 : held.music.tempos.front().tempo.value;
    const double barSeconds = 60.0 * 4.0 / tempo;
    std::vector<Window> windows;
    for (int number = 0;; ++number) {
        // The first bar line is added to its multiples: the sum is rounded as Magenta's is.
        const auto line = [&](int n) { return n == 0 ? 0.0 : barSeconds + (n - 1) * barSeconds; };
        if (line(number) >= held.end)
            return windows;
        const Piece bar = cut(held.music, line(number), std::min(line(number + 1), held.end));
        const auto grid = gridOf(bar.music, 24);
        const auto notes = grid ? place(bar.music.notes, *grid) : std::nullopt;
        if (!notes)
            return {};
        if (auto window = performance::barOf(bar, *grid, *notes, rules)) {
            window->bar = number;
            windows.push_back(*window);
        }
    }
}

inline std::vector<Window> performances(const music::NoteSequence& sequence, const PerformanceRules& rules) {
    std::vector<Window> windows;
    const auto pieces = piecesOf(sequence);
    for (std::size_t i = 0; i < pieces.size(); ++i)
        for (Window& window : performancesOf(pieces[i], rules)) {
            window.piece = static_cast<int>(i);
            windows.push_back(window);
        }
    return windows;
}

} // namespace segue::slow
