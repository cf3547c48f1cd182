#include "app/cli/DrumMapsCommand.h"

#include "app/cli/DrumMapOption.h"
#include "core/architecture/DrumMapJson.h"
#include "core/base/Utf8.h"
#include "core/files/DrumMapFile.h"
#include "core/files/MusicReader.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace segue::cli {
namespace {

struct DrumMapsOptions {
    std::vector<std::filesystem::path> inputs;
    std::string map = "general-midi";
    std::string print;
    std::filesystem::path output;
};

void listMaps(Report& report) {
    auto maps = nlohmann::json::array();
    std::size_t width = 0;
    for (const auto& preset : music::drumMapPresets())
        width = std::max(width, preset.map->name.size());
    for (const auto& [title, map] : music::drumMapPresets()) {
        report.line(map->name + std::string(width - map->name.size() + 2, ' ') + std::string(title));
        auto entry = architecture::drumMapToJson(*map);
        entry["title"] = title;
        maps.push_back(std::move(entry));
    }
    report.line("To make your own: drum-maps --print NAME --output FILE, edit it, and read with --drum-map FILE.");
    report.set("maps", std::move(maps));
}

Status printMap(const DrumMapsOptions& options, Report& report) {
    const auto map = drumMapFrom(options.print);
    if (!map)
        return fail(map.error());
    report.set("map", architecture::drumMapToJson(*map));
    if (options.output.empty()) {
        std::string text = files::drumMapText(*map);
        text.pop_back(); // the line's own end follows
        report.line(text);
        return {};
    }
    report.set("output", utf8FromUnknown(options.output.string()));
    return files::writeDrumMapFile(options.output, *map);
}

/// How often each pitch is struck as a drum.
using Strokes = std::map<int, int>;

Result<Strokes> strokesOf(const std::filesystem::path& path) {
    const auto read = files::readMusicFile(path);
    if (!read)
        return fail(read.error());
    Strokes strokes;
    for (const music::Note& note : read->sequence.notes)
        if (note.isDrum)
            ++strokes[note.pitch.value];
    return strokes;
}

Status checkFiles(const DrumMapsOptions& options, Report& report) {
    const auto map = drumMapFrom(options.map);
    if (!map)
        return fail(map.error());
    auto files = nlohmann::json::array();
    Strokes unclaimed;
    int strokesInAll = 0;
    for (const auto& path : options.inputs) {
        const auto strokes = strokesOf(path);
        if (!strokes)
            return fail(strokes.error());
        auto list = nlohmann::json::array();
        std::string words;
        for (const auto& [pitch, count] : *strokes) {
            strokesInAll += count;
            if (map->classOf(MidiPitch(static_cast<std::uint8_t>(pitch))))
                continue;
            unclaimed[pitch] += count;
            list.push_back({{"pitch", pitch}, {"count", count}});
            words += (words.empty() ? "" : ", ") + std::to_string(pitch) + " (" + std::to_string(count) + ")";
        }
        if (strokes->empty())
            report.line(path.string() + ": no drums");
        else if (words.empty())
            report.line(path.string() + ": every drum is known");
        else
            report.line(path.string() + ": no drum for pitch " + words);
        files.push_back({{"file", utf8FromUnknown(path.string())}, {"unclaimed", std::move(list)}});
    }
    auto total = nlohmann::json::array();
    int lost = 0;
    for (const auto& [pitch, count] : unclaimed) {
        lost += count;
        total.push_back({{"pitch", pitch}, {"count", count}});
    }
    report.line(map->name + " has no drum for " + std::to_string(lost) + " of " + std::to_string(strokesInAll) +
                " notes, " + std::to_string(unclaimed.size()) + " pitches");
    report.set("map", map->name);
    report.set("files", std::move(files));
    report.set("unclaimed", std::move(total));
    report.set("notes", strokesInAll);
    return {};
}

Status run(const DrumMapsOptions& options, Report& report) {
    if (!options.print.empty())
        return printMap(options, report);
    if (!options.inputs.empty())
        return checkFiles(options, report);
    listMaps(report);
    return {};
}

void define(CLI::App& command, DrumMapsOptions& options) {
    auto* inputs = command.add_option("--input", options.inputs, "Music files: which of their pitches the map lacks");
    command.add_option("--drum-map", options.map, "The map to hold them against, by name or as a file")
        ->needs(inputs)
        ->capture_default_str();
    auto* print = command.add_option("--print", options.print, "Print a map, as a file to edit")->excludes(inputs);
    command.add_option("--output", options.output, "Write it to this file instead")->needs(print);
}

} // namespace

void addDrumMapsCommand(CLI::App& root, Action& chosen) {
    addCommand<DrumMapsOptions>(root, chosen, "drum-maps",
                                "List the drum maps, print one to edit, or find the pitches that one lacks", define,
                                run);
}

} // namespace segue::cli
