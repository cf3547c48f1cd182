#pragma once

#include <QStringList>

class QMimeData;

namespace segue::widgets {

/// Paths of the local files and folders in a drop; empty if it holds none.
[[nodiscard]] QStringList droppedPaths(const QMimeData& data);

} // namespace segue::widgets
