#include "app/cli/Repairs.h"

namespace segue::cli {

std::string describe(const files::Repair& repair) {
    return repair.what + (repair.count > 1 ? " (" + std::to_string(repair.count) + " times)" : "");
}

nlohmann::json toJson(const std::vector<files::Repair>& repairs) {
    nlohmann::json list = nlohmann::json::array();
    for (const files::Repair& repair : repairs)
        list.push_back({{"what", repair.what}, {"count", repair.count}});
    return list;
}

} // namespace segue::cli
