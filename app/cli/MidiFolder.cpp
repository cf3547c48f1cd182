#include "app/cli/MidiFolder.h"

#include "core/files/MidiFile.h"

#include <array>
#include <cstdio>
#include <system_error>

namespace segue::cli {
namespace {

std::string outputName(const std::string& name, std::size_t number, std::size_t count) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "-%03zu-of-%03zu.mid", number, count);
    return name + text.data();
}

} // namespace

Result<std::vector<std::filesystem::path>> writeMidiFolder(const std::vector<music::NoteSequence>& pieces,
                                                           const std::filesystem::path& folder,
                                                           const std::string& name) {
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure)
        return fail(ErrorCode::Unreadable, "Cannot make the folder " + folder.string() + ": " + failure.message());
    std::vector<std::filesystem::path> paths;
    for (const music::NoteSequence& piece : pieces) {
        paths.push_back(folder / outputName(name, paths.size() + 1, pieces.size()));
        if (auto status = files::writeMidiFile(paths.back(), piece); !status)
            return fail(status.error());
    }
    return paths;
}

} // namespace segue::cli
