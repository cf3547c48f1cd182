#include "core/music/ChordInference.h"

#include "core/music/Chord.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string_view>

namespace segue::music {
namespace {

constexpr double kKeyChange = 0.001; ///< probability, from one frame to the next
constexpr double kChordChange = 0.5;
constexpr double kOutOfKey = 0.01; ///< probability of a chord's pitch
constexpr double kConcentration = 100; ///< how closely the notes keep to their chord

constexpr std::size_t kKeys = 12;
constexpr std::size_t kPitchClasses = 12;
constexpr std::array kMajorScale{0, 2, 4, 5, 7, 9, 11};

struct ChordKind {
    std::string_view suffix;
    std::array<int, 4> pitches; ///< above the root
    std::size_t size;
};
constexpr auto kChordKinds = std::to_array<ChordKind>({
    {"", {0, 4, 7}, 3},
    {"m", {0, 3, 7}, 3},
    {"+", {0, 4, 8}, 3},
    {"dim", {0, 3, 6}, 3},
    {"7", {0, 4, 7, 10}, 4},
    {"maj7", {0, 4, 7, 11}, 4},
    {"m7", {0, 3, 7, 10}, 4},
    {"m7b5", {0, 3, 6, 10}, 4},
});

/// Chord 0 is N.C.; the others go by root, then by kind.
constexpr std::size_t kChords = 1 + 12 * kChordKinds.size();
constexpr std::size_t kStates = kKeys * kChords; ///< by key, then by chord

using PitchWeights = std::array<double, kPitchClasses>;

std::bitset<kPitchClasses> pitchesOfChord(std::size_t chord) {
    std::bitset<kPitchClasses> pitches;
    if (chord == 0)
        return pitches;
    const ChordKind& kind = kChordKinds[(chord - 1) % kChordKinds.size()];
    for (std::size_t tone = 0; tone < kind.size; ++tone)
        pitches.set(((chord - 1) / kChordKinds.size() + static_cast<std::size_t>(kind.pitches[tone])) % kPitchClasses);
    return pitches;
}

std::string figureOfChord(std::size_t chord) {
    if (chord == 0)
        return figureOfTriadClass(0);
    return std::string(pitchClassName(static_cast<int>((chord - 1) / kChordKinds.size())))
        .append(kChordKinds[(chord - 1) % kChordKinds.size()].suffix);
}

/// The numbers of the model. How likely a chord is under a key depends only on how many of its pitches are in and out
/// of the key, which makes few ranks of equally likely chords: the way from any chord to another goes by their ranks.
struct Model {
    std::array<std::size_t, kStates> rankOf{};
    std::vector<double> logPrior; ///< by rank
    std::vector<double> logChange; ///< [rank from][rank to], the key stays
    double logStay = std::log((1 - kKeyChange) * (1 - kChordChange));
    double logKeyChange = std::log(kKeyChange / (kKeys - 1));
    std::array<PitchWeights, kChords> directions{}; ///< of length 1; N.C. has none

