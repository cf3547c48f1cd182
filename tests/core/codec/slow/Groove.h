#pragma once

#include "tests/core/codec/slow/Drums.h"

#include <cmath>

namespace segue::slow {

struct GrooveRules {
    int bars = 2;
    int stepsPerBeat = 4;
    DrumClasses drums{};
    bool humanize = false;
    bool fixedVelocities = false;
    bool tapify = false;
    std::set<int> addInstruments{};
    bool hitsAsControls = false;
    bool splitInstruments = false;
    int velocityBins = 0;
    int offsetBins = 0;
};

/// What one drum does at one step.
struct Stroke {
    bool hit = false;
    double velocity = 0; ///< [0, 1]
    double offset = 0; ///< [-1, 1], of half a step; positive is early
};

/// The loudest note of a drum at a step, the first of equals.
inline Stroke strokeAt(int step, int drum, const std::vector<Placed>& notes, const DrumClasses& drums,
                       double stepSeconds) {
    const Placed* loudest = nullptr;
    for (const Placed& placed : notes)
        if (placed.start == step && drumOf(placed.note.pitch.value, drums) == drum &&
            (loudest == nullptr || placed.note.velocity > loudest->note.velocity))
            loudest = &placed;
    if (loudest == nullptr)
        return {};
    const double early = (stepSeconds * loudest->start - loudest->note.start.value) / stepSeconds;
    return {true, loudest->note.velocity.value / 127.0, 2 * early};
}

/// What the model hears of the strokes of one step.
inline std::vector<Stroke> heard(std::vector<Stroke> strokes, const GrooveRules& rules) {
    if (rules.tapify) {
        constexpr std::size_t kTap = 3;
        std::size_t loudest = 0;
        for (std::size_t drum = 0; drum < strokes.size(); ++drum)
            if (strokes[drum].velocity > strokes[loudest].velocity)
                loudest = drum;
        const Stroke tap = strokes[loudest];
        strokes.assign(strokes.size(), {});
        strokes[kTap] = tap;
    }
    for (std::size_t drum = 0; drum < strokes.size(); ++drum) {
        if (rules.humanize || rules.fixedVelocities)
            strokes[drum].velocity = 0;
        if (rules.humanize)
            strokes[drum].offset = 0;
        if (rules.addInstruments.contains(static_cast<int>(drum)))
            strokes[drum] = {};
    }
    return strokes;
}

/// The first of `bins` numbers, evenly from `lowest` to a little above `highest`, that is not below `value`. A hit half
/// a step late that rounding has kept on its step lies on the first number: Magenta's own rounding may put it above.
inline int binOf(double value, double lowest, double highest, int bins) {
    constexpr double kRounding = 1e-7;
    const double width = (highest + 0.0001 - lowest) / (bins - 1);
    int bin = 0;
    while (bin < bins - 1 && lowest + bin * width + kRounding < value)
        ++bin;
    return bin;
}

/// The row of some drums: their hits, then their velocities, then their offsets.
inline Row rowOf(const std::vector<Stroke>& strokes, const GrooveRules& rules) {
    Row row;
    const auto put = [&row](int column, double value) {
        if (value != 0)
            row[column] = static_cast<float>(value);
    };
    const int drums = static_cast<int>(strokes.size());
    for (int drum = 0; drum < drums; ++drum) {
        const Stroke& stroke = strokes[static_cast<std::size_t>(drum)];
        put(drum, stroke.hit ? 1 : 0);
        if (rules.velocityBins == 0) {
            put(drums + drum, stroke.velocity);
            put(2 * drums + drum, stroke.offset);
        } else {
            const int velocities = drums + drum * rules.velocityBins;
            const int offsets = drums + drums * rules.velocityBins + drum * rules.offsetBins;
            put(velocities + binOf(stroke.velocity, 0, 1, rules.velocityBins), 1);
            put(offsets + binOf(stroke.offset, -1, 1, rules.offsetBins), 1);
        }
    }
    return row;
}

/// The windows of a sequence, one after another, until the bar of the last onset. All its notes must be drums of the
/// map; Magenta breaks off at others. A change of tempo or time signature anywhere, and there are none.
inline std::vector<Window> grooves(const music::NoteSequence& sequence, const GrooveRules& rules) {
    const auto grid = gridOf(sequence, rules.stepsPerBeat);
    const auto notes = grid ? place(sequence.notes, *grid) : std::nullopt;
    if (!notes || notes->empty())
        return {};
    int last = 0;
    for (const Placed& placed : *notes)
        last = std::max(last, placed.start);
    const double tempo = sequence.tempos.empty() ? 120.0 : sequence.tempos.front().tempo.value;
    const double stepSeconds = 60.0 / tempo / rules.stepsPerBeat;
    const int bars = last / grid->stepsPerBar + 1;

    std::vector<Window> windows;
    for (int bar = 0; bar + rules.bars <= bars; bar += rules.bars) {
        Window window;
        window.bar = bar;
        for (int step = bar * grid->stepsPerBar; step < (bar + rules.bars) * grid->stepsPerBar; ++step) {
            std::vector<Stroke> strokes;
            for (std::size_t drum = 0; drum < rules.drums.size(); ++drum)
                strokes.push_back(strokeAt(step, static_cast<int>(drum), *notes, rules.drums, stepSeconds));
            const auto input = heard(strokes, rules);
            if (!rules.splitInstruments) {
                window.input.push_back(rowOf(input, rules));
                window.output.push_back(rowOf(strokes, rules));
                Row control;
                for (std::size_t drum = 0; drum < strokes.size(); ++drum)
                    if (rules.hitsAsControls && strokes[drum].hit)
                        control[static_cast<int>(drum)] = 1.0F;
                window.control.push_back(control);
            } else {
                for (std::size_t drum = 0; drum < strokes.size(); ++drum) {
                    window.input.push_back(rowOf({input[drum]}, rules));
                    window.output.push_back(rowOf({strokes[drum]}, rules));
                    Row control;
                    if (rules.hitsAsControls && strokes[drum].hit)
                        control[0] = 1.0F;
                    control[static_cast<int>(drum) + (rules.hitsAsControls ? 1 : 0)] = 1.0F;
                    window.control.push_back(control);
                }
            }
        }
        window.lengths = {static_cast<int>(window.input.size())};
        windows.push_back(window);
    }
    return windows;
}

} // namespace segue::slow
