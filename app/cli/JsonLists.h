#pragma once

#include "core/base/Result.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>

namespace segue::cli {

/// What reading lists of numbers out of JSON has in common. `where` names the place in messages: "hits[2][15]".

/// The list `name` of an object. Errors: Malformed.
[[nodiscard]] Result<const nlohmann::json*> listIn(const nlohmann::json& document, const std::string& name);

/// Errors: Malformed (no list), ShapeMismatch.
[[nodiscard]] Status checkLength(const nlohmann::json& value, std::size_t length, const std::string& where);

/// A number, or 1 for true and 0 for false. Errors: Malformed (also: a number beyond a float).
[[nodiscard]] Result<double> numberIn(const nlohmann::json& value, const std::string& where);

} // namespace segue::cli
