#include "core/codec/DrumLine.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace segue::codec {

DrumsOfPitches::DrumsOfPitches(const music::DrumMap& map) {
    m_drums.fill(-1);
    for (int drum = map.size() - 1; drum >= 0; --drum) // the first drum that claims a pitch has it
        for (const MidiPitch pitch : map.classes[static_cast<std::size_t>(drum)].pitches)
            if (pitch.value < m_drums.size())
                m_drums[pitch.value] = static_cast<std::int8_t>(drum);
}

DrumsOfPitches::DrumsOfPitches(const music::DrumMap& map, const ExtractionOptions& options)
    : DrumsOfPitches(options.readingMap && map.size() == music::kDrumClasses ? *options.readingMap : map) {
    if (options.readingMap || map.size() != music::kDrumClasses)
        return;
    const DrumsOfPitches general(music::generalMidiDrumMap());
    for (std::size_t pitch = 0; pitch < m_drums.size(); ++pitch)
        if (m_drums[pitch] < 0)
            m_drums[pitch] = general.m_drums[pitch];
}

std::optional<int> DrumsOfPitches::operator[](MidiPitch pitch) const {
    const int drum = pitch.value < m_drums.size() ? m_drums[pitch.value] : -1;
    return drum < 0 ? std::nullopt : std::optional(drum);
}

DrumLine drumLine(std::span<const music::QuantizedNote> notes, const DrumsOfPitches& drums, ExtractionReport& report) {
    DrumLine hits;
    hits.reserve(notes.size());
    for (const music::QuantizedNote& note : notes) {
        if (note.velocity.value == 0)
            continue;
        if (const auto drum = drums[note.pitch])
            hits.push_back({note.start, std::uint64_t{1} << *drum});
        else
            ++report.unmappedPitches[note.pitch.value];
    }
    std::ranges::stable_sort(hits, {}, &Hits::step);
    DrumLine line;
    for (const Hits& hit : hits) {
        if (line.empty() || line.back().step != hit.step)
            line.push_back({hit.step, 0});
        ++((line.back().drums & hit.drums) != 0 ? report.shadowed : report.notes);
        line.back().drums |= hit.drums;
    }
    return line;
}

std::vector<std::uint64_t> hitsBetween(const DrumLine& line, int from, int to) {
    assert(from <= to);
    std::vector<std::uint64_t> steps(static_cast<std::size_t>(to - from));
    for (auto hits = firstFrom(line, from); hits != line.end() && hits->step < to; ++hits)
        steps[static_cast<std::size_t>(hits->step - from)] = hits->drums;
    return steps;
}

DrumLine::const_iterator firstFrom(const DrumLine& line, int step) {
    return std::ranges::lower_bound(line, step, {}, &Hits::step);
}

} // namespace segue::codec
