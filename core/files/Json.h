#pragma once

#include "core/base/Result.h"

#include <nlohmann/json.hpp>

#include <string_view>

namespace segue::files {

/// JSON from outside. Nesting deeper than 64 is refused, since copying and printing a value recurse, and so is an
/// object that has a name twice, of which another reader may take the other value. Errors: Malformed, naming `what`
/// ("the header").
[[nodiscard]] Result<nlohmann::json> parseJson(std::string_view text, std::string_view what);

} // namespace segue::files
