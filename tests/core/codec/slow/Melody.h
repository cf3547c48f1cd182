#pragma once

#include "tests/core/codec/slow/Harmony.h"

#include <set>

namespace segue::slow {

struct MelodyRules {
    int bars = 2;
    int stepsPerBeat = 4;
    int lowestPitch = 21;
    int highestPitch = 108;
    bool melodyPrograms = false;
    bool chords = false; ///< the music has them written from its beginning on
    bool key = false; ///< the same
};

inline constexpr int kHold = -2;
inline constexpr int kOff = -1;

/// One voice from the beginning of a bar on: what happens at each step (kHold, kOff, or a pitch).
struct Line {
    int start = 0;
    std::vector<int> events;
};

/// The line that an instrument plays from a bar on. It begins with the bar of the instrument's next note, of whatever
/// kind; it takes the highest note that starts at each step, and ends, rounded up to bars, before a note that comes
/// `gap` steps or more after the end of the one before (or never, without a gap). Empty when nothing is left.
inline Line lineFrom(int from, int instrument, const std::vector<Placed>& notes, std::optional<int> gap, int barSteps) {
    Line line{-1, {}};
    int last = 0;
    for (const Placed& placed : notes)
        if (placed.note.instrument == instrument && placed.start >= from) {
            line.start = line.start < 0 ? placed.start : std::min(line.start, placed.start);
            last = std::max(last, placed.start);
        }
    if (line.start < 0)
        return {};
    line.start -= line.start % barSteps;

    std::vector<const Placed*> voice;
    for (int step = line.start; step <= last; ++step) {
        const Placed* highest = nullptr;
        for (const Placed& placed : notes)
            if (placed.note.instrument == instrument && placed.start == step && !placed.note.isDrum &&
                placed.note.velocity.value > 0 && (highest == nullptr || placed.note.pitch > highest->note.pitch))
                highest = &placed;
        if (highest == nullptr)
            continue;
        if (gap && !voice.empty() && step - voice.back()->end >= *gap)
            break;
        voice.push_back(highest);
    }
    if (voice.empty())
        return {};

    int end = voice.back()->end;
    while (end % barSteps != 0)
        ++end;
    for (int step = line.start; step < end; ++step) {
        const Placed* sounding = nullptr;
        for (const Placed* placed : voice)
            if (placed->start <= step)
                sounding = placed;
        if (sounding != nullptr && sounding->start == step)
            line.events.push_back(sounding->note.pitch.value);
        else
            line.events.push_back(sounding != nullptr && sounding->end == step ? kOff : kHold);
    }
    return line;
}

/// The steps [begin, end) of a line, as if nothing had been before: an end without its note is a rest.
inline std::vector<int> slice(const Line& line, std::size_t begin, std::size_t end) {
    std::vector<int> events(line.events.begin() + static_cast<std::ptrdiff_t>(begin),
                            line.events.begin() + static_cast<std::ptrdiff_t>(end));
    for (int& event : events) {
        if (event >= 0)
            break;
        event = kHold;
    }
    return events;
}

inline int melodyColumn(int event, int lowestPitch) {
    return event == kHold ? 0 : event == kOff ? 1 : 2 + event - lowestPitch;
}

/// All windows of one piece, each different from those before; none if a chord of theirs is no triad.
inline std::vector<Window> melodiesOf(const Piece& piece, const MelodyRules& rules) {
    std::vector<music::Note> readable;
    for (const music::Note& note : piece.music.notes)
        if (note.pitch.value >= rules.lowestPitch && note.pitch.value <= rules.highestPitch &&
            (!rules.melodyPrograms || note.program < 32))
            readable.push_back(note);
    const auto grid = gridOf(piece.music, rules.stepsPerBeat);
    const auto notes = grid ? place(readable, *grid) : std::nullopt;
    if (!notes)
        return {};
    std::vector<std::string> figures;
    if (rules.chords) {
        const auto found = figuresBefore(lastStep(piece, *notes, *grid), piece.music.chords, *grid);
        if (!found)
            return {};
        figures = *found;
    }

    std::set<int> instruments;
    for (const Placed& placed : *notes)
        instruments.insert(placed.note.instrument);
    const int bar = grid->stepsPerBar;
    std::vector<Window> windows;
    for (const int instrument : instruments) {
        int from = 0;
        while (true) {
            Line line = lineFrom(from, instrument, *notes, bar, bar);
            if (line.events.empty())
                break;
            from = line.start + static_cast<int>(line.events.size());
            const auto longest = static_cast<std::size_t>(100 * bar);
            if (line.events.size() > longest)
                line.events.resize(longest);
            if (std::all_of(line.events.begin(), line.events.end(), [](int event) { return event < 0; }))
                continue;
            const auto steps = static_cast<std::size_t>(rules.bars * bar);
            for (std::size_t begin = 0; begin + steps <= line.events.size(); begin += static_cast<std::size_t>(bar)) {
                Window window;
                window.bar = line.start / bar + static_cast<int>(begin) / bar;
                window.instrument = instrument;
                int step = line.start + static_cast<int>(begin);
                for (const int event : slice(line, begin, begin + steps)) {
                    window.input.push_back({{melodyColumn(event, rules.lowestPitch), 1.0F}});
                    Row control;
                    if (rules.chords) {
                        const auto at = std::min(static_cast<std::size_t>(step), figures.size() - 1);
                        const auto triad = triadOf(figures[at]);
                        if (!triad)
                            return {};
                        control[*triad] = 1.0F;
                    }
                    if (rules.key)
                        control[(rules.chords ? kTriads : 0) + tonicAt(step, piece.music.keySignatures, *grid)] = 1.0F;
                    window.control.push_back(control);
                    ++step;
                }
                window.output = window.input;
                window.lengths = {static_cast<int>(steps)};
                const bool known = std::any_of(windows.begin(), windows.end(), [&](const Window& earlier) {
                    return earlier.input == window.input && earlier.control == window.control;
                });
                if (!known)
                    windows.push_back(window);
            }
        }
    }
    return windows;
}

inline std::vector<Window> melodies(const music::NoteSequence& sequence, const MelodyRules& rules) {
    std::vector<Window> windows;
    const auto pieces = piecesOf(sequence);
    for (std::size_t i = 0; i < pieces.size(); ++i)
        for (Window& window : melodiesOf(pieces[i], rules)) {
            window.piece = static_cast<int>(i);
            windows.push_back(window);
        }
    return windows;
}

} // namespace segue::slow
