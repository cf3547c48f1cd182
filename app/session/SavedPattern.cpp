#include "app/session/SavedPattern.h"

#include "core/music/Chord.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace segue::session {
namespace {

using music::DrumPattern;
using music::MelodyEvent;
using music::MelodyPattern;
using music::PerformanceEvent;
using music::PerformancePattern;
using music::PerformanceTrack;
using music::TrioPattern;
using nlohmann::json;

constexpr int kMostSteps = 1024;
constexpr int kMostDrums = 64;
constexpr std::size_t kMostTracks = 64;
constexpr std::size_t kMostEvents = 4096;
constexpr int kHold = -2;
constexpr int kOff = -1;
constexpr int kPitches = 128;
constexpr int kTonics = 12;
constexpr std::uint64_t kTrioDrums = (1U << music::kDrumClasses) - 1;

using EventType = PerformanceEvent::Type;
constexpr std::array<std::pair<EventType, const char*>, 4> kEventNames{{{EventType::NoteOn, "on"},
                                                                        {EventType::NoteOff, "off"},
                                                                        {EventType::Shift, "shift"},
                                                                        {EventType::Velocity, "velocity"}}};

json drumsToJson(const DrumPattern& pattern) {
    json hits = json::array();
    for (int step = 0; step < pattern.steps(); ++step)
        for (int drum = 0; drum < pattern.drums(); ++drum)
            if (const music::DrumCell& cell = pattern.at(step, drum); cell.hit)
                hits.push_back({step, drum, cell.velocity, cell.microtiming, cell.probability});
    return {{"steps", pattern.steps()},
            {"steps_per_beat", pattern.stepsPerBeat()},
            {"drums", pattern.drums()},
            {"hits", std::move(hits)}};
}

json melodyToJson(const MelodyPattern& melody) {
    json events = json::array();
    for (const MelodyEvent& event : melody.events)
        events.push_back(event.kind == MelodyEvent::Kind::Hold  ? kHold
                         : event.kind == MelodyEvent::Kind::Off ? kOff
                                                                : int{event.pitch.value});
    return {{"kind", "melody"},
            {"steps_per_beat", melody.stepsPerBeat},
            {"events", std::move(events)},
            {"chords", melody.chords},
            {"tonics", melody.tonics}};
}

json trioToJson(const TrioPattern& trio) {
    return {{"kind", "trio"},
            {"melody", melodyToJson(trio.melody)},
            {"bass", melodyToJson(trio.bass)},
            {"hits", trio.drums.steps}};
}

json performanceToJson(const PerformancePattern& performance) {
    json tracks = json::array();
    for (const PerformanceTrack& track : performance.tracks) {
        json events = json::array();
        for (const PerformanceEvent& event : track.events)
            events.push_back(
                {std::ranges::find(kEventNames, event.type, &std::pair<EventType, const char*>::first)->second,
                 event.value});
        tracks.push_back({{"program", track.program},
                          {"drums", track.isDrum},
                          {"events", std::move(events)},
                          {"triads", track.triads}});
    }
    return {{"kind", "performance"}, {"tracks", std::move(tracks)}};
}

float within(float value, float low, float high) {
    return std::isfinite(value) ? std::clamp(value, low, high) : low;
}

/// The whole number under a key, or `otherwise`.
int number(const json& object, const char* key, int otherwise) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number() ? found->get<int>() : otherwise;
}

/// The list under a key, or an empty one.
const json& list(const json& object, const char* key) {
    static const json kNothing = json::array();
    const auto found = object.find(key);
    return found != object.end() && found->is_array() ? *found : kNothing;
}

/// Numbers in [0, limit), one a step or an event; none unless there are `size` of them.
template <class Number>
std::vector<Number> classes(const json& numbers, std::size_t size, int limit) {
    std::vector<Number> values;
    if (numbers.size() != size)
        return values;
    for (const json& item : numbers)
        values.push_back(static_cast<Number>(item.is_number() ? std::clamp(item.get<int>(), 0, limit - 1) : 0));
    return values;
}

int stepsPerBeat(const json& object) {
    return number(object, "steps_per_beat", 4) == 12 ? 12 : 4;
}

