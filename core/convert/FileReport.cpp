#include "core/convert/FileReport.h"

#include <nlohmann/json.hpp>

#include <array>

namespace segue::convert {
namespace {

using nlohmann::json;

constexpr std::array kOutcomes{Outcome::Written, Outcome::KeptOut, Outcome::Duplicate, Outcome::Refused};

json countsOf(const std::map<codec::DropReason, int>& drops) {
    json object = json::object();
    for (const auto& [reason, count] : drops)
        object[std::string(codec::name(reason))] = count;
    return object;
}

json countsOf(const std::map<int, int>& pitches) {
    json object = json::object();
    for (const auto& [pitch, count] : pitches)
        object[std::to_string(pitch)] = count;
    return object;
}

codec::DropReason dropReasonFrom(const std::string& text) {
    for (int i = 0; i <= static_cast<int>(codec::DropReason::Duplicate); ++i)
        if (const auto reason = static_cast<codec::DropReason>(i); codec::name(reason) == text)
            return reason;
    throw std::invalid_argument(text);
}

json toJson(const WindowCount& count) {
    json object{{"count", count.windows}};
    if (!count.why.empty())
        object["why"] = count.why;
    if (!count.drops.empty())
        object["drops"] = countsOf(count.drops);
    if (!count.unmappedPitches.empty())
        object["unmapped_pitches"] = countsOf(count.unmappedPitches);
    if (count.phase)
        object["grid_phase"] = {
            {"steps", count.phase->steps}, {"coherence", count.phase->coherence}, {"removed", count.phase->removed}};
    return object;
}

WindowCount windowCountFrom(const json& object) {
    WindowCount count;
    count.windows = object.at("count").get<int>();
    count.why = object.value("why", "");
    for (const auto& [reason, number] : object.value("drops", std::map<std::string, int>()))
        count.drops[dropReasonFrom(reason)] = number;
    for (const auto& [pitch, number] : object.value("unmapped_pitches", std::map<std::string, int>()))
        count.unmappedPitches[std::stoi(pitch)] = number;
    if (object.contains("grid_phase")) {
        const json& phase = object["grid_phase"];
        count.phase = {phase.at("steps").get<double>(), phase.at("coherence").get<double>(),
                       phase.at("removed").get<bool>()};
    }
    return count;
}

/// Throws what nlohmann-json and the standard library throw.
FileReport parsed(const json& object) {
    FileReport report;
    report.file = object.at("file").get<std::string>();
    const auto outcome = object.at("outcome").get<std::string>();
    for (const Outcome each : kOutcomes)
        if (name(each) == outcome)
            report.outcome = each;
    report.reason = object.value("reason", "");
    report.message = object.value("message", "");
    for (const json& repair : object.value("repairs", json::array()))
        report.repairs.push_back({repair.at("what").get<std::string>(), repair.at("count").get<int>()});
    report.notes = object.value("notes", 0);
    report.seconds = object.value("seconds", 0.0);
    report.hasBeatType = object.value("has_beat_type", false);
    report.fingerprint = std::stoull(object.value("fingerprint", "0"), nullptr, 16);
    report.duplicateOf = object.value("duplicate_of", "");
    if (object.contains("windows"))
        report.windows = windowCountFrom(object["windows"]);
    return report;
}

std::string hexadecimal(std::uint64_t value) {
    std::string digits;
    for (int shift = 60; shift >= 0; shift -= 4)
        digits += "0123456789abcdef"[value >> shift & 0xF];
    return digits;
}

} // namespace

std::string_view name(Outcome outcome) {
    switch (outcome) {
    case Outcome::Written: return "written";
    case Outcome::KeptOut: return "kept-out";
    case Outcome::Duplicate: return "duplicate";
    case Outcome::Refused: return "refused";
    }
    return "refused";
}

json toJson(const FileReport& report) {
    json object{{"file", report.file}, {"outcome", std::string(name(report.outcome))}};
    if (!report.reason.empty())
        object["reason"] = report.reason;
    if (!report.message.empty())
        object["message"] = report.message;
    for (const files::Repair& repair : report.repairs)
        object["repairs"].push_back({{"what", repair.what}, {"count", repair.count}});
    if (report.fingerprint != 0)
        object["fingerprint"] = hexadecimal(report.fingerprint);
    if (report.notes > 0) {
        object["notes"] = report.notes;
        object["seconds"] = report.seconds;
    }
    if (report.hasBeatType)
        object["has_beat_type"] = true;
    if (!report.duplicateOf.empty())
        object["duplicate_of"] = report.duplicateOf;
    if (report.windows)
        object["windows"] = toJson(*report.windows);
    return object;
}

Result<FileReport> fileReportFrom(std::string_view text) {
    try {
        return parsed(json::parse(text));
    } catch (const std::exception& exception) { // of nlohmann-json, and of std::stoull
        return fail(ErrorCode::Malformed, std::string("A line of the journal cannot be read: ") + exception.what());
    }
}

void Totals::add(const FileReport& report) {
    hasBeatTypes = hasBeatTypes || report.hasBeatType;
    repaired += report.repairs.empty() ? 0 : 1;
    switch (report.outcome) {
    case Outcome::KeptOut:
        ++keptOut;
        ++keptOutBy[report.reason];
        return;
    case Outcome::Duplicate: ++duplicatesLeftOut; return;
    case Outcome::Refused:
        ++refused;
        ++refusedBy[report.reason];
        return;
    case Outcome::Written: break;
    }
    ++written;
    duplicates += report.duplicateOf.empty() ? 0 : 1;
    notes += static_cast<std::size_t>(report.notes);
    seconds += report.seconds;
    if (!report.windows)
        return;
    windows += report.windows->windows;
    withoutWindows += report.windows->windows == 0 ? 1 : 0;
    phasesRemoved += report.windows->phase && report.windows->phase->removed ? 1 : 0;
    for (const auto& [reason, count] : report.windows->drops)
        drops[reason] += count;
    for (const auto& [pitch, count] : report.windows->unmappedPitches)
        unmappedPitches[pitch] += count;
}

json toJson(const Totals& totals) {
    return {{"written", totals.written},
            {"left_out", totals.keptOut},
            {"left_out_by", totals.keptOutBy},
            {"duplicates_written", totals.duplicates},
            {"duplicates_left_out", totals.duplicatesLeftOut},
            {"refused_files", totals.refused},
            {"refused_by", totals.refusedBy},
            {"repaired_files", totals.repaired},
            {"notes", totals.notes},
            {"seconds", totals.seconds},
            {"windows", totals.windows},
            {"files_without_windows", totals.withoutWindows},
            {"grid_phases_removed", totals.phasesRemoved},
            {"drops", countsOf(totals.drops)},
            {"unmapped_pitches", countsOf(totals.unmappedPitches)}};
}

} // namespace segue::convert
