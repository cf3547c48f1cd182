#pragma once

#include "training/Exchange.h"
#include "training/Launch.h"

#include <chrono>
#include <memory>

namespace segue::training {

/// How long the others may take: to come, and then to answer. Who dies is noticed at once, its connections being
/// closed by its machine; a machine that loses power or its network, after this.
inline constexpr std::chrono::milliseconds kPatienceWithOthers = std::chrono::minutes(10);

/// Whether the LibTorch at hand can exchange anything: Debian's can, others where Gloo's headers were there too.
[[nodiscard]] bool hasGloo();

/// Meets the other processes of this training, and exchanges through LibTorch's c10d with Gloo: over TCP, between
/// machines of one byte order. Blocks until all are there.
/// Errors: Unsupported (without Gloo), DeviceUnavailable (the others did not come, or nothing can be heard at the
/// address; the message says who or where).
[[nodiscard]] Result<std::unique_ptr<Exchange>> meetByGloo(const Launch& launch,
                                                           std::chrono::milliseconds patience = kPatienceWithOthers);

} // namespace segue::training
