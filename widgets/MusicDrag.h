#pragma once

#include <QtGlobal>

#include <optional>

class QMimeData;

namespace segue::widgets {

/// Marks a drag as one of a row of the list of music, so that cards and map of this window know it from a file.
void markAsMusic(QMimeData& data, qint64 token);
/// The row's music_role::kToken, if it was dragged from this program.
[[nodiscard]] std::optional<qint64> draggedMusic(const QMimeData& data);

} // namespace segue::widgets
