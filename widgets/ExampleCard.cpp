#include "widgets/ExampleCard.h"

#include "widgets/PatternPicture.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace segue::widgets {
namespace {

constexpr double kNarrowest = 140;
constexpr double kWidest = 260;
constexpr double kHeight = 76;
constexpr double kPadding = 10;
constexpr double kDistance = 14; // from the dot
constexpr double kTextScale = 0.86;

} // namespace

QRectF ExampleCard::place(QPointF dot, const QRectF& bounds, const QFont& font) const {
    const double advance = QFontMetricsF(scaled(font, kTextScale)).horizontalAdvance(text);
    const double width = std::clamp(advance + 2 * kPadding + 2, kNarrowest, kWidest);
    double left = dot.x() + kDistance;
    if (left + width > bounds.right())
        left = dot.x() - kDistance - width;
    double top = dot.y() - kDistance / 2 - kHeight;
    if (top < bounds.top())
        top = dot.y() + kDistance / 2;
    left = std::clamp(left, bounds.left(), std::max(bounds.left(), bounds.right() - width));
    top = std::clamp(top, bounds.top(), std::max(bounds.top(), bounds.bottom() - kHeight));
    return {left, top, width, kHeight};
}

void ExampleCard::paint(QPainter& painter, const QRectF& card, const Theme& theme, const QColor& colour) const {
    painter.save();
    painter.setFont(scaled(painter.font(), kTextScale));
    const QFontMetricsF metrics(painter.font());
    painter.setPen(QPen(theme.track, 1));
    painter.setBrush(theme.background);
    painter.drawRoundedRect(card, 6, 6);
    painter.setPen(theme.secondaryText);
    const QRectF inner = card.adjusted(kPadding, 6, -kPadding, -8);
    painter.drawText(QRectF(inner.topLeft(), QSizeF(inner.width(), metrics.height())), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(text, Qt::ElideMiddle, inner.width()));
    paintPattern(painter, inner.adjusted(0, metrics.height() + 4, 0, 0), pattern, colour);
    painter.restore();
}

} // namespace segue::widgets
