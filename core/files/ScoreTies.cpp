#include "core/files/ScoreTies.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace segue::files {
namespace {

/// Notes whose tie has not found its end yet, by what the next note must match.
class OpenTies {
public:
    void open(const ScoreNote& note, Ticks end, std::size_t index) {
        m_open.emplace(Key(note.instrument, note.pitch, end, note.voice), index);
    }

    /// The note that this one goes on from: its index, which is then no longer open; or `none`.
    [[nodiscard]] std::size_t take(const ScoreNote& note, std::size_t none) {
        auto at = m_open.find(Key(note.instrument, note.pitch, note.start, note.voice));
        if (at == m_open.end())
            at = m_open.lower_bound(Key(note.instrument, note.pitch, note.start, std::numeric_limits<int>::min()));
        if (at == m_open.end() || std::get<0>(at->first) != note.instrument || std::get<1>(at->first) != note.pitch ||
            std::get<2>(at->first) != note.start)
            return none;
        const std::size_t index = at->second;
        m_open.erase(at);
        return index;
    }

    [[nodiscard]] std::size_t size() const { return m_open.size(); }

private:
    using Key = std::tuple<int, MidiPitch, Ticks, int>;
    std::multimap<Key, std::size_t> m_open;
};

} // namespace

void mergeTies(std::vector<ScoreNote>& notes, RepairLog& repairs) {
    constexpr std::string_view kLost = "a tie leads nowhere, and its note lasts as it is written";
    std::vector<std::size_t> order(notes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&notes](std::size_t index) { return notes[index].start; });
    OpenTies ties;
    std::vector<bool> isMerged(notes.size(), false);
    for (const std::size_t index : order) {
        const ScoreNote note = notes[index];
        const Ticks end = note.start + note.length;
        if (note.length == Ticks(0))
            continue;
        std::size_t first = note.tieEnds ? ties.take(note, index) : index;
        if (first != index) {
            notes[first].length = end - notes[first].start;
            isMerged[index] = true;
        } else if (note.tieEnds) {
            repairs.add("The score", kLost);
        }
        if (note.tieBegins)
            ties.open(note, end, first);
    }
    for (std::size_t i = 0; i < ties.size(); ++i)
        repairs.add("The score", kLost);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < notes.size(); ++i)
        if (!isMerged[i])
            notes[kept++] = notes[i];
    notes.resize(kept);
}

} // namespace segue::files
