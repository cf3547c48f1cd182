#include "core/files/CollectionTable.h"

#include "core/base/Files.h"
#include "core/base/Utf8.h"
#include "core/files/Csv.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace segue::files {
namespace {

float positiveNumber(std::string_view text) {
    float value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && value > 0.0F && value < 1e6F ? value : 0.0F;
}

bool isNumber(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "4-4"
bool isTimeSignature(std::string_view text) {
    const std::size_t dash = text.find('-');
    return dash != std::string_view::npos && isNumber(text.substr(0, dash)) && isNumber(text.substr(dash + 1));
}

/// The folder that is named "drummer7", or nothing.
std::string_view drummerFolder(std::string_view file) {
    constexpr std::string_view kDrummer = "drummer";
    for (std::size_t end = file.find('/'); end != std::string_view::npos; end = file.find('/')) {
        const std::string_view folder = file.substr(0, end);
        if (folder.starts_with(kDrummer) && isNumber(folder.substr(kDrummer.size())))
            return folder;
        file.remove_prefix(end + 1);
    }
    return {};
}

} // namespace

CollectionTable::Row rowFromName(std::string_view file) {
    const std::size_t slash = file.rfind('/');
    std::string_view rest = file.substr(slash == std::string_view::npos ? 0 : slash + 1);
    rest = rest.substr(0, rest.rfind('.'));
    enum Part { Number, Style, Tempo, Beat, Meter, PartCount };
    std::array<std::string_view, PartCount> parts;
    for (std::string_view& part : parts) {
        const std::size_t end = std::min(rest.find('_'), rest.size());
        part = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    const bool isBeatType = parts[Beat] == "beat" || parts[Beat] == "fill";
    if (!isNumber(parts[Number]) || parts[Style].empty() || !isBeatType || !isTimeSignature(parts[Meter]))
        return {};
    return {.style = utf8FromUnknown(parts[Style].substr(0, parts[Style].find('-'))),
            .drummer = std::string(drummerFolder(file)),
            .beatType = std::string(parts[Beat]),
            .bpm = positiveNumber(parts[Tempo]),
            .split = std::nullopt,
            .timeSignature = std::string(parts[Meter])};
}

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
    const auto timeSignature = table.column("time_signature");
    for (std::size_t i = 0; i < table.rows(); ++i) {
        const std::string_view styles = table.cell(i, style);
        m_rows[std::string(table.cell(i, file))] = {.style = utf8FromUnknown(styles.substr(0, styles.find('/'))),
                                                    .drummer = utf8FromUnknown(table.cell(i, drummer)),
                                                    .beatType = utf8FromUnknown(table.cell(i, beatType)),
                                                    .bpm = positiveNumber(table.cell(i, bpm)),
                                                    .split = splitFromName(table.cell(i, split)),
                                                    .timeSignature = utf8FromUnknown(table.cell(i, timeSignature))};
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

CollectionTable::Row CollectionTable::row(const std::string& file) const {
    Row row = rowFromName(file);
    const auto at = m_rows.find(file);
    if (at == m_rows.end())
        return row;
    const Row& listed = at->second;
    for (const auto text : {&Row::style, &Row::drummer, &Row::beatType, &Row::timeSignature})
        if (!(listed.*text).empty())
            row.*text = listed.*text;
    if (listed.bpm > 0.0F)
        row.bpm = listed.bpm;
    row.split = listed.split;
    return row;
}

} // namespace segue::files
