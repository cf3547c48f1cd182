#include "core/architecture/JsonFields.h"

#include <nlohmann/json.hpp>

#include <limits>

namespace segue::architecture {

using nlohmann::json;

namespace {

bool isInt(const json& value) {
    if (!value.is_number_integer())
        return false;
    if (value.is_number_unsigned())
        return value.get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<int>::max());
    const auto number = value.get<std::int64_t>();
    return number >= std::numeric_limits<int>::min() && number <= std::numeric_limits<int>::max();
}

} // namespace

Error malformed(const std::string& field, const std::string& expected) {
    return Error(ErrorCode::Malformed, "Field \"" + field + "\" must be " + expected);
}

Result<int> integer(const json& object, const std::string& field) {
    const auto at = object.find(field);
    if (at == object.end() || !isInt(*at))
        return fail(malformed(field, "a whole number"));
    return at->get<int>();
}

Result<std::string> string(const json& object, const std::string& field) {
    const auto at = object.find(field);
    if (at == object.end() || !at->is_string())
        return fail(malformed(field, "a text"));
    return at->get<std::string>();
}

Result<std::vector<int>> integers(const json& object, const std::string& field) {
    const auto at = object.find(field);
    if (at == object.end() || !at->is_array())
        return fail(malformed(field, "a list of whole numbers"));
    std::vector<int> values;
    for (const auto& item : *at) {
        if (!isInt(item))
            return fail(malformed(field, "a list of whole numbers"));
        values.push_back(item.get<int>());
    }
    return values;
}

Status inRange(const std::string& field, int value, int low, int high) {
    if (value >= low && value <= high)
        return {};
    return fail(ErrorCode::InvalidArgument, field + " is " + std::to_string(value) + "; it must be from " +
                                                std::to_string(low) + " to " + std::to_string(high));
}

const json* FieldReader::find(const std::string& field, bool isRequired) {
    if (!m_status)
        return nullptr;
    const auto at = m_object->find(field);
    if (at != m_object->end())
        return &*at;
    if (isRequired)
        m_status = fail(ErrorCode::Malformed, "Field \"" + m_name + "." + field + "\" is missing");
    return nullptr;
}

void FieldReader::refuse(const std::string& field, const std::string& expected) {
    m_status = fail(malformed(m_name + "." + field, expected));
}

void FieldReader::read(const std::string& field, int& value, bool isRequired) {
    if (const json* at = find(field, isRequired))
        isInt(*at) ? static_cast<void>(value = at->get<int>()) : refuse(field, "a whole number");
}

void FieldReader::read(const std::string& field, float& value, bool isRequired) {
    if (const json* at = find(field, isRequired))
        at->is_number() ? static_cast<void>(value = at->get<float>()) : refuse(field, "a number");
}

void FieldReader::read(const std::string& field, bool& value, bool isRequired) {
    if (const json* at = find(field, isRequired))
        at->is_boolean() ? static_cast<void>(value = at->get<bool>()) : refuse(field, "true or false");
}

void FieldReader::read(const std::string& field, std::string& value, bool isRequired) {
    if (const json* at = find(field, isRequired))
        at->is_string() ? static_cast<void>(value = at->get<std::string>()) : refuse(field, "a text");
}

void FieldReader::read(const std::string& field, std::vector<int>& value, bool isRequired) {
    if (find(field, isRequired) == nullptr)
        return;
    auto numbers = integers(*m_object, field);
    if (numbers)
        value = std::move(*numbers);
    else
        refuse(field, "a list of whole numbers");
}

void FieldReader::read(const std::string& field, music::DrumMap& value, bool isRequired) {
    const json* at = find(field, isRequired);
    if (at == nullptr)
        return;
    if (!at->is_object())
        return refuse(field, "an object");
    auto map = drumMapFromJson(*at);
    if (map)
        value = std::move(*map);
    else
        m_status = fail(std::move(map).error(), "in " + m_name);
}

} // namespace segue::architecture
