#pragma once

#include "core/base/Error.h"

#include <tl/expected.hpp>

namespace segue {

/// A value, or the reason why there is none. The only file that names the implementation: with C++23 it becomes
/// std::expected.
template <class T>
using Result = tl::expected<T, Error>;

/// Success, or the reason of a failure.
using Status = Result<void>;

/// `return fail(ErrorCode::Malformed, "…")` from any function that returns a Result.
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
    return tl::unexpected<Error>(Error(code, std::move(message)));
}

/// Passes an error on, as it is.
[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

/// Passes an error on with one more line of context ("while loading X").
[[nodiscard]] inline tl::unexpected<Error> fail(Error error, std::string context) {
    error.addContext(std::move(context));
    return tl::unexpected<Error>(std::move(error));
}

} // namespace segue
