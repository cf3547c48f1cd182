#include "tests/support/HeardLoop.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace segue::test {
namespace {

struct Struck {
    double time = 0; // in seconds
    int pitch = 0;
    int velocity = 0;
};

std::vector<Struck> struckIn(const QList<MidiListener::Heard>& heard) {
    std::vector<Struck> struck;
    for (const MidiListener::Heard& message : heard)
        if (isNoteOn(message.bytes))
            struck.push_back({std::chrono::duration<double>(message.time.time_since_epoch()).count(), message.bytes[1],
                              message.bytes[2]});
    return struck;
}

QString describe(const Struck& hit) {
    return QStringLiteral("pitch %1 velocity %2").arg(hit.pitch).arg(hit.velocity);
}

/// If the loop began at `origin`.
QString differenceFrom(const std::vector<Struck>& struck, const ExpectedLoop& expected, double origin,
                       double tolerance) {
    std::set<std::pair<qsizetype, int>> seen; // hit of the loop, and in which round
    for (const Struck& hit : struck) {
        std::optional<std::pair<qsizetype, int>> found;
        for (qsizetype i = 0; i < expected.hits.size() && !found; ++i) {
            const LoopHit& candidate = expected.hits[i];
            const double rounds = (hit.time - origin - candidate.phase) / expected.period;
            if (candidate.pitch == hit.pitch && candidate.velocity == hit.velocity &&
                std::abs(rounds - std::round(rounds)) * expected.period <= tolerance)
                found = {i, static_cast<int>(std::lround(rounds))};
        }
        if (!found)
            return describe(hit) + QStringLiteral(" is not in the loop %1 s after its beginning")
                                       .arg(std::fmod(hit.time - origin, expected.period));
        if (!seen.insert(*found).second)
            return describe(hit) + QStringLiteral(" comes twice");
    }
    // What lies between the first and the last message, with room for both to be off, must be complete.
    const double from = struck.front().time + tolerance;
    const double to = struck.back().time - tolerance;
    for (qsizetype i = 0; i < expected.hits.size(); ++i) {
        const double first = origin + expected.hits[i].phase;
        for (int round = static_cast<int>(std::ceil((from - first) / expected.period));
             first + round * expected.period <= to; ++round)
            if (!seen.contains({i, round}))
                return QStringLiteral("pitch %1 velocity %2 is missing")
                    .arg(expected.hits[i].pitch)
                    .arg(expected.hits[i].velocity);
    }
    return {};
}

} // namespace

ExpectedLoop expectedLoop(const playback::LoopPattern& pattern, Bpm tempo) {
    const double step = 60.0 / tempo.value / pattern.stepsPerBeat;
    ExpectedLoop expected{pattern.steps * step, {}};
    for (const playback::LoopNote& note : pattern.all()) {
        const double start = std::fmod(static_cast<double>(note.start) + pattern.steps, pattern.steps);
        expected.hits.append({start * step, note.pitch, note.velocity});
    }
    return expected;
}

QString differenceFromLoop(const QList<MidiListener::Heard>& heard, const ExpectedLoop& expected,
                           std::chrono::duration<double> tolerance) {
    const std::vector<Struck> struck = struckIn(heard);
    if (struck.empty() || struck.back().time - struck.front().time < expected.period)
        return QStringLiteral("less than one period was heard");
    // The first note is one of the loop: whichever fits.
    QString difference = describe(struck.front()) + QStringLiteral(" is not in the loop");
    for (const LoopHit& hit : expected.hits) {
        if (hit.pitch != struck.front().pitch || hit.velocity != struck.front().velocity)
            continue;
        difference = differenceFrom(struck, expected, struck.front().time - hit.phase, tolerance.count());
        if (difference.isEmpty())
            break;
    }
    return difference;
}

HitCounts hitCounts(const QList<MidiListener::Heard>& heard) {
    HitCounts counts;
    for (const Struck& hit : struckIn(heard))
        ++counts[{hit.pitch, hit.velocity}];
    return counts;
}

int difference(const HitCounts& a, const HitCounts& b) {
    int count = 0;
    for (const auto& [x, y] : {std::pair(&a, &b), std::pair(&b, &a)})
        for (const auto& [hit, times] : *x) {
            const auto other = y->find(hit);
            count += std::max(0, times - (other == y->end() ? 0 : other->second));
        }
    return count;
}

int hangingNotes(const QList<MidiListener::Heard>& heard) {
    std::map<std::pair<int, int>, int> sounding; // by channel and pitch
    for (const MidiListener::Heard& message : heard) {
        if (!isNoteOn(message.bytes) && !isNoteOff(message.bytes))
            continue;
        int& count = sounding[{message.bytes[0] & 0x0F, message.bytes[1]}];
        count = isNoteOn(message.bytes) ? count + 1 : std::max(0, count - 1);
    }
    int hanging = 0;
    for (const auto& [note, count] : sounding)
        hanging += count;
    return hanging;
}

bool isNoteOn(const QByteArray& message) {
    return message.size() == 3 && (message[0] & 0xF0) == 0x90 && message[2] != 0;
}

bool isNoteOff(const QByteArray& message) {
    return message.size() == 3 && ((message[0] & 0xF0) == 0x80 || ((message[0] & 0xF0) == 0x90 && message[2] == 0));
}

} // namespace segue::test
