#pragma once

#include "core/base/Result.h"

#include <span>

namespace segue::training {

/// What the processes that learn one model together tell each other. All of them call the same functions in the same
/// order with spans of equal sizes; each call returns when it has heard of everybody. Who trains alone has none.
/// Thread: one at a time.
/// Errors: DeviceUnavailable (another process is gone, and the message says which). Nothing can be exchanged after an
/// error.
class Exchange {
public:
    Exchange() = default;
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;
    virtual ~Exchange() = default;

    /// Range: [0, size()). Rank 0 leads: it alone writes the run folder.
    [[nodiscard]] virtual int rank() const = 0;
    [[nodiscard]] virtual int size() const = 0;

    /// Everybody's values become the sum of all processes' values: the same bits everywhere, and in every run.
    [[nodiscard]] virtual Status sum(std::span<float> values) = 0;
    [[nodiscard]] virtual Status sum(std::span<double> values) = 0;
    /// Everybody's values become those of rank 0.
    [[nodiscard]] virtual Status broadcast(std::span<float> values) = 0;
};

} // namespace segue::training
