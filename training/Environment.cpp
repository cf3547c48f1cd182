#include "training/Environment.h"

#include "core/base/Files.h"
#include "core/model/Backend.h"

#include <array>
#include <ctime>
#include <fstream>
#include <string>
#include <sys/utsname.h>
#include <thread>
#include <unistd.h>

namespace segue::training {
namespace {

using nlohmann::json;

constexpr std::size_t kLimit = 1 << 24;

std::string timeNow() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    std::array<char, 32> text{};
    if (::gmtime_r(&now, &utc) == nullptr || std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
        return {};
    return text.data();
}

/// Of the first processor; Linux names it differently on each architecture, and not on all.
std::string processorName() {
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);)
        if (line.starts_with("model name"))
            if (const auto colon = line.find(": "); colon != std::string::npos)
                return line.substr(colon + 2);
    return {};
}

} // namespace

json environmentFacts() {
    json facts{{"program", "segue " SEGUE_VERSION},
               {"compiler", __VERSION__},
               {"cores", std::thread::hardware_concurrency()},
               {"process", ::getpid()}};
    const auto blas = model::blasLibrary();
    facts["libraries"] = {{"torch", model::torchVersion()}};
    if (!blas.path.empty())
        facts["libraries"]["blas"] = blas.path;
    if (const std::string time = timeNow(); !time.empty())
        facts["time"] = time;
    if (const std::string name = processorName(); !name.empty())
        facts["processor"] = name;
    const auto pages = ::sysconf(_SC_PHYS_PAGES);
    const auto pageSize = ::sysconf(_SC_PAGESIZE);
    if (pages > 0 && pageSize > 0)
        facts["memory_bytes"] = std::int64_t{pages} * pageSize;
    utsname system{};
    if (::uname(&system) == 0) {
        facts["host"] = system.nodename;
        facts["system"] = std::string(system.sysname) + " " + system.release + " " + system.machine;
    }
    return facts;
}

Status addStart(const std::filesystem::path& environmentFile, const json& start) {
    json starts = json::array();
    if (const auto bytes = readFile(environmentFile, kLimit)) {
        const auto* text = reinterpret_cast<const char*>(bytes->data());
        const json before = json::parse(text, text + bytes->size(), nullptr, false);
        if (before.is_object() && before.contains("starts") && before["starts"].is_array())
            starts = before["starts"];
    }
    starts.push_back(start);
    const json object{{"format_version", 1}, {"starts", std::move(starts)}};
    return writeFileAtomically(environmentFile, object.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

} // namespace segue::training
