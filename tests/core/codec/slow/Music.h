#pragma once

#include "core/music/NoteSequence.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Magenta's rules a second time, in the slowest and plainest way there is, to be compared with core/codec: what both
/// say is what the rules say. Nothing here may include core/codec, nor share code with it. Where Magenta's own
/// converters were asked for the same music (they are not needed here), they gave the same tensors.
namespace segue::slow {

/// The entries of one step of a tensor that are not 0.
using Row = std::map<int, float>;

/// What one window of music is to a model. Rows: one a step of the model.
struct Window {
    int piece = 0; ///< between changes of tempo or time signature, from 0
    int bar = 0; ///< of that piece
    int instrument = -1; ///< -1: of several, or drums
    std::vector<Row> input;
    std::vector<Row> output;
    std::vector<Row> control;
    std::vector<int> lengths;
};

/// A stretch of music that begins at time 0.
struct Piece {
    music::NoteSequence music;
    double end = 0; ///< seconds
};

/// The events of [from, to), moved to begin at 0, and at 0 the last one of before.
template <class Event>
std::vector<Event> eventsBetween(const std::vector<Event>& all, double from, double to) {
    std::vector<Event> kept;
    for (const Event& event : all)
        if (event.time.value <= from) {
            kept = {event};
            kept.front().time = Seconds(0);
        }
    for (const Event& event : all)
        if (event.time.value > from && event.time.value < to) {
            kept.push_back(event);
            kept.back().time = Seconds(event.time.value - from);
        }
    return kept;
}

/// The same for the sustain pedals: every instrument has its own.
inline std::vector<music::ControlChange> pedalsBetween(const std::vector<music::ControlChange>& all, double from,
                                                       double to) {
    std::map<int, std::vector<music::ControlChange>> pedals;
    for (const auto& change : all)
        if (change.controller == 64)
            pedals[change.instrument].push_back(change);
    std::vector<music::ControlChange> kept;
    for (const auto& [instrument, changes] : pedals)
        for (const auto& change : eventsBetween(changes, from, to))
            kept.push_back(change);
    return kept;
}

/// What begins in [from, to). Notes are cut at `to`.
inline Piece cut(const music::NoteSequence& sequence, double from, double to) {
    Piece piece;
    piece.music.tempos = eventsBetween(sequence.tempos, from, to);
    piece.music.timeSignatures = eventsBetween(sequence.timeSignatures, from, to);
    piece.music.keySignatures = eventsBetween(sequence.keySignatures, from, to);
    piece.music.chords = eventsBetween(sequence.chords, from, to);
    piece.music.controlChanges = pedalsBetween(sequence.controlChanges, from, to);
    for (music::Note note : sequence.notes) {
        if (note.start.value < from || note.start.value >= to)
            continue;
        note.end = Seconds(std::min(note.end.value, to) - from);
        note.start = Seconds(note.start.value - from);
        piece.end = std::max(piece.end, note.end.value);
        piece.music.notes.push_back(note);
    }
    std::stable_sort(piece.music.notes.begin(), piece.music.notes.end(),
                     [](const music::Note& a, const music::Note& b) { return a.start < b.start; });
    return piece;
}

/// The end of the last note.
inline double endOf(const music::NoteSequence& sequence) {
    double end = 0;
    for (const music::Note& note : sequence.notes)
        end = std::max(end, note.end.value);
    return end;
}

/// A sequence cut wherever its tempo or its time signature becomes another. It begins with 120 and 4/4.
inline std::vector<Piece> piecesOf(const music::NoteSequence& sequence) {
    const double end = endOf(sequence);
    std::vector<double> cuts{0.0};
    double tempo = 120;
    for (const auto& change : sequence.tempos) {
        if (change.tempo.value != tempo)
            cuts.push_back(change.time.value);
        tempo = change.tempo.value;
    }
    std::pair meter{4, 4};
    for (const auto& change : sequence.timeSignatures) {
        if (std::pair(change.numerator, change.denominator) != meter)
            cuts.push_back(change.time.value);
        meter = {change.numerator, change.denominator};
    }
    std::sort(cuts.begin(), cuts.end());
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < cuts.size(); ++i) {
        const double to = i + 1 < cuts.size() ? std::min(cuts[i + 1], end) : end;
        if (cuts[i] >= 0 && cuts[i] < to)
            pieces.push_back(cut(sequence, cuts[i], to));
    }
    return pieces;
}

/// Where a piece's steps are.
struct Grid {
    double stepsPerSecond = 0;
    int stepsPerBar = 0;

    [[nodiscard]] int step(double seconds) const { return static_cast<int>(seconds * stepsPerSecond + 0.5); }
};

/// Nothing unless all bars are of four quarters and there is one tempo, from the beginning to the end.
inline std::optional<Grid> gridOf(const music::NoteSequence& music, int stepsPerBeat) {
    double tempo = 120;
    for (const auto& change : music.tempos) {
        if (&change == &music.tempos.front() && change.time.value == 0)
            tempo = change.tempo.value;
        if (change.tempo.value != tempo)
            return std::nullopt;
    }
    for (const auto& change : music.timeSignatures)
        if (change.numerator != change.denominator || (change.denominator & (change.denominator - 1)) != 0 ||
            change.numerator != music.timeSignatures.front().numerator || change.numerator <= 0)
            return std::nullopt;
    if (!music.timeSignatures.empty() && music.timeSignatures.front().time.value != 0 &&
        music.timeSignatures.front().numerator != 4)
        return std::nullopt;
    return Grid{stepsPerBeat * tempo / 60.0, 4 * stepsPerBeat};
}

/// A note on the grid. It lasts a step at least.
struct Placed {
    int start = 0;
    int end = 0;
    music::Note note;
};

/// All notes on the grid; nothing if one lies before it.
inline std::optional<std::vector<Placed>> place(const std::vector<music::Note>& notes, const Grid& grid) {
    std::vector<Placed> placed;
    for (const music::Note& note : notes) {
        Placed on{grid.step(note.start.value), grid.step(note.end.value), note};
        if (on.end == on.start)
            on.end = on.start + 1;
        if (on.start < 0 || on.end < 0)
            return std::nullopt;
        placed.push_back(on);
    }
    return placed;
}

/// The step at which a piece is over.
inline int lastStep(const Piece& piece, const std::vector<Placed>& notes, const Grid& grid) {
    int last = grid.step(piece.end);
    for (const Placed& note : notes)
        last = std::max(last, note.end);
    return last;
}

} // namespace segue::slow
