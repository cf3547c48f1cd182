#pragma once

#include "core/architecture/DrumMapJson.h"
#include "core/base/Result.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace segue::architecture {

// Reading the fields of an architecture's JSON, and the checks they share. Only this folder includes it.

[[nodiscard]] Error malformed(const std::string& field, const std::string& expected);
/// Errors: Malformed, naming the field.
[[nodiscard]] Result<int> integer(const nlohmann::json& object, const std::string& field);
[[nodiscard]] Result<std::string> string(const nlohmann::json& object, const std::string& field);
[[nodiscard]] Result<std::vector<int>> integers(const nlohmann::json& object, const std::string& field);

/// Errors: InvalidArgument unless low <= value <= high.
[[nodiscard]] Status inRange(const std::string& field, int value, int low, int high);

/// Fills in fields of an object that must outlive it, one after another; the first that is wrong is what status() says.
class FieldReader {
public:
    FieldReader(const nlohmann::json& object, std::string_view name) : m_object(&object), m_name(name) {}

    template <class Value>
    void required(const std::string& field, Value& value) {
        read(field, value, true);
    }
    template <class Value>
    void optional(const std::string& field, Value& value) {
        read(field, value, false);
    }
    /// Errors: Malformed, naming the field.
    [[nodiscard]] const Status& status() const { return m_status; }

private:
    void read(const std::string& field, int& value, bool isRequired);
    void read(const std::string& field, float& value, bool isRequired);
    void read(const std::string& field, bool& value, bool isRequired);
    void read(const std::string& field, std::string& value, bool isRequired);
    void read(const std::string& field, std::vector<int>& value, bool isRequired);
    void read(const std::string& field, music::DrumMap& value, bool isRequired);
    /// The field, or nullptr if there is nothing to read: it is absent, or one before it was wrong.
    [[nodiscard]] const nlohmann::json* find(const std::string& field, bool isRequired);
    void refuse(const std::string& field, const std::string& expected);

    const nlohmann::json* m_object;
    std::string m_name;
    Status m_status;
};

} // namespace segue::architecture
