#pragma once

#include "core/decoder/PackedMatrix.h"

#include <cstddef>
#include <span>
#include <vector>

namespace segue::decoder {

/// Steps of a window, each as those of its numbers that are not zero. Keeps its memory when it is cleared.
class SparseRows {
public:
    [[nodiscard]] std::size_t size() const { return m_ends.size(); }
    [[nodiscard]] std::span<const SparseInput> row(std::size_t index) const {
        const std::size_t begin = index == 0 ? 0 : m_ends[index - 1];
        return std::span(m_entries).subspan(begin, m_ends[index] - begin);
    }

    /// Room for rows of at most so many numbers.
    void reserve(std::size_t rows, std::size_t width) {
        m_entries.reserve(rows * width);
        m_ends.reserve(rows);
    }
    void clear() {
        m_entries.clear();
        m_ends.clear();
    }
    /// To the row that is being written.
    void add(SparseInput entry) { m_entries.push_back(entry); }
    /// What of `values` is not zero; their columns count from `firstColumn`.
    void add(std::span<const float> values, std::size_t firstColumn = 0) {
        for (std::size_t at = 0; at < values.size(); ++at)
            if (values[at] != 0.0F)
                add({firstColumn + at, values[at]});
    }
    void endRow() { m_ends.push_back(m_entries.size()); }

private:
    std::vector<SparseInput> m_entries;
    std::vector<std::size_t> m_ends;
};

} // namespace segue::decoder
