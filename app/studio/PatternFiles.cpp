#include "app/studio/PatternFiles.h"

#include "core/files/MidiFile.h"

#include <cassert>
#include <cmath>
#include <system_error>

namespace segue::studio {
namespace {

constexpr std::size_t kLongestName = 60;

std::string tempoText(Bpm tempo) {
    return std::to_string(std::lround(tempo.value)) + "bpm";
}

std::string twoDigits(int number) {
    std::string text = std::to_string(number);
    if (number < 10)
        text.insert(text.begin(), '0');
    return text;
}

bool isWelcome(char character) {
    const auto byte = static_cast<unsigned char>(character);
    return byte >= 0x20 && byte != 0x7f && std::string_view("/\\:*?\"<>|").find(character) == std::string_view::npos;
}

} // namespace

std::string patternFileName(std::string_view what, Bpm tempo) {
    std::string name;
    for (const char character : what.substr(0, kLongestName))
        if (isWelcome(character))
            name += character;
    if (name.empty() || name.front() == '.')
        name = "groove";
    return name + " " + tempoText(tempo) + ".mid";
}

std::string morphFileName(int step, int steps, Bpm tempo) {
    assert(step >= 0 && step < steps);
    return "morph " + twoDigits(step + 1) + " of " + twoDigits(steps) + " " + tempoText(tempo) + ".mid";
}

Status writePattern(const std::filesystem::path& path, const music::Pattern& pattern, Bpm tempo,
                    const codec::Codec& codec) {
    return files::writeMidiFile(path, codec.notesOf(pattern, tempo));
}

Result<std::vector<std::filesystem::path>> writeMorph(const std::filesystem::path& folder,
                                                      std::span<const music::Pattern> patterns, Bpm tempo,
                                                      const codec::Codec& codec) {
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure)
        return fail(ErrorCode::Unreadable, "The folder " + folder.string() + " cannot be made: " + failure.message());
    std::vector<std::filesystem::path> written;
    const int steps = static_cast<int>(patterns.size());
    for (int step = 0; step < steps; ++step) {
        written.push_back(folder / morphFileName(step, steps, tempo));
        const Status status = writePattern(written.back(), patterns[static_cast<std::size_t>(step)], tempo, codec);
        if (!status)
            return fail(status.error());
    }
    return written;
}

} // namespace segue::studio
