#include "core/files/MusicXmlHarmony.h"

#include "core/files/MusicXmlNodes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace segue::files {
namespace {

using Abbreviation = std::pair<std::string_view, std::string_view>;

/// The abbreviations are those that note_seq writes, so that figures of both are read alike.
constexpr std::array kKinds{
    Abbreviation{"major", ""}, Abbreviation{"minor", "m"}, Abbreviation{"augmented", "aug"},
    Abbreviation{"diminished", "dim"}, Abbreviation{"dominant", "7"}, Abbreviation{"major-seventh", "maj7"},
    Abbreviation{"minor-seventh", "m7"}, Abbreviation{"diminished-seventh", "dim7"},
    Abbreviation{"augmented-seventh", "aug7"}, Abbreviation{"half-diminished", "m7b5"},
    Abbreviation{"major-minor", "m(maj7)"}, Abbreviation{"major-sixth", "6"}, Abbreviation{"minor-sixth", "m6"},
    Abbreviation{"dominant-ninth", "9"}, Abbreviation{"major-ninth", "maj9"}, Abbreviation{"minor-ninth", "m9"},
    Abbreviation{"dominant-11th", "11"}, Abbreviation{"major-11th", "maj11"}, Abbreviation{"minor-11th", "m11"},
    Abbreviation{"dominant-13th", "13"}, Abbreviation{"major-13th", "maj13"}, Abbreviation{"minor-13th", "m13"},
    Abbreviation{"suspended-second", "sus2"}, Abbreviation{"suspended-fourth", "sus"}, Abbreviation{"pedal", "ped"},
    Abbreviation{"power", "5"}, Abbreviation{"none", "N.C."},
    // Not of the format, but written by programs:
    Abbreviation{"dominant-seventh", "7"}, Abbreviation{"augmented-ninth", "aug9"},
    Abbreviation{"minor-major", "m(maj7)"}, Abbreviation{"", ""}, Abbreviation{"min", "m"}, Abbreviation{"aug", "aug"},
    Abbreviation{"dim", "dim"}, Abbreviation{"7", "7"}, Abbreviation{"maj7", "maj7"}, Abbreviation{"min7", "m7"},
    Abbreviation{"dim7", "dim7"}, Abbreviation{"m7b5", "m7b5"}, Abbreviation{"minMaj7", "m(maj7)"},
    Abbreviation{"6", "6"}, Abbreviation{"min6", "m6"}, Abbreviation{"maj69", "6(add9)"}, Abbreviation{"9", "9"},
    Abbreviation{"maj9", "maj9"}, Abbreviation{"min9", "m9"}, Abbreviation{"sus47", "sus7"}};

std::optional<std::string> accidental(const pugi::xml_node& alter) {
    constexpr std::array<std::string_view, 5> kSigns{"bb", "b", "", "#", "##"};
    const int semitones = alter ? integerIn(alter).value_or(9) : 0;
    if (semitones < -2 || semitones > 2)
        return std::nullopt;
    return std::string(kSigns.at(static_cast<std::size_t>(semitones + 2)));
}

/// "F#". A transposed note is spelled as chords commonly are.
std::optional<std::string> noteName(const pugi::xml_node& step, const pugi::xml_node& alter, int transposition) {
    constexpr std::array<int, 7> kPitchClasses{9, 11, 0, 2, 4, 5, 7}; // from A
    constexpr std::array<const char*, 12> kNames{"C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"};
    const std::string_view letter = trimmed(step.child_value());
    const auto sign = accidental(alter);
    if (letter.size() != 1 || letter[0] < 'A' || letter[0] > 'G' || !sign)
        return std::nullopt;
    if (transposition % 12 == 0)
        return std::string(letter) += *sign;
    const int written = kPitchClasses.at(static_cast<std::size_t>(letter[0] - 'A')) + integerIn(alter).value_or(0);
    const int sounding = ((written + transposition) % 12 + 12) % 12;
    return kNames.at(static_cast<std::size_t>(sounding));
}

/// "(add9)", "(b5)", "(no3)".
std::optional<std::string> degreeFigure(const pugi::xml_node& degree) {
    const auto value = integerIn(degree.child("degree-value"));
    const auto sign = accidental(degree.child("degree-alter"));
    const std::string_view type = trimmed(degree.child("degree-type").child_value());
    if (!value || *value < 1 || *value > 13 || !sign)
        return std::nullopt;
    std::string figure = "(";
    if (type == "add")
        figure += sign->empty() ? "add" : *sign;
    else if (type == "subtract")
        figure += "no";
    else if (type == "alter" && !sign->empty())
        figure += *sign;
    else
        return std::nullopt;
    return figure += std::to_string(*value) + ")";
}

} // namespace

std::optional<std::string> chordFigure(const pugi::xml_node& harmony, int transposition) {
    const auto kind = std::ranges::find(kKinds, trimmed(harmony.child("kind").child_value()), &Abbreviation::first);
    if (kind == kKinds.end())
        return std::nullopt;
    if (kind->first == "none")
        return std::string(kind->second);
    const pugi::xml_node root = harmony.child("root");
    auto figure = noteName(root.child("root-step"), root.child("root-alter"), transposition);
    if (!figure)
        return std::nullopt;
    *figure += kind->second;
    constexpr std::size_t kMaximumFigure = 100;
    for (const pugi::xml_node& node : harmony.children("degree")) {
        const auto degree = degreeFigure(node);
        if (!degree || figure->size() > kMaximumFigure)
            return std::nullopt;
        *figure += *degree;
    }
    if (const pugi::xml_node bass = harmony.child("bass")) {
        const auto name = noteName(bass.child("bass-step"), bass.child("bass-alter"), transposition);
        if (!name)
            return std::nullopt;
        *figure += "/" + *name;
    }
    return figure;
}

} // namespace segue::files
