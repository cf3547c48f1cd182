#include "core/base/Fnv64.h"
#include "core/files/MusicCollection.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace segue::files {
namespace {

constexpr double kValidationShare = 0.1;
constexpr double kTestShare = 0.1;
constexpr std::size_t kEnoughForValidation = 5;

std::string_view withoutExtension(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    const std::size_t slash = name.rfind('/');
    const bool isExtension =
        dot != std::string_view::npos && dot > 0 && (slash == std::string_view::npos || dot > slash + 1);
    return isExtension ? name.substr(0, dot) : name;
}

/// In [0, 1), without regard to how alike names are.
double rankOf(std::string_view name) {
    Fnv64 hash;
    hash.add(withoutExtension(name));
    return static_cast<double>(hash.mixed() >> 11) * 0x1.0p-53;
}

} // namespace

std::string_view name(Split split) {
    switch (split) {
    case Split::Train: return "train";
    case Split::Validation: return "validation";
    case Split::Test: return "test";
    }
    return "train";
}

std::optional<Split> splitFromName(std::string_view text) {
    for (const Split split : {Split::Train, Split::Validation, Split::Test})
        if (text == name(split))
            return split;
    return std::nullopt;
}

std::vector<Split> splitByName(const std::vector<std::string>& names) {
    std::vector<double> ranks(names.size());
    std::ranges::transform(names, ranks.begin(), rankOf);
    double validationEnd = kValidationShare;
    if (std::set<double>(ranks.begin(), ranks.end()).size() >= kEnoughForValidation)
        validationEnd = std::max(validationEnd, std::nextafter(std::ranges::min(ranks), 1.0));
    std::vector<Split> splits;
    for (const double rank : ranks)
        splits.push_back(rank < validationEnd                   ? Split::Validation
                         : rank < kValidationShare + kTestShare ? Split::Test
                                                                : Split::Train);
    return splits;
}

} // namespace segue::files
