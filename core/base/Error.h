#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace segue {

/// What kind of failure it was: what a program can act on. Tests compare codes, not prose.
enum class ErrorCode {
    NotFound, ///< a file, folder, device or name does not exist
    Unreadable, ///< it exists but cannot be read or written (permissions, a full disk)
    Malformed, ///< bytes that break their format
    Unsupported, ///< well-formed, but of a kind or version that Segue does not know
    ShapeMismatch, ///< numbers that do not fit together: tensor shapes, lengths
    InvalidArgument, ///< what the user typed cannot be meant
    NoMusic, ///< read without fault, but nothing in it can be used (no drums, no notes)
    DeviceUnavailable, ///< no audio device, MIDI port gone
    Cancelled, ///< the user asked to stop
    OutOfMemory,
    Internal, ///< an exception of a library that fits nowhere else
};

/// The stable lower-case name of a code, as it stands in machine-readable reports ("not-found").
[[nodiscard]] std::string_view name(ErrorCode code);

/// A failure told to a person: a sentence that says what went wrong with what, and what was being done meanwhile.
class Error {
public:
    Error(ErrorCode code, std::string message) : m_code(code), m_message(std::move(message)) {}

    [[nodiscard]] ErrorCode code() const { return m_code; }
    [[nodiscard]] const std::string& message() const { return m_message; }
    /// Innermost first.
    [[nodiscard]] const std::vector<std::string>& context() const { return m_context; }
    void addContext(std::string line) { m_context.push_back(std::move(line)); }

    /// "message (while a, while b)".
    [[nodiscard]] std::string text() const;

private:
    ErrorCode m_code;
    std::string m_message;
    std::vector<std::string> m_context;
};

} // namespace segue
