#pragma once

#include <QFontMetricsF>
#include <QRectF>
#include <QString>

class QPainter;

namespace segue::widgets {

/// Text whose figures are all as wide as the widest, so that a number that changes does not tremble. (Fonts with
/// proportional figures have tabular ones as a feature, which Qt before 6.7 cannot ask for.)
[[nodiscard]] double figuresWidth(const QFontMetricsF& metrics, const QString& text);

/// Left, right or centred horizontally as `alignment` says; always centred vertically.
void paintFigures(QPainter& painter, const QRectF& area, Qt::Alignment alignment, const QString& text);

/// A number as text with the true minus sign: "−0.12".
[[nodiscard]] QString figures(double value, int decimals);

} // namespace segue::widgets
