#include "core/base/FreeMemory.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace segue {
namespace {

namespace fs = std::filesystem;

std::optional<std::uint64_t> numberOf(std::string_view text) {
    std::uint64_t number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() ? std::optional(number) : std::nullopt;
}

/// The first word of a file; "max", which is no limit, is no number.
std::optional<std::uint64_t> numberIn(const fs::path& path) {
    std::string word;
    std::ifstream(path) >> word;
    return numberOf(word);
}

/// The number behind `key` in a file of lines "key number".
std::optional<std::uint64_t> numberBehind(std::string_view key, const fs::path& path) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string name;
        std::string number;
        if (words >> name >> number && name == key)
            return numberOf(number);
    }
    return std::nullopt;
}

/// The files of one version of control groups.
struct Version {
    const char* mount;
    const char* limit;
    const char* usage;
    const char* fileCache; ///< key in memory.stat
};
constexpr Version kFirst{"sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes",
                         "total_inactive_file"};
constexpr Version kSecond{"sys/fs/cgroup", "memory.max", "memory.current", "inactive_file"};

std::optional<std::uint64_t> leftOfLimit(const fs::path& group, const Version& version) {
    const auto limit = numberIn(group / version.limit);
    const auto usage = numberIn(group / version.usage);
    if (!limit || !usage)
        return std::nullopt;
    const std::uint64_t cache = numberBehind(version.fileCache, group / "memory.stat").value_or(0);
    const std::uint64_t taken = *usage - std::min(*usage, cache);
    return *limit - std::min(*limit, taken);
}

/// The least that is left to a group and those that hold it. In a container the path may be the host's, which is not
/// there: then the mount itself is the group.
std::optional<std::uint64_t> leftOfLimits(const fs::path& mount, fs::path group, const Version& version) {
    std::optional<std::uint64_t> least;
    while (true) {
        const auto left = leftOfLimit(group.empty() ? mount : mount / group, version);
        if (left)
            least = std::min(least.value_or(*left), *left);
        if (group.empty())
            return least;
        group = group.parent_path();
    }
}

/// A line of /proc/self/cgroup: number, controllers, path, separated by colons. Version 2 names no controllers.
std::optional<std::uint64_t> leftByLine(const std::string& line, const fs::path& root) {
    std::istringstream fields(line);
    std::string number;
    std::string controllers;
    std::string path;
    if (!std::getline(fields, number, ':') || !std::getline(fields, controllers, ':') || !std::getline(fields, path))
        return std::nullopt;
    const bool isSecond = controllers.empty();
    if (!isSecond && ("," + controllers + ",").find(",memory,") == std::string::npos)
        return std::nullopt;
    const Version& version = isSecond ? kSecond : kFirst;
    return leftOfLimits(root / version.mount, fs::path(path).relative_path(), version);
}

} // namespace

std::optional<std::uint64_t> freeMemory() {
    return freeMemory("/");
}

std::optional<std::uint64_t> freeMemory(const fs::path& root) {
    auto least = numberBehind("MemAvailable:", root / "proc/meminfo");
    if (least)
        *least *= 1024; // the file says kB
    std::ifstream groups(root / "proc/self/cgroup");
    for (std::string line; std::getline(groups, line);)
        if (const auto left = leftByLine(line, root))
            least = std::min(least.value_or(*left), *left);
    return least;
}

} // namespace segue
