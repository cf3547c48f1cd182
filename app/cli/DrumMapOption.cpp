#include "app/cli/DrumMapOption.h"

#include "core/files/DrumMapFile.h"

#include <filesystem>

namespace segue::cli {

void defineDrumMapOption(CLI::App& command, std::string& nameOrFile) {
    command.add_option("--drum-map", nameOrFile,
                       "The drum map that the MIDI files are read with, by name or as a file (drum-maps lists them); "
                       "without it the model's own, and General MIDI for other pitches");
}

Result<music::DrumMap> drumMapFrom(const std::string& nameOrFile) {
    if (const music::DrumMap* preset = music::drumMapNamed(nameOrFile))
        return *preset;
    auto map = files::readDrumMapFile(nameOrFile);
    if (map || map.error().code() != ErrorCode::NotFound)
        return map;
    std::string names;
    for (const auto& preset : music::drumMapPresets())
        names += (names.empty() ? "" : ", ") + preset.map->name;
    return fail(ErrorCode::NotFound,
                "There is no drum map and no file named " + nameOrFile + "; the maps there are: " + names);
}

Result<ReadingMap> readingMapFrom(const std::string& nameOrFile) {
    if (nameOrFile.empty())
        return ReadingMap();
    auto map = drumMapFrom(nameOrFile);
    if (!map)
        return fail(map.error());
    if (auto status = music::validate(*map, music::kDrumClasses, music::kDrumClasses); !status)
        return fail(status.error(), "for the rows of a groove");
    return std::make_shared<const music::DrumMap>(std::move(*map));
}

} // namespace segue::cli
