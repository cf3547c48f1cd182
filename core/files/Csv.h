#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue::files {

/// A table of texts with a line of column names. Total: any text is a table. A cell that is not there is empty.
class CsvTable {
public:
    /// Commas, quotes and line ends as in RFC 4180; a byte order mark is skipped, and empty lines are.
    explicit CsvTable(std::string_view text);

    [[nodiscard]] std::size_t rows() const { return m_rows.size(); }
    [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
    /// Requires: row < rows().
    [[nodiscard]] std::string_view cell(std::size_t row, std::optional<std::size_t> column) const;

private:
    std::vector<std::string> m_names;
    std::vector<std::vector<std::string>> m_rows;
};

} // namespace segue::files
