#pragma once

#include "core/files/MusicCollection.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace segue::files {

/// What a collection's info.csv says of its songs. Total: columns and cells may be missing, and a table without the
/// column midi_filename is that of another program and says nothing.
/// Source of the columns: the Groove MIDI Dataset, version 1.0.0.
class CollectionTable {
public:
    struct Row {
        std::string style; ///< the part before '/': "funk" of "funk/groove1"
        std::string drummer;
        std::string beatType;
        float bpm = 0; ///< 0 is unknown
        std::optional<Split> split;

        friend bool operator==(const Row&, const Row&) = default;
    };

    explicit CollectionTable(std::string_view csv);

    /// The table of a folder: empty if there is none. Errors: Unreadable.
    [[nodiscard]] static Result<CollectionTable> ofFolder(const std::filesystem::path& folder);

    /// `file` is relative to the collection, with '/'. An empty row if it is not listed.
    [[nodiscard]] const Row& row(const std::string& file) const;

private:
    std::map<std::string, Row> m_rows;
};

} // namespace segue::files
