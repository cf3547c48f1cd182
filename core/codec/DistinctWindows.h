#pragma once

#include "core/codec/Extraction.h"

#include <cstddef>
#include <set>
#include <utility>
#include <vector>

namespace segue::codec {

/// Windows of which no two have the same pattern: the first of equals stays, the others are counted as duplicates.
template <class Pattern>
class DistinctWindows {
public:
    DistinctWindows() = default;
    DistinctWindows(const DistinctWindows&) = delete; // the order looks into the windows of this one
    DistinctWindows& operator=(const DistinctWindows&) = delete;

    void add(WindowOf<Pattern> window, ExtractionReport& report) {
        m_windows.push_back(std::move(window));
        if (m_order.insert(m_windows.size() - 1).second)
            return;
        m_windows.pop_back();
        ++report.drops[DropReason::Duplicate];
    }

    [[nodiscard]] const std::vector<WindowOf<Pattern>>& windows() const { return m_windows; }

private:
    struct ByPattern {
        const std::vector<WindowOf<Pattern>>* windows;
        bool operator()(std::size_t a, std::size_t b) const { return (*windows)[a].pattern < (*windows)[b].pattern; }
    };

    std::vector<WindowOf<Pattern>> m_windows;
    std::set<std::size_t, ByPattern> m_order{ByPattern{&m_windows}};
};

} // namespace segue::codec
