#pragma once

#include "core/base/Files.h"
#include "core/files/MusicXml.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace segue::test {

inline std::vector<std::byte> bytesOf(std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

inline std::vector<std::byte> musicXmlData(const std::string& name) {
    return readFile(std::filesystem::path(SEGUE_TEST_DATA) / name).value_or(std::vector<std::byte>());
}

/// A score of one part, in 4/4 and quarters, that holds `measures`.
inline std::string scoreOf(std::string_view measures) {
    return std::string("<?xml version=\"1.0\"?><score-partwise><part-list><score-part id=\"P1\">"
                       "<part-name>Piano</part-name></score-part></part-list><part id=\"P1\">")
        .append(measures)
        .append("</part></score-partwise>");
}

inline std::string wholeNote(std::string_view more = {}) {
    return std::string("<measure number=\"1\"><attributes><divisions>1</divisions>"
                       "<time><beats>4</beats><beat-type>4</beat-type></time></attributes>"
                       "<note><pitch><step>C</step><octave>4</octave></pitch><duration>4</duration></note>")
        .append(more)
        .append("</measure>");
}

/// "60 0-4": pitch, start and end in quarters at 120 a minute, up to four digits behind the point.
inline std::string inQuarters(const music::NoteSequence& sequence) {
    std::string text;
    for (const music::Note& note : sequence.notes) {
        std::array<char, 96> line{};
        std::snprintf(line.data(), line.size(), "%s%d %.6g-%.6g", text.empty() ? "" : ", ", note.pitch.value,
                      std::round(note.start.value * 2e4) / 1e4, std::round(note.end.value * 2e4) / 1e4);
        text += line.data();
    }
    return text;
}

} // namespace segue::test
