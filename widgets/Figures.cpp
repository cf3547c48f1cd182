#include "widgets/Figures.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace segue::widgets {
namespace {

double figureWidth(const QFontMetricsF& metrics) {
    double width = 0;
    for (char16_t figure = u'0'; figure <= u'9'; ++figure)
        width = std::max(width, metrics.horizontalAdvance(QChar(figure)));
    return width;
}

double advance(const QFontMetricsF& metrics, QChar character, double figure) {
    return character.isDigit() ? figure : metrics.horizontalAdvance(character);
}

} // namespace

double figuresWidth(const QFontMetricsF& metrics, const QString& text) {
    const double figure = figureWidth(metrics);
    double width = 0;
    for (const QChar character : text)
        width += advance(metrics, character, figure);
    return width;
}

void paintFigures(QPainter& painter, const QRectF& area, Qt::Alignment alignment, const QString& text) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double figure = figureWidth(metrics);
    const double width = figuresWidth(metrics, text);
    double x = area.left();
    if (alignment & Qt::AlignRight)
        x = area.right() - width;
    else if (alignment & Qt::AlignHCenter)
        x = area.center().x() - width / 2;
    const double baseline = area.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    for (const QChar character : text) {
        const double place = advance(metrics, character, figure);
        painter.drawText(QPointF(x + (place - metrics.horizontalAdvance(character)) / 2, baseline), QString(character));
        x += place;
    }
}

QString figures(double value, int decimals) {
    QString text = QString::number(std::abs(value), 'f', decimals);
    const bool isZero = text.toDouble() == 0.0;
    if (value < 0 && !isZero)
        text.prepend(QChar(0x2212));
    return text;
}

} // namespace segue::widgets
