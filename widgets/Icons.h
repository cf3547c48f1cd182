#pragma once

#include <QColor>
#include <QIcon>

namespace segue::widgets {

enum class Glyph { Play, Stop, DragOut, Close };

/// Our own drawings, sharp at every scale. The icon's disabled state is `colour` at 40 % opacity.
[[nodiscard]] QIcon icon(Glyph glyph, const QColor& colour);

} // namespace segue::widgets
