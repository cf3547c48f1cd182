#pragma once

#include "tests/core/codec/slow/Drums.h"
#include "tests/core/codec/slow/Melody.h"

namespace segue::slow {

struct TrioRules {
    int bars = 16;
    int stepsPerBeat = 4;
    int lowestPitch = 21;
    int highestPitch = 108;
    int gapBars = 2;
    DrumClasses drums{};
};

enum class Part { None, Melody, Bass, Drums };

/// What a note is to a trio.
inline Part partOf(const music::Note& note) {
    if (note.isDrum)
        return Part::Drums;
    if (note.program < 32)
        return Part::Melody;
    return note.program < 40 ? Part::Bass : Part::None;
}

/// What an instrument does in a trio, all its notes being the same.
struct Player {
    int instrument = 0;
    Part part = Part::None;
    std::vector<int> columns; ///< a step; empty if it has nothing to play
    std::vector<bool> there; ///< a bar
};

inline Player playerOf(int instrument, const std::vector<Placed>& notes, int bars, int barSteps,
                       const TrioRules& rules) {
    Player player{instrument, Part::None, {}, std::vector<bool>(static_cast<std::size_t>(bars))};
    std::vector<Placed> own;
    for (const Placed& placed : notes)
        if (placed.note.instrument == instrument)
            own.push_back(placed);
    player.part = partOf(own.front().note);
    for (const Placed& placed : own)
        if (partOf(placed.note) != player.part)
            player.part = Part::None;
    if (player.part == Part::None)
        return player;

    const auto steps = static_cast<std::size_t>(bars * barSteps);
    if (player.part == Part::Drums) {
        const Track track = trackFrom(0, own, rules.drums, std::nullopt, barSteps);
        if (track.hits.empty())
            return player;
        player.columns.assign(steps, 0);
        for (std::size_t i = 0; i < track.hits.size() && static_cast<std::size_t>(track.start) + i < steps; ++i)
            player.columns[static_cast<std::size_t>(track.start) + i] = setColumn(track.hits[i]);
    } else {
        std::vector<Placed> readable;
        for (const Placed& placed : own)
            if (placed.note.pitch.value >= rules.lowestPitch && placed.note.pitch.value <= rules.highestPitch)
                readable.push_back(placed);
        const Line line = lineFrom(0, instrument, readable, std::nullopt, barSteps);
        if (line.events.empty())
            return player;
        const auto end = static_cast<std::size_t>(line.start) + line.events.size();
        player.columns.assign(steps, 0);
        for (std::size_t i = 0; i < line.events.size() && static_cast<std::size_t>(line.start) + i < steps; ++i)
            player.columns[static_cast<std::size_t>(line.start) + i] = melodyColumn(line.events[i], rules.lowestPitch);
        // A note that fills its last bar ends with it, where there is a next one.
        auto last = line.events.end() - 1;
        while (*last == kHold)
            --last;
        if (*last >= 0 && end < steps)
            player.columns[end] = melodyColumn(kOff, rules.lowestPitch);
    }

    std::vector<bool> sounds(static_cast<std::size_t>(bars));
    for (const Placed& placed : own)
        for (int bar = 0; bar < bars; ++bar)
            if (placed.start < (bar + 1) * barSteps && placed.end > bar * barSteps)
                sounds[static_cast<std::size_t>(bar)] = true;
    for (int bar = 0; bar < bars; ++bar)
        for (int other = 0; other < bars; ++other)
            if (sounds[static_cast<std::size_t>(other)] && other >= bar - rules.gapBars && other <= bar + rules.gapBars)
                player.there[static_cast<std::size_t>(bar)] = true;
    return player;
}

/// All windows of one piece: each melody with each bass and all drums, where all three are there in all bars. Near the
/// beginning and the end of a piece it is enough that one of them is.
inline std::vector<Window> triosOf(const Piece& piece, const TrioRules& rules) {
    const auto grid = gridOf(piece.music, rules.stepsPerBeat);
    const auto notes = grid ? place(piece.music.notes, *grid) : std::nullopt;
    if (!notes)
        return {};
    const int barSteps = grid->stepsPerBar;
    int bars = 0;
    while (bars * barSteps < lastStep(piece, *notes, *grid) && bars < 1024)
        ++bars;

    std::set<int> instruments;
    for (const Placed& placed : *notes)
        instruments.insert(placed.note.instrument);
    std::vector<Player> players;
    for (const int instrument : instruments)
        players.push_back(playerOf(instrument, *notes, bars, barSteps, rules));

    std::vector<Window> windows;
    const int voice = rules.highestPitch - rules.lowestPitch + 3;
    for (const Player& melody : players)
        for (const Player& bass : players)
            for (const Player& drums : players) {
                if (melody.part != Part::Melody || bass.part != Part::Bass || drums.part != Part::Drums ||
                    melody.columns.empty() || bass.columns.empty() || drums.columns.empty())
                    continue;
                std::vector<bool> together(static_cast<std::size_t>(bars));
                bool begins = false;
                bool ends = false;
                for (int bar = 0; bar < bars; ++bar) {
                    const auto at = static_cast<std::size_t>(bar);
                    together[at] = melody.there[at] && bass.there[at] && drums.there[at];
                    const bool any = melody.there[at] || bass.there[at] || drums.there[at];
                    begins = begins || (any && bar < rules.gapBars);
                    ends = ends || (any && bar >= bars - rules.gapBars);
                }
                for (int bar = 0; bar < bars && bar < rules.gapBars; ++bar)
                    together[static_cast<std::size_t>(bar)] = begins;
                for (int bar = std::max(0, bars - rules.gapBars); bar < bars; ++bar)
                    together[static_cast<std::size_t>(bar)] = ends;

                for (int first = 0; first + rules.bars <= bars; ++first) {
                    bool all = true;
                    for (int bar = first; bar < first + rules.bars; ++bar)
                        all = all && together[static_cast<std::size_t>(bar)];
                    if (!all)
                        continue;
                    Window window;
                    window.bar = first;
                    for (int step = first * barSteps; step < (first + rules.bars) * barSteps; ++step) {
                        const auto at = static_cast<std::size_t>(step);
                        window.input.push_back({{melody.columns[at], 1.0F},
                                                {voice + bass.columns[at], 1.0F},
                                                {2 * voice + drums.columns[at], 1.0F}});
                        window.control.push_back({});
                    }
                    window.output = window.input;
                    window.lengths = {static_cast<int>(window.input.size())};
                    windows.push_back(window);
                }
            }
    return windows;
}

inline std::vector<Window> trios(const music::NoteSequence& sequence, const TrioRules& rules) {
    std::vector<Window> windows;
    const auto pieces = piecesOf(sequence);
    for (std::size_t i = 0; i < pieces.size(); ++i)
        for (Window& window : triosOf(pieces[i], rules)) {
            window.piece = static_cast<int>(i);
            windows.push_back(window);
        }
    return windows;
}

} // namespace segue::slow
