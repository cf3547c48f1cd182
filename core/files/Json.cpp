#include "core/files/Json.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

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

/// Notices names that an object has twice while it is parsed.
class NameCheck {
public:
    bool operator()(int /*depth*/, nlohmann::json::parse_event_t event, const nlohmann::json& parsed) {
        using Event = nlohmann::json::parse_event_t;
        if (event == Event::object_start)
            m_names.emplace_back();
        else if (event == Event::object_end)
            m_names.pop_back();
        else if (event == Event::key && !m_names.back().insert(parsed.get<std::string>()).second)
            m_twice = parsed.get<std::string>();
        return true;
    }

    [[nodiscard]] const std::optional<std::string>& twice() const { return m_twice; }

private:
    std::vector<std::set<std::string>> m_names; ///< of the objects around the place
    std::optional<std::string> m_twice;
};

} // namespace

Result<nlohmann::json> parseJson(std::string_view text, std::string_view what) {
    if (isTooDeep(text))
        return fail(ErrorCode::Malformed, std::string(what) + " is nested too deeply");
    NameCheck names;
    auto value = nlohmann::json::parse(text.begin(), text.end(), std::ref(names), false);
    if (value.is_discarded())
        return fail(ErrorCode::Malformed, std::string(what) + " is not JSON");
    if (names.twice())
        return fail(ErrorCode::Malformed, std::string(what) + " has \"" + *names.twice() + "\" twice");
    return value;
}

} // namespace segue::files
