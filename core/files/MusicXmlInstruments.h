#pragma once

#include "core/files/RepairLog.h"
#include "core/files/Score.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pugi {
class xml_node;
}

namespace segue::files {

/// What a note of a part sounds with.
struct MusicXmlInstrument {
    std::string name;
    int program = 0; ///< [0, 128)
    bool isDrum = false; ///< its MIDI channel is 10
    std::optional<MidiPitch> unpitched; ///< how its notes without a pitch sound
    std::optional<int> number; ///< in Score::instruments, once it has a note
};

/// A part as the part list describes it: its name, and the instruments that its notes choose from. The drums of a part
/// are one instrument of the score, however many the part list makes of them.
class MusicXmlPartInstruments {
public:
    /// Of a part that the part list forgot.
    explicit MusicXmlPartInstruments(std::string name) : m_name(std::move(name)) {}
    /// Of a <score-part>.
    explicit MusicXmlPartInstruments(const pugi::xml_node& scorePart);

    [[nodiscard]] const std::string& name() const { return m_name; }
    /// The instrument that a note names, or else the part's first.
    [[nodiscard]] MusicXmlInstrument& find(std::string_view id);
    /// Its number in the score, which it gets with its first note.
    [[nodiscard]] int numberOf(MusicXmlInstrument& instrument, bool isDrum, Score& score);

private:
    MusicXmlInstrument& add(const std::string& id);

    std::string m_name;
    std::vector<MusicXmlInstrument> m_instruments{1}; // the first stands for the part until there is another
    std::map<std::string, std::size_t, std::less<>> m_ids;
    std::optional<int> m_drums; // the number of the part's drums
};

/// Every <score-part> of a <part-list>, by id.
[[nodiscard]] std::map<std::string, MusicXmlPartInstruments, std::less<>> readPartList(const pugi::xml_node& partList);

} // namespace segue::files
