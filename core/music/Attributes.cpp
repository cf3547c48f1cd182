#include "core/music/Attributes.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>

namespace segue::music {
namespace {

constexpr int kBeatsPerBar = 4;
constexpr std::array kOnCMajor{true, false, true, false, true, true, false, true, false, true, false, true};

/// Mean and standard deviation of what is added.
class Moments {
public:
    void add(double value) {
        ++m_count;
        m_sum += value;
        m_squares += value * value;
    }
    [[nodiscard]] int count() const { return m_count; }
    /// NaN of nothing.
    [[nodiscard]] double mean() const {
        return m_count == 0 ? std::numeric_limits<double>::quiet_NaN() : m_sum / m_count;
    }
    [[nodiscard]] double deviation() const {
        const double variance = m_squares / m_count - mean() * mean();
        return m_count == 0 ? mean() : std::sqrt(std::max(variance, 0.0));
    }

private:
    int m_count = 0;
    double m_sum = 0;
    double m_squares = 0;
};

/// Onsets of one voice or more, and which of them are syncopated.
struct Onsets {
    int all = 0;
    int offBeat = 0; ///< on an eighth between two beats, with silence an eighth before
    int offEighth = 0; ///< on a sixteenth between two eighths, with silence a sixteenth before

    /// Adds a voice that begins a note where begins(step) says so.
    template <class Begins>
    void add(int steps, int stepsPerBeat, const Begins& begins) {
        const auto isSyncopated = [&](int step, int unit) { return step % (2 * unit) == unit && !begins(step - unit); };
        for (int step = 0; step < steps; ++step)
            if (begins(step)) {
                ++all;
                offBeat += isSyncopated(step, stepsPerBeat / 2);
                offEighth += isSyncopated(step, stepsPerBeat / 4);
            }
    }
    [[nodiscard]] double share(int part) const {
        return all == 0 ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(part) / all;
    }
};

double perBar(int onsets, int steps, int stepsPerBeat) {
    return static_cast<double>(onsets) * kBeatsPerBar * stepsPerBeat / std::max(steps, 1);
}

void addRhythm(std::vector<Attribute>& attributes, const Onsets& onsets, int steps, int stepsPerBeat) {
    attributes.push_back({"density", perBar(onsets.all, steps, stepsPerBeat)});
    attributes.push_back({"syncopation_8th", onsets.share(onsets.offBeat)});
    attributes.push_back({"syncopation_16th", onsets.share(onsets.offEighth)});
}

void addMelody(std::vector<Attribute>& attributes, const MelodyPattern& melody) {
    Onsets onsets;
    onsets.add(melody.steps(), melody.stepsPerBeat, [&melody](int step) {
        return melody.events[static_cast<std::size_t>(step)].kind == MelodyEvent::Kind::On;
    });
    Moments pitches;
    Moments intervals;
    Moments onCMajor;
    std::optional<int> before;
    for (const MelodyEvent& event : melody.events) {
        if (event.kind != MelodyEvent::Kind::On)
            continue;
        const int pitch = event.pitch.value;
        pitches.add(pitch);
        onCMajor.add(kOnCMajor[static_cast<std::size_t>(pitch % 12)] ? 1 : 0);
        if (before)
            intervals.add(std::abs(pitch - *before));
        before = pitch;
    }
    addRhythm(attributes, onsets, melody.steps(), melody.stepsPerBeat);
    attributes.push_back({"average_interval", intervals.mean()});
    attributes.push_back({"average_pitch", pitches.mean()});
    attributes.push_back({"on_c_major", onCMajor.mean()});
}

std::vector<Attribute> attributesOf(const DrumPattern& drums) {
    Onsets onsets;
    Moments velocities;
    Moments distances;
    for (int drum = 0; drum < drums.drums(); ++drum) {
        onsets.add(drums.steps(), drums.stepsPerBeat(), [&](int step) { return drums.at(step, drum).hit; });
        for (int step = 0; step < drums.steps(); ++step) {
            const DrumCell& cell = drums.at(step, drum);
            if (!cell.hit)
                continue;
            velocities.add(static_cast<double>(cell.velocity));
            distances.add(static_cast<double>(cell.microtiming));
        }
    }
    std::vector<Attribute> attributes;
    addRhythm(attributes, onsets, drums.steps(), drums.stepsPerBeat());
    attributes.push_back({"velocity", velocities.mean()});
    attributes.push_back({"velocity_spread", velocities.deviation()});
    attributes.push_back({"lateness", distances.mean()});
    return attributes;
}

std::vector<Attribute> attributesOf(const MelodyPattern& melody) {
    std::vector<Attribute> attributes;
    addMelody(attributes, melody);
    return attributes;
}

std::vector<Attribute> attributesOf(const TrioPattern& trio) {
    std::vector<Attribute> attributes;
    addMelody(attributes, trio.melody);
    attributes.push_back({"bass_density", perBar(trio.bass.onsets(), trio.bass.steps(), trio.bass.stepsPerBeat)});
    attributes.push_back({"drum_density", perBar(trio.drums.hits(), trio.steps(), trio.drums.stepsPerBeat)});
    return attributes;
}

std::vector<Attribute> attributesOf(const PerformancePattern& performance) {
    int onsets = 0;
    Moments pitches;
    Moments onCMajor;
    for (const PerformanceTrack& track : performance.tracks)
        for (const PerformanceEvent& event : track.events) {
            if (event.type != PerformanceEvent::Type::NoteOn)
                continue;
            ++onsets;
            if (track.isDrum)
                continue;
            pitches.add(event.value);
            onCMajor.add(kOnCMajor[static_cast<std::size_t>(event.value % 12)] ? 1 : 0);
        }
    return {
        {"density", static_cast<double>(onsets)}, {"average_pitch", pitches.mean()}, {"on_c_major", onCMajor.mean()}};
}

std::vector<int> partsOf(const DrumPattern& drums) {
    std::vector<int> parts(static_cast<std::size_t>(drums.drums()));
    for (int step = 0; step < drums.steps(); ++step)
        for (int drum = 0; drum < drums.drums(); ++drum)
            parts[static_cast<std::size_t>(drum)] += drums.at(step, drum).hit ? 1 : 0;
    return parts;
}

std::vector<int> partsOf(const TrioPattern& trio) {
    return {trio.melody.onsets(), trio.bass.onsets(), trio.drums.hits()};
}

template <class OnePart>
std::vector<int> partsOf(const OnePart& pattern) {
    return {onsets(pattern)};
}

} // namespace

std::vector<Attribute> attributesOf(const Pattern& pattern) {
    return std::visit([](const auto& kind) { return attributesOf(kind); }, pattern);
}

std::vector<int> onsetsByPart(const Pattern& pattern) {
    return std::visit([](const auto& known) { return partsOf(known); }, pattern);
}

} // namespace segue::music
