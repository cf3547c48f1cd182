#pragma once

#include <optional>
#include <string>

namespace pugi {
class xml_node;
}

namespace segue::files {

/// The figure of a <harmony>: root, kind, degrees in brackets, bass: "Am7", "C(add9)/E", "N.C."; the kinds are
/// abbreviated as MusicXml.md lists them. `transposition` is in semitones, from the written root to the sounding one.
/// None: no root, or a kind, alteration or degree that no figure says.
[[nodiscard]] std::optional<std::string> chordFigure(const pugi::xml_node& harmony, int transposition);

} // namespace segue::files
