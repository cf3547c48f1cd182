#include "app/cli/ConvertReport.h"

#include "app/cli/Numbers.h"
#include "app/cli/Repairs.h"
#include "core/base/AtomicFile.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace segue::cli {
namespace {

using convert::FileReport;
using convert::Totals;
using nlohmann::json;

constexpr std::size_t kShown = 10;
constexpr std::size_t kListed = 1000; // in the object of --json

std::string grouped(int value) {
    return cli::grouped(static_cast<std::uint64_t>(std::max(value, 0)));
}

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// One line of the table: "  refused        3   malformed 2, unreadable 1".
void row(Report& report, std::string_view what, int count, const std::string& more) {
    constexpr std::size_t kNameWidth = 12;
    constexpr std::size_t kNumberWidth = 10;
    const std::string number = grouped(count);
    std::string line = "  " + std::string(what);
    line.append(std::max(kNameWidth, what.size() + 1) - what.size(), ' ');
    line.append(std::max(kNumberWidth, number.size()) - number.size(), ' ');
    line += number;
    if (!more.empty())
        line += "   " + more;
    report.line(line);
}

/// "malformed 2, unreadable 1", the greatest first.
template <class Key, class Text>
std::string listed(const std::map<Key, int>& counts, Text text) {
    std::vector<std::pair<Key, int>> sorted(counts.begin(), counts.end());
    std::ranges::stable_sort(sorted, std::greater(), [](const auto& each) { return each.second; });
    std::string list;
    for (std::size_t i = 0; i < std::min(sorted.size(), kShown); ++i)
        list += (i == 0 ? "" : ", ") + std::string(text(sorted[i].first)) + " " + grouped(sorted[i].second);
    if (sorted.size() > kShown)
        list += " and " + std::to_string(sorted.size() - kShown) + " more";
    return list;
}

int sum(const auto& counts) {
    int total = 0;
    for (const auto& [key, count] : counts)
        total += count;
    return total;
}

void tellWindows(const Totals& totals, const std::string& configuration, Report& report) {
    row(report, "windows", totals.windows,
        "for " + configuration +
            (totals.withoutWindows > 0 ? "; " + grouped(totals.withoutWindows) + " files have none" : ""));
    if (!totals.drops.empty())
        row(report, "  dropped", sum(totals.drops),
            listed(totals.drops, [](codec::DropReason reason) { return codec::text(reason); }));
    if (!totals.unmappedPitches.empty())
        row(report, "  unmapped", sum(totals.unmappedPitches),
            "notes of no drum class, by pitch: " +
                listed(totals.unmappedPitches, [](int pitch) { return std::to_string(pitch) + ":"; }));
    if (totals.phasesRemoved > 0)
        row(report, "  off grid", totals.phasesRemoved, "files as a whole; moved onto it");
}

void tellTable(const Totals& totals, const std::string& configuration, Report& report) {
    const auto asIs = [](const std::string& key) { return key; };
    if (totals.keptOut > 0)
        row(report, "left out", totals.keptOut, "by " + listed(totals.keptOutBy, asIs));
    if (totals.duplicates > 0)
        row(report, "duplicates", totals.duplicates, "the same music as another; --duplicates drop leaves them out");
    if (totals.duplicatesLeftOut > 0)
        row(report, "duplicates", totals.duplicatesLeftOut, "the same music as another; left out");
    if (totals.refused > 0)
        row(report, "refused", totals.refused, listed(totals.refusedBy, asIs));
    if (totals.repaired > 0)
        row(report, "repaired", totals.repaired, "");
    if (!configuration.empty())
        tellWindows(totals, configuration, report);
}

std::string repairsOf(const FileReport& file) {
    std::string text;
    for (const files::Repair& repair : file.repairs)
        text += (text.empty() ? "" : "; ") + describe(repair);
    return text;
}

/// The first files of one kind.
struct FileList {
    std::string_view title;
    std::string_view key;
    std::vector<std::string> lines;
    json objects = json::array();
    std::size_t count = 0;

    void add(const FileReport& file, const std::string& why, const json& object) {
        ++count;
        if (lines.size() < kShown)
            lines.push_back("  " + file.file + ": " + why);
        if (objects.size() < kListed)
            objects.push_back(object);
    }

    void tell(Report& report) const {
        report.set(std::string(key), objects);
        if (count == 0)
            return;
        report.line("");
        report.line(std::string(title) + ":");
        for (const std::string& line : lines)
            report.line(line);
        if (count > lines.size())
            report.line("  and " + cli::grouped(count - lines.size()) + " more, which --report FILE lists");
    }
};

Status tellFiles(const convert::Conversion& conversion, Report& report) {
    FileList refused{"Refused", "refused", {}};
    FileList repaired{"Repaired", "repaired", {}};
    FileList duplicates{"Duplicates", "duplicates", {}};
    const auto status = conversion.visitReports([&](const FileReport& file) -> Status {
        if (file.outcome == convert::Outcome::Refused)
            refused.add(file, file.message, {{"file", file.file}, {"code", file.reason}, {"message", file.message}});
        if (!file.repairs.empty())
            repaired.add(file, repairsOf(file), {{"file", file.file}, {"repairs", toJson(file.repairs)}});
        if (!file.duplicateOf.empty())
            duplicates.add(file, "as " + file.duplicateOf, {{"file", file.file}, {"of", file.duplicateOf}});
        return {};
    });
    for (const FileList* list : {&refused, &repaired, &duplicates})
        list->tell(report);
    return status;
}

} // namespace

Status tellConversion(const convert::Conversion& conversion, const std::string& configuration, Report& report) {
    const Totals& totals = conversion.totals();
    const json sums = toJson(totals);
    for (const auto& [key, value] : sums.items())
        report.set(key, value);
    tellTable(totals, configuration, report);
    json folders = json::array();
    for (const Error& error : conversion.unreadableFolders()) {
        report.note(error.text());
        folders.push_back(error.text());
    }
    report.set("unreadable_folders", folders);
    return tellFiles(conversion, report);
}

Status writeConversionReport(const convert::Conversion& conversion, const std::filesystem::path& path) {
    auto file = AtomicFile::create(path);
    if (!file)
        return fail(std::move(file).error());
    const auto write = [&file](const std::string& text) {
        return file->write(std::as_bytes(std::span(text.data(), text.size())));
    };
    if (auto status = write("{\"totals\": " + dump(toJson(conversion.totals())) + ",\n\"files\": ["); !status)
        return status;
    std::string separator = "\n";
    const auto status = conversion.visitReports([&](const FileReport& each) {
        const std::string before = std::exchange(separator, ",\n");
        return write(before + dump(toJson(each)));
    });
    if (!status)
        return status;
    if (auto ended = write("\n]}\n"); !ended)
        return ended;
    return file->commit();
}

} // namespace segue::cli
