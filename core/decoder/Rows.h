#pragma once

#include "core/decoder/SparseInput.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace segue::decoder {

/// As many rows of numbers as a batch has sequences. Each row begins at a cache line.
class Rows {
public:
    Rows() = default;
    Rows(std::size_t rows, std::size_t width)
        : m_rows(rows),
          m_width(width),
          m_stride((width + kLine - 1) / kLine * kLine),
          m_lines(rows * m_stride / kLine) {}

    [[nodiscard]] std::size_t rows() const { return m_rows; }
    [[nodiscard]] std::size_t width() const { return m_width; }
    /// From the beginning of a row to that of the next one.
    [[nodiscard]] std::size_t stride() const { return m_stride; }
    [[nodiscard]] std::span<float> operator[](std::size_t row) { return {data() + row * m_stride, m_width}; }
    [[nodiscard]] std::span<const float> operator[](std::size_t row) const {
        return {data() + row * m_stride, m_width};
    }
    void clear() { std::ranges::fill(m_lines, Line{}); }

private:
    static constexpr std::size_t kLine = 16;
    struct alignas(64) Line {
        std::array<float, kLine> values{};
    };
    [[nodiscard]] float* data() { return m_lines.empty() ? nullptr : m_lines.front().values.data(); }
    [[nodiscard]] const float* data() const { return m_lines.empty() ? nullptr : m_lines.front().values.data(); }

    std::size_t m_rows = 0;
    std::size_t m_width = 0;
    std::size_t m_stride = 0;
    std::vector<Line> m_lines;
};

/// The rows of a batch that take part in a step, rising: a sequence that has ended rests and keeps what it knows.
using ActiveRows = std::span<const std::size_t>;

/// The sparse numbers of each row of a batch at a step.
using SparseBatch = std::span<const std::span<const SparseInput>>;

} // namespace segue::decoder
