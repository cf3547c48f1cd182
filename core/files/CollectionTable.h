#pragma once

#include "core/files/MusicCollection.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace segue::files {

/// What is known of a collection's songs beside their notes: by its info.csv, and what that leaves open by their names.
/// Total: columns and cells may be missing, and a table without the column midi_filename is that of another program and
/// says nothing. Source of the columns and of the names: the Groove MIDI Dataset, version 1.0.0.
class CollectionTable {
public:
    struct Row {
        std::string style; ///< the part before '/': "funk" of "funk/groove1"
        std::string drummer;
        std::string beatType;
        float bpm = 0; ///< 0 is unknown
        std::optional<Split> split;
        std::string timeSignature{}; ///< "4-4"

        friend bool operator==(const Row&, const Row&) = default;
    };

    explicit CollectionTable(std::string_view csv);

    /// The table of a folder: empty if there is none. Errors: Unreadable.
    [[nodiscard]] static Result<CollectionTable> ofFolder(const std::filesystem::path& folder);

    /// `file` is relative to the collection, with '/'. An empty row if nothing is known.
    [[nodiscard]] Row row(const std::string& file) const;

private:
    std::map<std::string, Row> m_rows;
};

/// What a name in the manner of the Groove data says: "drummer1/session2/5_jazz-funk_116_fill_4-4.mid". All of that
/// pattern, or an empty row; what follows after the time signature (E-GMD: the drum kit) is passed over.
[[nodiscard]] CollectionTable::Row rowFromName(std::string_view file);

} // namespace segue::files
