#pragma once

#include "core/files/Repair.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace segue::cli {

/// "Track 3 is cut short (2 times)".
[[nodiscard]] std::string describe(const files::Repair& repair);

/// [{"what", "count"}]
[[nodiscard]] nlohmann::json toJson(const std::vector<files::Repair>& repairs);

} // namespace segue::cli