    [[nodiscard]] std::size_t ranks() const { return logPrior.size(); }
};

Model makeModel() {
    Model model;
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> rankOfCounts; // pitches in and out of the key
    std::vector<double> weights; // by rank
    for (std::size_t key = 0; key < kKeys; ++key) {
        std::bitset<kPitchClasses> scale;
        for (const int degree : kMajorScale)
            scale.set((key + static_cast<std::size_t>(degree)) % kPitchClasses);
        for (std::size_t chord = 0; chord < kChords; ++chord) {
            const auto pitches = pitchesOfChord(chord);
            const std::size_t inside = (pitches & scale).count();
            const std::size_t outside = (pitches & ~scale).count();
            const auto [rank, isNew] = rankOfCounts.try_emplace({inside, outside}, weights.size());
            if (isNew)
                weights.push_back(std::pow(1 - kOutOfKey, inside) * std::pow(kOutOfKey, outside));
            model.rankOf[key * kChords + chord] = rank->second;
        }
    }
    double sum = 0; // the same in every key
    for (std::size_t chord = 0; chord < kChords; ++chord)
        sum += weights[model.rankOf[chord]];
    for (const double weight : weights)
        model.logPrior.push_back(std::log(weight / sum));
    for (const double from : weights)
        for (const double to : weights)
            model.logChange.push_back(
                std::log((1 - kKeyChange) * kChordChange * (to / sum + from / sum / (kChords - 1))));
    for (std::size_t chord = 1; chord < kChords; ++chord) {
        const auto pitches = pitchesOfChord(chord);
        for (std::size_t pitch = 0; pitch < kPitchClasses; ++pitch)
            if (pitches[pitch])
                model.directions[chord][pitch] = 1 / std::sqrt(static_cast<double>(pitches.count()));
    }
    return model;
}

/// The beats of a frame, in quarter notes.
std::optional<double> beatsPerChord(const TimeSignature& meter) {
    if (meter.numerator == 4 && meter.denominator == 4)
        return 2.0;
    if (meter.numerator == 6 && meter.denominator == 8)
        return 1.5;
    if (meter.numerator == 3 && meter.denominator == 4)
        return 3.0;
    if (meter.numerator == 2 && (meter.denominator == 2 || meter.denominator == 4))
        return meter.beatsPerBar();
    return std::nullopt;
}

/// Where each frame begins, and where the last one ends, in seconds: chords of `beats` each, along the tempo map, until
/// nothing sounds. Empty: more than `most`.
std::vector<double> frameTimes(const NoteSequence& sequence, double beats, int most) {
    std::vector<double> times{0.0};
    const double total = sequence.totalTime().value;
    double origin = 0; // where the tempo in force began
    double chordsBefore = 0; // until then, with fractions
    double chordSeconds = beats * 60 / 120;
    const auto walkTo = [&](double end, bool isLast) {
        const double chordsAtEnd = chordsBefore + (end - origin) / chordSeconds;
        for (;;) {
            const double next = origin + (static_cast<double>(times.size()) - chordsBefore) * chordSeconds;
            if (next > end || (isLast && next >= end) || times.size() > static_cast<std::size_t>(most))
                break;
            times.push_back(next);
        }
        chordsBefore = chordsAtEnd;
        origin = end;
    };
    for (const auto& [time, tempo] : sequence.tempos) {
        if (!(time.value >= origin && time.value < total) || !std::isfinite(tempo.value) || tempo.value <= 0)
            continue;
        if (time.value > 0)
            walkTo(time.value, false);
        chordSeconds = beats / (tempo.value / 60);
    }
    walkTo(total, true);
    times.push_back(total);
    if (times.size() - 1 > static_cast<std::size_t>(most))
        return {};
    return times;
}

bool isHeard(const Note& note) {
    const bool isEffect = (note.program >= 96 && note.program < 104) || note.program >= 112;
    return !note.isDrum && !isEffect;
}

/// For each frame the direction in which its pitches point. Zeros: silence.
std::vector<PitchWeights> pitchDirections(const NoteSequence& sequence, std::span<const double> times) {
    const std::size_t frames = times.size() - 1;
    const auto boundaries = times.subspan(1, frames - 1);
    std::vector<PitchWeights> weights(frames, PitchWeights{});
    std::vector<std::array<int, kPitchClasses>> whole(frames + 1, std::array<int, kPitchClasses>{});
    for (const Note& note : sequence.notes) {
        if (!isHeard(note) || note.end <= note.start)
            continue;
        const std::size_t pitch = note.pitch.value % kPitchClasses;
        const auto first =
            static_cast<std::size_t>(std::ranges::upper_bound(boundaries, note.start.value) - boundaries.begin());
        const auto last =
            static_cast<std::size_t>(std::ranges::lower_bound(boundaries, note.end.value) - boundaries.begin());
        if (first >= last) {
            weights[first][pitch] += (note.end - note.start).value;
            continue;
        }
        weights[first][pitch] += boundaries[first] - note.start.value;
        weights[last][pitch] += note.end.value - boundaries[last - 1];
        ++whole[first + 1][pitch]; // from here on the note fills frames, until the last
        --whole[last][pitch];
    }
    std::array<int, kPitchClasses> sounding{};
    for (std::size_t frame = 0; frame < frames; ++frame) {
        double squares = 0;
        for (std::size_t pitch = 0; pitch < kPitchClasses; ++pitch) {
            sounding[pitch] += whole[frame][pitch];
            weights[frame][pitch] += sounding[pitch] * (times[frame + 1] - times[frame]);
            squares += weights[frame][pitch] * weights[frame][pitch];
        }
        if (squares > 0)
            for (double& weight : weights[frame])
                weight /= std::sqrt(squares);
    }
    return weights;
}

/// A path's end and how likely the path is. Of equally likely ones the lowest state wins.
struct Best {
    double logLikelihood = -std::numeric_limits<double>::infinity();
    std::size_t state = kStates;