DrumPattern drumsFromJson(const json& object) {
    DrumPattern pattern(std::clamp(number(object, "steps", 0), 0, kMostSteps), stepsPerBeat(object),
                        std::clamp(number(object, "drums", music::kDrumClasses), 1, kMostDrums));
    for (const json& item : list(object, "hits")) {
        const bool allNumbers = item.is_array() && item.size() == 5 &&
                                std::ranges::all_of(item, [](const json& x) { return x.is_number(); });
        if (!allNumbers)
            continue;
        const int step = item[0].get<int>();
        const int drum = item[1].get<int>();
        if (step < 0 || step >= pattern.steps() || drum < 0 || drum >= pattern.drums())
            continue;
        pattern.at(step, drum) = {true, within(item[4].get<float>(), 0, 1), within(item[2].get<float>(), 0, 1),
                                  within(item[3].get<float>(), -0.5F, 0.5F)};
    }
    return pattern;
}

MelodyEvent melodyEvent(const json& item) {
    const int value = item.is_number() ? item.get<int>() : kHold;
    if (value == kOff)
        return MelodyEvent::off();
    return value >= 0 && value < kPitches ? MelodyEvent::on(MidiPitch(static_cast<std::uint8_t>(value)))
                                          : MelodyEvent();
}

MelodyPattern melodyFromJson(const json& object) {
    MelodyPattern melody;
    melody.stepsPerBeat = stepsPerBeat(object);
    const json& events = list(object, "events");
    if (events.size() > std::size_t{kMostSteps})
        return melody;
    std::ranges::transform(events, std::back_inserter(melody.events), melodyEvent);
    melody.chords = classes<std::uint8_t>(list(object, "chords"), events.size(), music::kTriadClasses);
    melody.tonics = classes<std::uint8_t>(list(object, "tonics"), events.size(), kTonics);
    return melody;
}

json child(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_object() ? *found : json::object();
}

TrioPattern trioFromJson(const json& object) {
    TrioPattern trio{melodyFromJson(child(object, "melody")), melodyFromJson(child(object, "bass")), {}};
    trio.drums.stepsPerBeat = trio.melody.stepsPerBeat;
    for (const json& item : list(object, "hits"))
        trio.drums.steps.push_back(item.is_number_unsigned() ? item.get<std::uint64_t>() & kTrioDrums : 0);
    const bool isWhole = trio.bass.steps() == trio.steps() && std::ssize(trio.drums.steps) == trio.steps();
    return isWhole ? trio : TrioPattern();
}

std::optional<PerformanceEvent> performanceEvent(const json& item) {
    if (!item.is_array() || item.size() != 2 || !item[0].is_string() || !item[1].is_number())
        return std::nullopt;
    const auto name = item[0].get<std::string>();
    const int value = item[1].get<int>();
    for (const auto& [type, known] : kEventNames)
        if (name == known) {
            const bool isPitch = type == EventType::NoteOn || type == EventType::NoteOff;
            if (isPitch ? value >= 0 && value < kPitches : value >= 1 && value <= kMostSteps)
                return PerformanceEvent{type, value};
        }
    return std::nullopt;
}

PerformancePattern performanceFromJson(const json& object) {
    PerformancePattern performance;
    for (const json& item : list(object, "tracks")) {
        if (!item.is_object() || performance.tracks.size() == kMostTracks)
            continue;
        PerformanceTrack track;
        track.program = std::clamp(number(item, "program", 0), 0, 127);
        const auto drums = item.find("drums");
        track.isDrum = drums != item.end() && drums->is_boolean() && drums->get<bool>();
        for (const json& said : list(item, "events"))
            if (const auto event = performanceEvent(said); event && track.events.size() < kMostEvents)
                track.events.push_back(*event);
        track.triads = classes<int>(list(item, "triads"), track.events.size(), music::kTriadClasses);
        performance.tracks.push_back(std::move(track));
    }
    return performance;
}

} // namespace

json toJson(const music::Pattern& pattern) {
    if (music::isEmpty(pattern))
        return nullptr;
    struct Writer {
        json operator()(const DrumPattern& drums) const { return drumsToJson(drums); }
        json operator()(const MelodyPattern& melody) const { return melodyToJson(melody); }
        json operator()(const TrioPattern& trio) const { return trioToJson(trio); }
        json operator()(const PerformancePattern& performance) const { return performanceToJson(performance); }
    };
    return std::visit(Writer(), pattern);
}

music::Pattern patternFromJson(const json& object) {
    if (!object.is_object())
        return {};
    const auto kind = object.find("kind");
    if (kind == object.end())
        return drumsFromJson(object);
    if (*kind == "melody")
        return melodyFromJson(object);
    if (*kind == "trio")
        return trioFromJson(object);
    if (*kind == "performance")
        return performanceFromJson(object);
    return {};
}

} // namespace segue::session
