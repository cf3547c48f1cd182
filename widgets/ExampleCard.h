#pragma once

#include "core/music/Pattern.h"
#include "widgets/Theme.h"

#include <QRectF>
#include <QString>

class QFont;
class QPainter;

namespace segue::widgets {

/// The card beside a dot of the map: what the example is called and how it looks.
struct ExampleCard {
    int example = -1;
    QString text;
    music::Pattern pattern;

    /// Beside `dot` and within `bounds`, never over the dot unless there is no other room.
    [[nodiscard]] QRectF place(QPointF dot, const QRectF& bounds, const QFont& font) const;
    void paint(QPainter& painter, const QRectF& card, const Theme& theme, const QColor& colour) const;
};

} // namespace segue::widgets
