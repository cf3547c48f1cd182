#include "core/base/Error.h"

namespace segue {

std::string_view name(ErrorCode code) {
    switch (code) {
    case ErrorCode::NotFound: return "not-found";
    case ErrorCode::Unreadable: return "unreadable";
    case ErrorCode::Malformed: return "malformed";
    case ErrorCode::Unsupported: return "unsupported";
    case ErrorCode::ShapeMismatch: return "shape-mismatch";
    case ErrorCode::InvalidArgument: return "invalid-argument";
    case ErrorCode::NoMusic: return "no-music";
    case ErrorCode::DeviceUnavailable: return "device-unavailable";
    case ErrorCode::Cancelled: return "cancelled";
    case ErrorCode::OutOfMemory: return "out-of-memory";
    case ErrorCode::Internal: return "internal";
    }
    return "internal";
}

std::string Error::text() const {
    std::string text = m_message;
    for (std::size_t i = 0; i < m_context.size(); ++i)
        text += (i == 0 ? " (" : ", ") + m_context[i];
    if (!m_context.empty())
        text += ")";
    return text;
}

} // namespace segue
