#pragma once

#include "tests/core/codec/slow/Music.h"

#include <set>

namespace segue::slow {

using DrumClasses = std::vector<std::vector<int>>; ///< the pitches of each drum

struct DrumsRules {
    int bars = 2;
    int stepsPerBeat = 4;
    bool roll = false; ///< output a bit a drum, else one of all sets of drums
    DrumClasses drums{};
};

inline std::optional<int> drumOf(int pitch, const DrumClasses& drums) {
    for (std::size_t drum = 0; drum < drums.size(); ++drum)
        for (const int member : drums[drum])
            if (member == pitch)
                return static_cast<int>(drum);
    return std::nullopt;
}

/// The drums that are hit at each step of a stretch that begins with a bar.
struct Track {
    int start = 0;
    std::vector<std::set<int>> hits;
};

/// The drums from a bar on. The track begins with the bar of the next hit, and ends, rounded up to bars, before a hit
/// that comes after `gap` empty steps or more (or never, without a gap). Empty when nothing is left.
inline Track trackFrom(int from, const std::vector<Placed>& notes, const DrumClasses& drums, std::optional<int> gap,
                       int barSteps) {
    int last = -1;
    for (const Placed& placed : notes)
        last = std::max(last, placed.start);
    Track track;
    int empty = 0; // steps since the last hit
    for (int step = from; step <= last; ++step) {
        std::set<int> hit;
        for (const Placed& placed : notes)
            if (placed.start == step && placed.note.isDrum && placed.note.velocity.value > 0)
                if (const auto drum = drumOf(placed.note.pitch.value, drums))
                    hit.insert(*drum);
        if (track.hits.empty()) {
            if (hit.empty())
                continue;
            track.start = step - step % barSteps;
            track.hits.resize(static_cast<std::size_t>(step - track.start));
        } else if (!hit.empty() && gap && empty >= *gap) {
            break;
        }
        track.hits.push_back(hit);
        empty = hit.empty() ? empty + 1 : 0;
    }
    while (!track.hits.empty() && track.hits.back().empty())
        track.hits.pop_back();
    while (track.hits.size() % static_cast<std::size_t>(barSteps) != 0)
        track.hits.push_back({});
    return track;
}

/// One of all sets of drums: drum n counts 2^n.
inline int setColumn(const std::set<int>& hit) {
    int column = 0;
    for (const int drum : hit)
        column += 1 << drum;
    return column;
}

/// All windows of one piece, each different from those before.
inline std::vector<Window> drumsOf(const Piece& piece, const DrumsRules& rules) {
    const auto grid = gridOf(piece.music, rules.stepsPerBeat);
    const auto notes = grid ? place(piece.music.notes, *grid) : std::nullopt;
    if (!notes)
        return {};
    const int bar = grid->stepsPerBar;
    const auto steps = static_cast<std::size_t>(rules.bars * bar);
    std::vector<std::vector<std::set<int>>> known;
    std::vector<Window> windows;
    int from = 0;
    while (true) {
        Track track = trackFrom(from, *notes, rules.drums, bar, bar);
        if (track.hits.empty())
            return windows;
        from = track.start + static_cast<int>(track.hits.size());
        track.hits.resize(std::min(track.hits.size(), static_cast<std::size_t>(100 * bar)));
        for (std::size_t begin = 0; begin + steps <= track.hits.size(); begin += static_cast<std::size_t>(bar)) {
            const auto first = track.hits.begin() + static_cast<std::ptrdiff_t>(begin);
            const std::vector<std::set<int>> hits(first, first + static_cast<std::ptrdiff_t>(steps));
            if (std::find(known.begin(), known.end(), hits) != known.end())
                continue;
            known.push_back(hits);
            Window window;
            window.bar = track.start / bar + static_cast<int>(begin) / bar;
            for (const auto& hit : hits) {
                Row row;
                for (const int drum : hit)
                    row[drum] = 1.0F;
                window.output.push_back(rules.roll ? row : Row{{setColumn(hit), 1.0F}});
                if (hit.empty())
                    row[static_cast<int>(rules.drums.size())] = 1.0F;
                window.input.push_back(row);
                window.control.push_back({});
            }
            window.lengths = {static_cast<int>(steps)};
            windows.push_back(window);
        }
    }
}

inline std::vector<Window> drums(const music::NoteSequence& sequence, const DrumsRules& rules) {
    std::vector<Window> windows;
    const auto pieces = piecesOf(sequence);
    for (std::size_t i = 0; i < pieces.size(); ++i)
        for (Window& window : drumsOf(pieces[i], rules)) {
            window.piece = static_cast<int>(i);
            windows.push_back(window);
        }
    return windows;
}

} // namespace segue::slow
