#include "app/cli/SplitOption.h"

namespace segue::cli {

Result<files::Split> splitNamed(const std::string& name) {
    if (const auto split = files::splitFromName(name))
        return *split;
    return fail(ErrorCode::InvalidArgument, "There is no split \"" + name + "\"; write train, validation or test");
}

Result<std::vector<files::Split>> splitsNamed(const std::vector<std::string>& names) {
    std::vector<files::Split> splits;
    for (const std::string& name : names) {
        const auto split = splitNamed(name);
        if (!split)
            return fail(split.error());
        splits.push_back(*split);
    }
    return splits;
}

} // namespace segue::cli
