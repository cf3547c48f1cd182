#include "core/files/Json.h"

#include <string>

namespace segue::files {
namespace {

constexpr int kMaximumDepth = 64;

bool isTooDeep(std::string_view text) {
    int depth = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString && c == '\\')
            ++i;
        else if (c == '"')
            inString = !inString;
        else if (!inString && (c == '[' || c == '{') && ++depth > kMaximumDepth)
            return true;
        else if (!inString && (c == ']' || c == '}'))
            --depth;
    }
    return false;
}

} // namespace

Result<nlohmann::json> parseJson(std::string_view text, std::string_view what) {
    if (isTooDeep(text))
        return fail(ErrorCode::Malformed, std::string(what) + " is nested too deeply");
    auto value = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
    if (value.is_discarded())
        return fail(ErrorCode::Malformed, std::string(what) + " is not JSON");
    return value;
}

} // namespace segue::files
