#include "app/cli/JsonLists.h"

#include <cmath>
#include <limits>

namespace segue::cli {

using nlohmann::json;

Result<const json*> listIn(const json& document, const std::string& name) {
    if (!document.is_object() || !document.contains(name) || !document[name].is_array())
        return fail(ErrorCode::Malformed, "\"" + name + "\" is missing, or is not a list");
    return &document[name];
}

Status checkLength(const json& value, std::size_t length, const std::string& where) {
    if (!value.is_array())
        return fail(ErrorCode::Malformed, where + " must be a list");
    if (value.size() != length)
        return fail(ErrorCode::ShapeMismatch, where + " has " + std::to_string(value.size()) +
                                                  " values; the model has " + std::to_string(length));
    return {};
}

Result<double> numberIn(const json& value, const std::string& where) {
    if (value.is_boolean())
        return value.get<bool>() ? 1.0 : 0.0;
    constexpr double kLargest = std::numeric_limits<float>::max();
    if (!value.is_number() || !(std::abs(value.get<double>()) <= kLargest))
        return fail(ErrorCode::Malformed, where + " must be a number that fits in 32 bits");
    return value.get<double>();
}

} // namespace segue::cli
