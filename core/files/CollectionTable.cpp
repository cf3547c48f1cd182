#include "core/files/CollectionTable.h"

#include "core/base/Files.h"
#include "core/base/Utf8.h"
#include "core/files/Csv.h"

#include <charconv>

namespace segue::files {
namespace {

float positiveNumber(std::string_view text) {
    float value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && value > 0.0F && value < 1e6F ? value : 0.0F;
}

} // namespace

CollectionTable::CollectionTable(std::string_view csv) {
    const CsvTable table(csv);
    const auto file = table.column("midi_filename");
    if (!file)
        return;
    const auto style = table.column("style");
    const auto drummer = table.column("drummer");
    const auto beatType = table.column("beat_type");
    const auto bpm = table.column("bpm");
    const auto split = table.column("split");
    for (std::size_t i = 0; i < table.rows(); ++i) {
        const std::string_view styles = table.cell(i, style);
        m_rows[std::string(table.cell(i, file))] = {.style = utf8FromUnknown(styles.substr(0, styles.find('/'))),
                                                    .drummer = utf8FromUnknown(table.cell(i, drummer)),
                                                    .beatType = utf8FromUnknown(table.cell(i, beatType)),
                                                    .bpm = positiveNumber(table.cell(i, bpm)),
                                                    .split = splitFromName(table.cell(i, split))};
    }
}

Result<CollectionTable> CollectionTable::ofFolder(const std::filesystem::path& folder) {
    const auto bytes = readFile(folder / "info.csv");
    if (!bytes && bytes.error().code() == ErrorCode::NotFound)
        return CollectionTable(std::string_view());
    if (!bytes)
        return fail(bytes.error());
    return CollectionTable(std::string_view(reinterpret_cast<const char*>(bytes->data()), bytes->size()));
}

const CollectionTable::Row& CollectionTable::row(const std::string& file) const {
    static const Row kNothing{};
    const auto at = m_rows.find(file);
    return at == m_rows.end() ? kNothing : at->second;
}

} // namespace segue::files
