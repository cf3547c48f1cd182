#include "core/files/Csv.h"

#include <algorithm>
#include <cassert>

namespace segue::files {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// The cells up to the end of the line, which is taken off `text` with them. Requires: text is not empty.
std::vector<std::string> takeRow(std::string_view& text) {
    std::vector<std::string> cells(1);
    bool inQuotes = false;
    std::size_t i = 0;
    for (; i < text.size(); ++i) {
        const char c = text[i];
        if (inQuotes && c == '"' && i + 1 < text.size() && text[i + 1] == '"')
            cells.back() += text[++i]; // a quote within quotes is doubled
        else if (c == '"' && (inQuotes || cells.back().empty()))
            inQuotes = !inQuotes;
        else if (!inQuotes && c == ',')
            cells.emplace_back();
        else if (!inQuotes && (c == '\n' || c == '\r'))
            break;
        else
            cells.back() += c;
    }
    text.remove_prefix(std::min(i + 1, text.size()));
    return cells;
}

} // namespace

CsvTable::CsvTable(std::string_view text) {
    if (text.starts_with(kByteOrderMark))
        text.remove_prefix(kByteOrderMark.size());
    while (!text.empty()) {
        auto row = takeRow(text);
        if (row.size() == 1 && row.front().empty())
            continue;
        if (m_names.empty())
            m_names = std::move(row);
        else
            m_rows.push_back(std::move(row));
    }
}

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
    const auto at = std::ranges::find(m_names, name);
    if (at == m_names.end())
        return std::nullopt;
    return static_cast<std::size_t>(at - m_names.begin());
}

std::string_view CsvTable::cell(std::size_t row, std::optional<std::size_t> column) const {
    assert(row < m_rows.size());
    const auto& cells = m_rows[row];
    return column && *column < cells.size() ? std::string_view(cells[*column]) : std::string_view();
}

} // namespace segue::files
