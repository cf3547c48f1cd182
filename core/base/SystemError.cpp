#include "core/base/SystemError.h"

#include <cerrno>
#include <system_error>

namespace segue {

Error systemError(const std::filesystem::path& path, const char* verb, int error) {
    const ErrorCode code = error == ENOENT || error == ENOTDIR ? ErrorCode::NotFound : ErrorCode::Unreadable;
    return Error(code,
                 "Cannot " + std::string(verb) + " " + path.string() + ": " + std::generic_category().message(error));
}

} // namespace segue
