#include "widgets/RollPattern.h"

#include "core/codec/TrackGrid.h"
#include "core/music/Chord.h"
#include "core/music/ProgramNames.h"

#include <QCoreApplication>

#include <algorithm>

namespace segue::widgets {
namespace {

QString text(std::string_view name) {
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

QString tr(const char* text) {
    return QCoreApplication::translate("RollPattern", text);
}

} // namespace

float RollHeat::at(int step, int pitch) const {
    if (step < 0 || pitch < lowestPitch || pitch >= lowestPitch + pitches)
        return 0;
    const auto index = static_cast<std::size_t>(step) * static_cast<std::size_t>(pitches) +
                       static_cast<std::size_t>(pitch - lowestPitch);
    return index < probabilities.size() ? probabilities[index] : 0;
}

RollPattern rollOf(const music::MelodyPattern& melody) {
    RollPattern roll;
    addPart(roll, {}, melody);
    return roll;
}

RollPattern rollOf(const music::TrioPattern& trio) {
    RollPattern roll;
    addPart(roll, tr("Melody"), trio.melody);
    addPart(roll, tr("Bass"), trio.bass);
    return roll;
}

RollPattern rollOf(const music::PerformancePattern& performance, const architecture::PerformanceCodecConfig& config) {
    RollPattern roll;
    roll.stepsPerBeat = config.stepsPerQuarter;
    roll.steps = performance.tracks.empty() ? 0 : config.bars * roll.stepsPerBar();
    for (const music::PerformanceTrack& track : performance.tracks) {
        const int part = static_cast<int>(roll.parts.size());
        roll.parts.append(track.isDrum ? tr("Drums") : text(music::programName(track.program)));
        for (const codec::TrackNote& note : codec::TrackGrid{roll.steps, config.velocityBins}.notes(track.events))
            roll.notes.push_back({part, note.start, note.end - note.start,
                                  MidiPitch(static_cast<std::uint8_t>(note.pitch)),
                                  Velocity(static_cast<std::uint8_t>(note.velocity))});
    }
    std::ranges::stable_sort(roll.notes, {}, &RollNote::start);
    return roll;
}

void addPart(RollPattern& roll, const QString& name, const music::MelodyPattern& melody) {
    const int part = static_cast<int>(roll.parts.size());
    roll.parts.append(name);
    roll.steps = std::max(roll.steps, melody.steps());
    roll.stepsPerBeat = melody.stepsPerBeat;
    const auto former = static_cast<std::ptrdiff_t>(roll.notes.size());
    bool sounds = false;
    for (int step = 0; step < melody.steps(); ++step) {
        const music::MelodyEvent& event = melody.events[static_cast<std::size_t>(step)];
        if (event.kind == music::MelodyEvent::Kind::On)
            roll.notes.push_back({part, step, 1, event.pitch});
        else if (event.kind == music::MelodyEvent::Kind::Hold && sounds)
            ++roll.notes.back().length;
        sounds = event.kind == music::MelodyEvent::Kind::On || (event.kind == music::MelodyEvent::Kind::Hold && sounds);
    }
    std::inplace_merge(roll.notes.begin(), roll.notes.begin() + former, roll.notes.end(),
                       [](const RollNote& a, const RollNote& b) { return a.start < b.start; });
}

QString pitchName(int pitch) {
    return text(music::pitchClassName(pitch % 12)) + QString::number(pitch / 12 - 1);
}

bool isBlackKey(int pitch) {
    switch (pitch % 12) {
    case 1:
    case 3:
    case 6:
    case 8:
    case 10: return true;
    default: return false;
    }
}

} // namespace segue::widgets