    void challenge(double other, std::size_t otherState) {
        if (other > logLikelihood || (other == logLikelihood && otherState < state))
            *this = {other, otherState};
    }
};

using LogLikelihoods = std::vector<double>; ///< [kStates]
using Parents = std::vector<std::uint16_t>; ///< [kStates]

/// One step of Viterbi's algorithm, without the emissions. To change into the same chord or key is less likely than to
/// stay, so neither has to be kept from it, and the best of each rank is all that a change can come from.
Parents advance(const Model& model, LogLikelihoods& paths) {
    LogLikelihoods next(kStates);
    Parents parents(kStates);
    Best anywhere;
    for (std::size_t state = 0; state < kStates; ++state)
        anywhere.challenge(paths[state], state);
    for (std::size_t key = 0; key < kKeys; ++key) {
        std::vector<Best> bestOfRank(model.ranks());
        for (std::size_t state = key * kChords; state < (key + 1) * kChords; ++state)
            bestOfRank[model.rankOf[state]].challenge(paths[state], state);
        for (std::size_t to = 0; to < model.ranks(); ++to) {
            Best change;
            change.challenge(anywhere.logLikelihood + model.logKeyChange + model.logPrior[to], anywhere.state);
            for (std::size_t from = 0; from < model.ranks(); ++from)
                change.challenge(bestOfRank[from].logLikelihood + model.logChange[from * model.ranks() + to],
                                 bestOfRank[from].state);
            for (std::size_t state = key * kChords; state < (key + 1) * kChords; ++state) {
                if (model.rankOf[state] != to)
                    continue;
                Best best = change;
                best.challenge(paths[state] + model.logStay, state);
                next[state] = best.logLikelihood;
                parents[state] = static_cast<std::uint16_t>(best.state);
            }
        }
    }
    paths = std::move(next);
    return parents;
}

void hear(const Model& model, const PitchWeights& pitches, LogLikelihoods& paths) {
    for (std::size_t chord = 0; chord < kChords; ++chord) {
        double cosine = 0;
        for (std::size_t pitch = 0; pitch < kPitchClasses; ++pitch)
            cosine += pitches[pitch] * model.directions[chord][pitch];
        for (std::size_t key = 0; key < kKeys; ++key)
            paths[key * kChords + chord] += kConcentration * cosine;
    }
}

/// The most likely state of each frame.
std::vector<std::size_t> likeliestPath(const Model& model, const std::vector<PitchWeights>& frames) {
    LogLikelihoods paths(kStates);
    for (std::size_t state = 0; state < kStates; ++state)
        paths[state] = model.logPrior[model.rankOf[state]]; // and every key as likely
    std::vector<Parents> parents;
    parents.reserve(frames.size());
    for (const PitchWeights& frame : frames) {
        parents.push_back(parents.empty() ? Parents{} : advance(model, paths));
        hear(model, frame, paths);
    }
    std::vector<std::size_t> path(frames.size());
    path.back() = static_cast<std::size_t>(std::ranges::max_element(paths) - paths.begin());
    for (std::size_t frame = frames.size() - 1; frame > 0; --frame)
        path[frame - 1] = parents[frame][path[frame]];
    return path;
}

} // namespace

Result<Harmony> inferHarmony(const NoteSequence& sequence, int mostChords) {
    assert(mostChords >= 0 && mostChords <= kMostInferredChords);
    for (const Note& note : sequence.notes)
        if (!std::isfinite(note.start.value) || !std::isfinite(note.end.value))
            return fail(ErrorCode::Malformed, sequence.name + " has a note whose time is no number");
    if (sequence.totalTime().value <= 0)
        return fail(ErrorCode::NoMusic, sequence.name + " has no notes to find chords for");
    const TimeSignature meter = sequence.firstTimeSignature();
    const auto beats = beatsPerChord(meter);
    if (!beats)
        return fail(ErrorCode::Unsupported, sequence.name + " is in " + std::to_string(meter.numerator) + "/" +
                                                std::to_string(meter.denominator) +
                                                ": chords can be found in 4/4, 6/8, 3/4, 2/4 and 2/2");
    const std::vector<double> times = frameTimes(sequence, *beats, mostChords);
    if (times.empty())
        return fail(ErrorCode::Unsupported,
                    sequence.name + " is too long to find its chords: more than " + std::to_string(mostChords));

    static const Model model = makeModel();
    const auto path = likeliestPath(model, pitchDirections(sequence, times));
    Harmony harmony;
    for (std::size_t frame = 0; frame < path.size(); ++frame) {
        const Seconds time(times[frame]);
        if (frame == 0 || path[frame] / kChords != path[frame - 1] / kChords)
            harmony.keys.push_back({time, static_cast<int>(path[frame] / kChords), false});
        if (frame == 0 || path[frame] % kChords != path[frame - 1] % kChords)
            harmony.chords.push_back({time, figureOfChord(path[frame] % kChords)});
    }
    return harmony;
}

} // namespace segue::music
