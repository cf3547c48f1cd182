#pragma once

#include <QColor>
#include <QIcon>

namespace segue::widgets {

enum class Glyph { Play, Stop, Pause, More, Folder, DragOut, Listen, Close, Warning };

/// Our own drawings, sharp at every scale. The icon's disabled state is `colour` at 40 % opacity.
[[nodiscard]] QIcon icon(Glyph glyph, const QColor& colour);

} // namespace segue::widgets
