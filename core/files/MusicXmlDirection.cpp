#include "core/files/MusicXmlDirection.h"

#include "core/files/MusicXmlNodes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace segue::files {
namespace {

struct DynamicMark {
    std::string_view name;
    int accent; // 0: as the level
    int level; // 0: as before
};

constexpr std::array kMarks{DynamicMark{"pppppp", 0, 1},  DynamicMark{"ppppp", 0, 5},    DynamicMark{"pppp", 0, 10},
                            DynamicMark{"ppp", 0, 16},    DynamicMark{"pp", 0, 33},      DynamicMark{"p", 0, 49},
                            DynamicMark{"mp", 0, 64},     DynamicMark{"mf", 0, 80},      DynamicMark{"f", 0, 96},
                            DynamicMark{"ff", 0, 112},    DynamicMark{"fff", 0, 126},    DynamicMark{"ffff", 0, 127},
                            DynamicMark{"fffff", 0, 127}, DynamicMark{"ffffff", 0, 127}, DynamicMark{"n", 0, 1},
                            DynamicMark{"sf", 112, 0},    DynamicMark{"sfz", 112, 0},    DynamicMark{"fz", 112, 0},
                            DynamicMark{"rf", 112, 0},    DynamicMark{"rfz", 112, 0},    DynamicMark{"sffz", 126, 0},
                            DynamicMark{"fp", 96, 49},    DynamicMark{"sfp", 112, 49},   DynamicMark{"sfzp", 112, 49},
                            DynamicMark{"sfpp", 112, 33}, DynamicMark{"pf", 49, 96}};

std::optional<Velocity> velocity(int value) {
    return value == 0 ? std::nullopt : std::optional(Velocity(static_cast<std::uint8_t>(value)));
}

std::optional<Bpm> possibleTempo(std::optional<double> quartersPerMinute) {
    if (!quartersPerMinute || *quartersPerMinute < 1 || *quartersPerMinute > 10'000)
        return std::nullopt;
    return Bpm(*quartersPerMinute);
}

/// The first number of "120", "c. 120", "116-126".
std::optional<double> firstNumber(std::string_view text) {
    const auto begin = text.find_first_of("0123456789");
    if (begin == std::string_view::npos)
        return std::nullopt;
    text.remove_prefix(begin);
    return numberIn(text.substr(0, text.find_first_not_of("0123456789.")));
}

std::optional<Bpm> readMetronome(const pugi::xml_node& metronome) {
    const auto perMinute = firstNumber(metronome.child("per-minute").child_value());
    const auto dots = std::ranges::distance(metronome.children("beat-unit-dot"));
    const auto quarters =
        quartersOfType(metronome.child("beat-unit").child_value(), static_cast<int>(std::min<std::ptrdiff_t>(dots, 4)));
    if (!perMinute || !quarters)
        return std::nullopt;
    return possibleTempo(*perMinute * *quarters);
}

void addMarks(const pugi::xml_node& dynamics, MusicXmlDirection& into) {
    for (const pugi::xml_node& node : dynamics.children())
        if (const auto mark = std::ranges::find(kMarks, std::string_view(node.name()), &DynamicMark::name);
            mark != kMarks.end())
            into.dynamics = MusicXmlDynamics{velocity(mark->accent), velocity(mark->level)};
}

void addSound(const pugi::xml_node& sound, MusicXmlDirection& into) {
    if (const auto tempo = sound.attribute("tempo")) {
        into.tempo = possibleTempo(numberIn(tempo));
        into.hasUnknownTempo = !into.tempo;
    }
    if (const auto percent = numberIn(sound.attribute("dynamics")))
        into.dynamics = MusicXmlDynamics{std::nullopt, velocityOfPercent(*percent)};
    const auto has = [&sound](const char* name) {
        const pugi::xml_attribute attribute = sound.attribute(name);
        return attribute && std::string_view(attribute.value()) != "no";
    };
    into.jumps.add({.segno = has("segno"),
                    .coda = has("coda"),
                    .daCapo = has("dacapo"),
                    .dalSegno = has("dalsegno"),
                    .toCoda = has("tocoda"),
                    .fine = has("fine")});
    if (const auto offset = numberIn(sound.child("offset")))
        into.offset = *offset;
}

} // namespace

MusicXmlDirection readSound(const pugi::xml_node& sound) {
    MusicXmlDirection read;
    addSound(sound, read);
    return read;
}

MusicXmlDirection readDirection(const pugi::xml_node& direction) {
    MusicXmlDirection read;
    for (const pugi::xml_node& type : direction.children("direction-type"))
        for (const pugi::xml_node& node : type.children()) {
            const std::string_view name = node.name();
            if (name == "metronome") {
                read.tempo = readMetronome(node);
                read.hasUnknownTempo = !read.tempo;
            } else if (name == "dynamics") {
                addMarks(node, read);
            }
        }
    // Only some offsets are meant for the ear as well.
    if (const pugi::xml_node offset = direction.child("offset");
        std::string_view(offset.attribute("sound").value()) == "yes")
        read.offset = numberIn(offset).value_or(0);
    if (const pugi::xml_node sound = direction.child("sound")) // what it says holds before the marks
        addSound(sound, read);
    return read;
}

Velocity velocityOfPercent(double percent) {
    constexpr double kForte = 90;
    return Velocity(static_cast<std::uint8_t>(std::lround(std::clamp(kForte * percent / 100, 1.0, 127.0))));
}

std::optional<double> quartersOfType(std::string_view type, int dots) {
    using Type = std::pair<std::string_view, double>;
    constexpr std::array kTypes{Type{"quarter", 1},       Type{"eighth", 0.5},      Type{"16th", 0.25},
                                Type{"half", 2},          Type{"whole", 4},         Type{"32nd", 0.125},
                                Type{"64th", 0.0625},     Type{"breve", 8},         Type{"long", 16},
                                Type{"maxima", 32},       Type{"128th", 1.0 / 32},  Type{"256th", 1.0 / 64},
                                Type{"512th", 1.0 / 128}, Type{"1024th", 1.0 / 256}};
    const auto known = std::ranges::find(kTypes, trimmed(type), &Type::first);
    if (known == kTypes.end())
        return std::nullopt;
    return known->second * (2 - std::exp2(-dots));
}

} // namespace segue::files
