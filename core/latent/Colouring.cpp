#include "core/latent/Colouring.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <map>
#include <numeric>
#include <optional>

namespace segue::latent {
namespace {

struct TempoBin {
    float below;
    const char* name;
};
constexpr std::array kTempoBins{TempoBin{80, "under 80"},    TempoBin{100, "80 to 99"},
                                TempoBin{120, "100 to 119"}, TempoBin{140, "120 to 139"},
                                TempoBin{160, "140 to 159"}, TempoBin{1e9F, "160 and over"}};

/// The class of an example as a key that sorts ties: the bin's number, or the name.
std::optional<std::string> key(const ExampleInfo& example, ColourBy by) {
    if (by == ColourBy::Tempo) {
        const auto bin =
            std::ranges::find_if(kTempoBins, [&](const TempoBin& each) { return example.bpm < each.below; });
        if (example.bpm <= 0 || bin == kTempoBins.end())
            return std::nullopt;
        return std::to_string(bin - kTempoBins.begin());
    }
    const std::string& name = by == ColourBy::Style ? example.style : example.drummer;
    return name.empty() ? std::nullopt : std::optional(name);
}

} // namespace

Colouring colouring(std::span<const ExampleInfo> examples, ColourBy by) {
    std::map<std::string, int> counts;
    for (const ExampleInfo& example : examples)
        if (const auto name = key(example, by))
            ++counts[*name];

    std::vector<std::pair<std::string, int>> order(counts.begin(), counts.end());
    if (by != ColourBy::Tempo)
        std::ranges::stable_sort(order, std::greater(), &std::pair<std::string, int>::second);
    Colouring result;
    std::map<std::string, int> indices;
    for (const auto& [name, count] : order) {
        indices[name] = static_cast<int>(result.classes.size());
        result.classes.push_back(
            {by == ColourBy::Tempo ? kTempoBins[static_cast<std::size_t>(std::stoi(name))].name : name, count});
    }
    for (const ExampleInfo& example : examples) {
        const auto name = key(example, by);
        result.classOf.push_back(name ? indices[*name] : -1);
    }
    return result;
}

Colouring limited(Colouring colouring, int limit, const std::string& others) {
    assert(limit > 0);
    const auto kept = static_cast<std::size_t>(limit - 1);
    if (colouring.classes.size() <= kept + 1)
        return colouring;
    const auto rest = colouring.classes.begin() + limit - 1;
    const int count = std::accumulate(rest, colouring.classes.end(), 0,
                                      [](int sum, const Colouring::Class& each) { return sum + each.count; });
    colouring.classes.erase(rest, colouring.classes.end());
    colouring.classes.push_back({others, count});
    for (int& each : colouring.classOf)
        each = std::min(each, limit - 1);
    return colouring;
}

} // namespace segue::latent
