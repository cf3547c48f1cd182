#include "widgets/TimeRuler.h"

#include "widgets/Theme.h"
#include "widgets/TimeAxis.h"

#include <QFontMetricsF>
#include <QPainter>

namespace segue::widgets {
namespace {

constexpr double kLineTop = 2;
constexpr double kLineHeight = 2;
constexpr double kNumbersTop = 4;
constexpr double kNumberGap = 5;

} // namespace

void paintTimeRuler(QPainter& painter, const Theme& theme, const TimeAxis& time, int stepsPerBar, const QRectF& strip) {
    const int bars = (time.steps() + stepsPerBar - 1) / stepsPerBar;
    const double number = QFontMetricsF(painter.font()).horizontalAdvance(QString::number(bars)) + kNumberGap;
    int every = 1;
    while (time.stepWidth() * stepsPerBar * every < number)
        every *= 2;
    painter.setPen(theme.secondaryText);
    for (int bar = 0; bar < bars; bar += every) {
        const double x = time.x(bar * stepsPerBar);
        if (x >= strip.left() - 1 && x < strip.right())
            painter.drawText(QRectF(x, strip.top() + kNumbersTop, number * every, strip.height() - kNumbersTop),
                             Qt::AlignLeft | Qt::AlignVCenter, QString::number(bar + 1));
    }
    if (time.isFitted())
        return;
    const double all = strip.width() / time.steps();
    const auto line = [&](double first, double steps, const QColor& colour) {
        painter.fillRect(QRectF(strip.left() + first * all, strip.top() + kLineTop, steps * all, kLineHeight), colour);
    };
    line(0, time.steps(), theme.line);
    line(time.visible().first, time.visible().length(), theme.secondaryText);
}

} // namespace segue::widgets
