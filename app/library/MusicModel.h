#pragma once

#include "app/library/FoundMusic.h"
#include "widgets/MusicRow.h"

#include <QAbstractListModel>
#include <QString>
#include <QStringList>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace segue::library {

/// The music that was found, as a list of windows or of files, searched and put in order. It filters by itself rather
/// than through a proxy, because hundreds of thousands of windows arrive while they are looked at: what arrives is
/// merged into what is shown. Rows carry the roles of widgets::music_role; patterns are made when a row is drawn.
/// Thread: UI.
class MusicModel : public QAbstractListModel {
    Q_OBJECT

public:
    struct Filter {
        widgets::MusicShown shown = widgets::MusicShown::Windows;
        QString search{}; ///< words that name, style or track must hold, whatever their case
        std::string style{}; ///< empty: any
        widgets::MusicOrder order = widgets::MusicOrder::Found;

        friend bool operator==(const Filter&, const Filter&) = default;
    };
    /// What stands out of the list: music_role::kToken, or nothing.
    struct Marks {
        std::optional<qint64> sounding{};
        std::optional<qint64> a{};
        std::optional<qint64> b{};

        friend bool operator==(const Marks&, const Marks&) = default;
    };

    using QAbstractListModel::QAbstractListModel;

    void clear();
    void append(std::vector<FoundPiece> pieces);
    void setFilter(const Filter& filter);
    [[nodiscard]] const Filter& filter() const { return m_filter; }
    void setMarks(const Marks& marks);
    [[nodiscard]] const Marks& marks() const { return m_marks; }

    /// Of all that was found, whatever the filter.
    [[nodiscard]] int count(widgets::MusicShown shown) const { return m_counts[static_cast<std::size_t>(shown)]; }
    [[nodiscard]] int pieces() const { return static_cast<int>(m_pieces.size()); }
    [[nodiscard]] const std::map<std::string, int>& styles() const { return m_styles; } ///< with their windows
    [[nodiscard]] const std::map<int, int>& unmappedPitches() const { return m_unmapped; }

    /// Null if the token is none of a window. Valid until the list is cleared or grows.
    [[nodiscard]] const FoundPiece* piece(qint64 token) const;
    [[nodiscard]] const FoundWindow* window(qint64 token) const;
    [[nodiscard]] std::optional<qint64> tokenOf(const std::string& file, int bar) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    /// A row: a window of a piece, or, with window -1, the piece itself.
    struct Row {
        std::int32_t piece = 0;
        std::int32_t window = -1;

        [[nodiscard]] qint64 token() const { return (qint64{piece} << 32) | std::uint32_t(window); }
        static Row of(qint64 token) { return {std::int32_t(token >> 32), std::int32_t(token & 0xffffffff)}; }
    };
    struct Piece {
        FoundPiece found;
        std::string key; ///< name, style and track in lower case, for searching and sorting
    };

    void addRows(std::int32_t piece, std::vector<Row>& rows) const;
    [[nodiscard]] bool isBefore(Row a, Row b) const;
    void mergeTail(std::size_t sorted);
    [[nodiscard]] QVariant windowData(const Piece& piece, const FoundWindow& window, int role) const;
    [[nodiscard]] QVariant fileData(const Piece& piece, int role) const;
    [[nodiscard]] const Piece& pieceOf(Row row) const { return m_pieces[static_cast<std::size_t>(row.piece)]; }

    Filter m_filter;
    QStringList m_words; // of the search, in lower case
    Marks m_marks;
    std::vector<Piece> m_pieces;
    std::vector<Row> m_rows; // those shown, in order
    std::array<int, 3> m_counts{};
    std::map<std::string, int> m_styles;
    std::map<int, int> m_unmapped;
    std::unordered_map<std::string, std::int32_t> m_byFile;
};

} // namespace segue::library
