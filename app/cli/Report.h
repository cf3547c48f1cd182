#pragma once

#include "core/base/Error.h"

#include <nlohmann/json.hpp>

#include <ostream>
#include <string>

namespace segue::cli {

/// What a command has to say: lines for a person as they come, or, with --json, one object at the end.
class Report {
public:
    Report(std::ostream& out, std::ostream& errors) : m_out(out), m_errors(errors) {}

    void setJson(bool json) { m_json = json; }
    [[nodiscard]] bool isJson() const { return m_json; }

    /// A line for a person; silent with --json.
    void line(const std::string& text);
    /// A line on the error stream, for a person, in both modes: progress and warnings.
    void note(const std::string& text);
    /// As note(), but on a terminal the next line takes its place.
    void progress(const std::string& text);
    /// Whether the error stream is a terminal that a person looks at.
    [[nodiscard]] bool isTerminal() const;
    /// A fact for the machine.
    void set(const std::string& key, nlohmann::json value) { m_object[key] = std::move(value); }
    [[nodiscard]] nlohmann::json& object() { return m_object; }

    /// Prints the object (--json), and the error if there is one. Returns the exit code: 0 or 1.
    int finish(const Error* error);

private:
    void endProgress();

    std::ostream& m_out;
    std::ostream& m_errors;
    bool m_json = false;
    bool m_hasProgress = false; ///< on the terminal's last line
    nlohmann::json m_object = nlohmann::json::object();
};

} // namespace segue::cli
