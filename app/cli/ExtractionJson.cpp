#include "app/cli/ExtractionJson.h"

#include "app/cli/Numbers.h"

namespace segue::cli {

using nlohmann::json;

json toJson(const codec::ExtractionReport& report) {
    json drops = json::object();
    for (const auto& [reason, count] : report.drops)
        drops[std::string(codec::name(reason))] = count;
    json pitches = json::object();
    for (const auto& [pitch, count] : report.unmappedPitches)
        pitches[std::to_string(pitch)] = count;
    json object{{"notes", report.notes},
                {"shadowed", report.shadowed},
                {"tempo_changes", report.tempoChanges},
                {"unmapped_pitches", std::move(pitches)},
                {"drops", std::move(drops)}};
    if (report.phase)
        object["phase"] = {
            {"steps", report.phase->steps}, {"coherence", report.phase->coherence}, {"removed", report.phase->removed}};
    return object;
}

std::string describe(const codec::ExtractionReport& report) {
    std::string text;
    for (const auto& [reason, count] : report.drops)
        text += std::string(text.empty() ? "; left out: " : ", ") + std::to_string(count) + " (" +
                std::string(codec::text(reason)) + ")";
    for (const auto& [pitch, count] : report.unmappedPitches)
        text += "; pitch " + std::to_string(pitch) + " is no drum of the map (" + std::to_string(count) + " notes)";
    if (report.phase && report.phase->removed)
        text += "; moved by " + withDigits(-report.phase->steps, 2) + " steps onto the grid";
    return text;
}

codec::ExtractionReport merged(codec::ExtractionReport sum, const codec::ExtractionReport& report) {
    sum.notes += report.notes;
    sum.shadowed += report.shadowed;
    sum.tempoChanges += report.tempoChanges;
    for (const auto& [pitch, count] : report.unmappedPitches)
        sum.unmappedPitches[pitch] += count;
    for (const auto& [reason, count] : report.drops)
        sum.drops[reason] += count;
    sum.phase.reset();
    return sum;
}

} // namespace segue::cli
