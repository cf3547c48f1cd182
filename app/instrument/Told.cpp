#include "app/instrument/Told.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace segue::instrument {
namespace {

using music::DrumPattern;
using music::MelodyPattern;
using music::PerformancePattern;
using music::PerformanceTrack;

// Drums of a groove, in Magenta's order.
constexpr int kKick = 0;
constexpr int kSnare = 1;
constexpr int kClosedHat = 2;

/// Kick on one and three, snare on two and four, eighths on the hi-hat.
DrumPattern backbeat(DrumPattern pattern) {
    const int beat = pattern.stepsPerBeat();
    const music::DrumCell hit{true, 1.0F, 0.75F, 0.0F};
    for (int step = 0; step < pattern.steps(); ++step) {
        if (step % (beat / 2) == 0)
            pattern.at(step, kClosedHat) = hit;
        if (step % beat == 0)
            pattern.at(step, step / beat % 2 == 0 ? kKick : kSnare) = hit;
    }
    return pattern;
}

/// One instrument with one event is enough to carry a chord.
PerformancePattern withoutChord() {
    PerformanceTrack track;
    track.events = {{music::PerformanceEvent::Type::Shift, 1}};
    track.triads = {0};
    return {{std::move(track)}};
}

/// Every step has what the model is told; what it is not told, it has not.
void complete(MelodyPattern& melody, const Tellable& can) {
    melody.chords.resize(can.chords ? melody.events.size() : 0);
    melody.tonics.resize(can.key ? melody.events.size() : 0);
}

} // namespace

Tellable tellable(const architecture::CodecConfig& config) {
    struct Reader {
        Tellable operator()(const architecture::MelodyCodecConfig& melody) const {
            return {melody.chords, melody.key, false};
        }
        Tellable operator()(const architecture::PerformanceCodecConfig& performance) const {
            return {performance.chords, false, false};
        }
        Tellable operator()(const architecture::GrooveCodecConfig& groove) const {
            return {false, false, groove.hitsAsControls};
        }
        Tellable operator()(const architecture::DrumsCodecConfig&) const { return {}; }
        Tellable operator()(const architecture::TrioCodecConfig&) const { return {}; }
    };
    return std::visit(Reader(), config);
}

music::Pattern usuallyTold(const codec::Codec& codec) {
    const Tellable can = tellable(codec.configuration());
    music::Pattern silence = codec.silence();
    if (can.hits)
        return backbeat(std::get<DrumPattern>(std::move(silence)));
    if (auto* melody = std::get_if<MelodyPattern>(&silence)) {
        complete(*melody, can);
    } else if (std::holds_alternative<PerformancePattern>(silence)) {
        return withoutChord();
    }
    return silence;
}

music::Pattern toldOr(const music::Pattern& asked, const codec::Codec& codec) {
    music::Pattern usual = usuallyTold(codec);
    if (music::isEmpty(asked) || !codec.fits(asked))
        return usual;
    music::Pattern told = asked;
    if (auto* melody = std::get_if<MelodyPattern>(&told)) {
        complete(*melody, tellable(codec.configuration()));
    } else if (auto* performance = std::get_if<PerformancePattern>(&told)) {
        if (std::ranges::all_of(performance->tracks,
                                [](const PerformanceTrack& track) { return track.triads.empty(); }))
            return usual;
    }
    return told;
}

music::Pattern withChord(music::Pattern told, int first, int last, int triadClass) {
    if (auto* melody = std::get_if<MelodyPattern>(&told)) {
        assert(first >= 0 && first <= last && last <= std::ssize(melody->chords));
        std::fill(melody->chords.begin() + first, melody->chords.begin() + last, static_cast<std::uint8_t>(triadClass));
    } else if (auto* performance = std::get_if<PerformancePattern>(&told)) {
        for (PerformanceTrack& track : performance->tracks)
            track.triads.assign(track.events.size(), triadClass);
    }
    return told;
}

music::Pattern withTonic(music::Pattern told, int tonic) {
    auto& melody = std::get<MelodyPattern>(told);
    melody.tonics.assign(melody.events.size(), static_cast<std::uint8_t>(tonic));
    return told;
}

} // namespace segue::instrument
