#include "core/codec/StepHarmony.h"

#include "core/music/Chord.h"
#include "core/music/ChordInference.h"

#include <algorithm>
#include <cstddef>

namespace segue::codec {

Status inferMissingHarmony(music::NoteSequence& music, bool chords, bool keys, int mostChords) {
    const bool needsChords = chords && music.chords.empty();
    const bool needsKeys = keys && music.keySignatures.empty();
    if (!needsChords && !needsKeys)
        return {};
    auto harmony = music::inferHarmony(music, mostChords);
    if (!harmony)
        return fail(harmony.error());
    if (needsChords)
        music.chords = std::move(harmony->chords);
    if (needsKeys)
        music.keySignatures = std::move(harmony->keys);
    return {};
}

StepHarmony::StepHarmony(const music::QuantizedSequence& grid) {
    const music::QuantizedChord* last = nullptr;
    for (const music::QuantizedChord& chord : grid.chords) {
        if (chord.step >= grid.steps)
            break; // it begins when all is over
        m_ambiguous = m_ambiguous || (last != nullptr && last->step == chord.step && last->figure != chord.figure);
        last = &chord;
        const auto triad = music::triadClass(chord.figure);
        m_chords.push_back({chord.step, static_cast<std::uint8_t>(triad.value_or(0)), !triad});
    }
    for (const music::QuantizedKey& key : grid.keys)
        m_tonics.push_back({key.step, static_cast<std::uint8_t>(key.tonic), false});
    if (!m_tonics.empty())
        m_tonics.front().step = 0;
}

std::vector<std::uint8_t> StepHarmony::valuesOf(const Changes& changes, int from, int steps) {
    std::vector<std::uint8_t> values;
    auto next = std::ranges::upper_bound(changes, from, {}, &Change::step);
    for (int step = from; step < from + steps; ++step) {
        while (next != changes.end() && next->step <= step)
            ++next;
        values.push_back(next == changes.begin() ? std::uint8_t{0} : std::prev(next)->value);
    }
    return values;
}

std::vector<std::uint8_t> StepHarmony::chords(int from, int steps) const {
    return valuesOf(m_chords, from, steps);
}

std::vector<std::uint8_t> StepHarmony::tonics(int from, int steps) const {
    return valuesOf(m_tonics, from, steps);
}

bool StepHarmony::hasOtherChords(int from, int steps) const {
    auto change = std::ranges::upper_bound(m_chords, from, {}, &Change::step);
    if (change != m_chords.begin())
        --change;
    for (; change != m_chords.end() && change->step < from + steps; ++change) {
        const auto next = std::next(change);
        const bool holds = next == m_chords.end() || next->step > std::max(from, change->step);
        if (change->isOther && holds)
            return true;
    }
    return false;
}

} // namespace segue::codec
