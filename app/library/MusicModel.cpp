#include "app/library/MusicModel.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <utility>

namespace segue::library {

using widgets::MusicOrder;
using widgets::MusicShown;
namespace role = widgets::music_role;

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

void add(QStringList& parts, const QString& part) {
    if (!part.isEmpty())
        parts.append(part);
}

QString fileName(const FoundPiece& piece) {
    return text(piece.name).section(u'/', -1);
}

QString folder(const FoundPiece& piece) {
    return text(piece.name).section(u'/', 0, -2);
}

QStringList remarks(const FoundPiece& piece) {
    QStringList lines;
    add(lines, text(piece.refusal));
    for (const std::string& remark : piece.remarks)
        lines.append(text(remark));
    return lines;
}

bool listsFile(const FoundPiece& piece, MusicShown shown) {
    return shown == MusicShown::Refused ? piece.isRefused() : !piece.isRefused() && !piece.remarks.empty();
}

/// Slower first; what is unknown comes last.
double tempoKey(const FoundPiece& piece) {
    return piece.bpm > 0 ? piece.bpm : 1e9;
}

} // namespace

void MusicModel::clear() {
    beginResetModel();
    m_pieces.clear();
    m_rows.clear();
    m_counts = {};
    m_styles.clear();
    m_unmapped.clear();
    m_byFile.clear();
    m_marks = {};
    endResetModel();
}

void MusicModel::append(std::vector<FoundPiece> pieces) {
    std::vector<Row> rows;
    for (FoundPiece& found : pieces) {
        const auto index = static_cast<std::int32_t>(m_pieces.size());
        m_counts[0] += static_cast<int>(found.windows.size());
        m_counts[1] += listsFile(found, MusicShown::Remarks) ? 1 : 0;
        m_counts[2] += listsFile(found, MusicShown::Refused) ? 1 : 0;
        if (!found.style.empty() && !found.isRefused())
            m_styles[found.style] += static_cast<int>(found.windows.size());
        for (const auto& [pitch, count] : found.unmappedPitches)
            m_unmapped[pitch] += count;
        if (!found.file.empty())
            m_byFile.emplace(found.file, index);
        const QString key = text(found.name) + u' ' + text(found.style) + u' ' + text(found.track);
        m_pieces.push_back({std::move(found), key.toLower().toStdString()});
        addRows(index, rows);
    }
    if (rows.empty())
        return;
    const std::size_t sorted = m_rows.size();
    beginInsertRows({}, static_cast<int>(sorted), static_cast<int>(sorted + rows.size()) - 1);
    m_rows.insert(m_rows.end(), rows.begin(), rows.end());
    endInsertRows();
    if (m_filter.order != MusicOrder::Found)
        mergeTail(sorted);
}

void MusicModel::setFilter(const Filter& filter) {
    if (filter == m_filter)
        return;
    beginResetModel();
    m_filter = filter;
    m_words = filter.search.toLower().split(u' ', Qt::SkipEmptyParts);
    m_rows.clear();
    for (std::size_t piece = 0; piece < m_pieces.size(); ++piece)
        addRows(static_cast<std::int32_t>(piece), m_rows);
    if (filter.order != MusicOrder::Found)
        std::ranges::stable_sort(m_rows, [this](Row a, Row b) { return isBefore(a, b); });
    endResetModel();
}

void MusicModel::setMarks(const Marks& marks) {
    if (marks == m_marks)
        return;
    m_marks = marks;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {role::kSounding, role::kIsA, role::kIsB});
}

const FoundPiece* MusicModel::piece(qint64 token) const {
    return window(token) ? &pieceOf(Row::of(token)).found : nullptr;
}

const FoundWindow* MusicModel::window(qint64 token) const {
    const Row row = Row::of(token);
    if (row.piece < 0 || row.piece >= pieces() || row.window < 0)
        return nullptr;
    const auto& windows = pieceOf(row).found.windows;
    const auto index = static_cast<std::size_t>(row.window);
    return index < windows.size() ? &windows[index] : nullptr;
}

std::optional<qint64> MusicModel::tokenOf(const std::string& file, int bar) const {
    const auto known = m_byFile.find(file);
    if (known == m_byFile.end())
        return std::nullopt;
    const auto& windows = pieceOf({known->second, 0}).found.windows;
    const auto window = std::ranges::find(windows, bar, &FoundWindow::bar);
    if (window == windows.end())
        return std::nullopt;
    return Row{known->second, static_cast<std::int32_t>(window - windows.begin())}.token();
}

int MusicModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant MusicModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row row = m_rows[static_cast<std::size_t>(index.row())];
    const Piece& piece = pieceOf(row);
    switch (role) {
    case Qt::DisplayRole: return fileName(piece.found);
    case role::kToken: return row.token();
    case role::kRefused: return piece.found.isRefused();
    case role::kSounding: return m_marks.sounding == row.token();
    case role::kIsA: return m_marks.a == row.token();
    case role::kIsB: return m_marks.b == row.token();
    default: break;
    }
    if (row.window < 0)
        return fileData(piece, role);
    return windowData(piece, piece.found.windows[static_cast<std::size_t>(row.window)], role);
}

QVariant MusicModel::windowData(const Piece& piece, const FoundWindow& window, int role) const {
    const FoundPiece& found = piece.found;
    const QString place = tr("bar %1").arg(window.bar + 1);
    const auto detail = [&] {
        QStringList parts;
        add(parts, text(found.style));
        if (found.bpm > 0)
            parts.append(tr("%1 bpm").arg(std::lround(found.bpm)));
        const int onsets = window.pattern.onsets();
        parts.append(window.pattern.isDrums() ? tr("%n hits", nullptr, onsets) : tr("%n notes", nullptr, onsets));
        if (window.padded)
            parts.append(tr("ends early"));
        add(parts, text(found.track));
        add(parts, folder(found));
        return parts.join(QStringLiteral(" · "));
    };
    switch (role) {
    case role::kPlace: return place;
    case role::kDetail: return detail();
    case role::kThumbnail: return QVariant::fromValue(window.pattern.pattern());
    case Qt::ToolTipRole: {
        constexpr qsizetype kRoom = 60; // letters that a row shows without shortening them
        const QStringList all = QStringList{text(found.name), detail()} + remarks(found);
        const bool saysMore = all.size() > 2 || all[0].size() > kRoom || all[1].size() > kRoom;
        return saysMore ? all.join(u'\n') : QVariant();
    }
    case Qt::AccessibleTextRole: return tr("%1, %2, %3").arg(fileName(found), place, detail());
    default: return {};
    }
}

QVariant MusicModel::fileData(const Piece& piece, int role) const {
    const QStringList lines = remarks(piece.found);
    switch (role) {
    case role::kDetail: return lines.join(QStringLiteral(". "));
    case Qt::ToolTipRole: return (QStringList{text(piece.found.name)} + lines).join(u'\n');
    case Qt::AccessibleTextRole: return tr("%1: %2").arg(fileName(piece.found), lines.join(QStringLiteral(". ")));
    default: return {};
    }
}

void MusicModel::addRows(std::int32_t piece, std::vector<Row>& rows) const {
    const Piece& known = m_pieces[static_cast<std::size_t>(piece)];
    const QString key = m_words.isEmpty() ? QString() : text(known.key);
    if (!std::ranges::all_of(m_words, [&key](const QString& word) { return key.contains(word); }))
        return;
    if (!m_filter.style.empty() && known.found.style != m_filter.style)
        return;
    if (m_filter.shown != MusicShown::Windows) {
        if (listsFile(known.found, m_filter.shown))
            rows.push_back({piece, -1});
        return;
    }
    for (std::size_t window = 0; window < known.found.windows.size(); ++window)
        rows.push_back({piece, static_cast<std::int32_t>(window)});
}

bool MusicModel::isBefore(Row a, Row b) const {
    const Piece& first = pieceOf(a);
    const Piece& second = pieceOf(b);
    const auto hits = [](const Piece& piece, Row row) {
        return row.window < 0 ? 0 : piece.found.windows[static_cast<std::size_t>(row.window)].pattern.onsets();
    };
    int order = 0; // below 0: a comes first
    switch (m_filter.order) {
    case MusicOrder::Found: break;
    case MusicOrder::Name: order = first.key.compare(second.key); break;
    case MusicOrder::Style: order = first.found.style.compare(second.found.style); break;
    case MusicOrder::Tempo:
        order = tempoKey(first.found) < tempoKey(second.found) ? -1 : tempoKey(first.found) > tempoKey(second.found);
        break;
    case MusicOrder::Hits: order = hits(second, b) - hits(first, a); break;
    }
    if (order != 0)
        return order < 0;
    return std::pair(a.piece, a.window) < std::pair(b.piece, b.window);
}

/// The rows from `sorted` on have come to the end of those that were in order before.
void MusicModel::mergeTail(std::size_t sorted) {
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<Row> rows; // of `before`
    for (const QModelIndex& index : before)
        rows.push_back(m_rows[static_cast<std::size_t>(index.row())]);
    const auto isFirst = [this](Row a, Row b) { return isBefore(a, b); };
    const auto tail = m_rows.begin() + static_cast<std::ptrdiff_t>(sorted);
    std::sort(tail, m_rows.end(), isFirst);
    std::inplace_merge(m_rows.begin(), tail, m_rows.end(), isFirst);
    QModelIndexList after;
    for (const Row row : rows)
        after.append(index(static_cast<int>(std::ranges::lower_bound(m_rows, row, isFirst) - m_rows.begin())));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

} // namespace segue::library
