#include "core/files/MusicXmlInstruments.h"

#include "core/files/MusicXmlNodes.h"

#include <algorithm>

namespace segue::files {
namespace {

constexpr int kDrumChannel = 10;

/// MusicXML counts programs and unpitched keys from 1.
std::optional<int> midiNumber(const pugi::xml_node& node) {
    const auto value = integerIn(node);
    if (!value || *value < 1 || *value > 128)
        return std::nullopt;
    return *value - 1;
}

} // namespace

MusicXmlPartInstruments::MusicXmlPartInstruments(const pugi::xml_node& scorePart)
    : m_name(nameIn(scorePart.child("part-name").child_value())) {
    if (m_name.empty())
        m_name = nameIn(scorePart.attribute("id").value());
    for (const pugi::xml_node& node : scorePart.children("score-instrument"))
        add(node.attribute("id").value()).name = nameIn(node.child("instrument-name").child_value());
    for (const pugi::xml_node& node : scorePart.children("midi-instrument")) {
        MusicXmlInstrument& instrument = add(node.attribute("id").value());
        instrument.program = midiNumber(node.child("midi-program")).value_or(0);
        instrument.isDrum = integerIn(node.child("midi-channel")) == kDrumChannel;
        if (const auto key = midiNumber(node.child("midi-unpitched")))
            instrument.unpitched = MidiPitch(static_cast<std::uint8_t>(*key));
    }
}

MusicXmlInstrument& MusicXmlPartInstruments::add(const std::string& id) {
    const auto [at, isNew] = m_ids.emplace(id, m_ids.size());
    if (at->second == m_instruments.size())
        m_instruments.emplace_back();
    return m_instruments[at->second];
}

MusicXmlInstrument& MusicXmlPartInstruments::find(std::string_view id) {
    const auto at = m_ids.find(id);
    return m_instruments[at == m_ids.end() ? 0 : at->second];
}

int MusicXmlPartInstruments::numberOf(MusicXmlInstrument& instrument, bool isDrum, Score& score) {
    std::optional<int>& number = isDrum ? m_drums : instrument.number;
    if (!number) {
        number = static_cast<int>(score.instruments.size());
        const bool isOneOfMany = m_instruments.size() > 1 && !isDrum && !instrument.name.empty();
        score.instruments.push_back({isOneOfMany ? instrument.name : m_name, instrument.program, isDrum});
    }
    return *number;
}

std::map<std::string, MusicXmlPartInstruments, std::less<>> readPartList(const pugi::xml_node& partList) {
    std::map<std::string, MusicXmlPartInstruments, std::less<>> parts;
    for (const pugi::xml_node& node : partList.children("score-part"))
        parts.emplace(node.attribute("id").value(), MusicXmlPartInstruments(node));
    return parts;
}

} // namespace segue::files
