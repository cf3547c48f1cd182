#include "widgets/RunChart.h"

#include "widgets/Figures.h"
#include "widgets/Theme.h"

#include <QEvent>
#include <QPainter>
#include <QResizeEvent>

// QCustomPlot's header is written in Qt's keywords, which our targets switch off.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef foreach
#undef slots
#undef signals

#include <algorithm>
#include <cmath>
#include <limits>

namespace segue::widgets {
namespace {

constexpr int kHeader = 26;
constexpr int kPadding = 10;

} // namespace

void decimate(QVector<double>& x, QVector<double>& y, int limit) {
    Q_ASSERT(x.size() == y.size() && limit >= 4);
    const qsizetype count = x.size();
    if (count <= limit)
        return;
    const qsizetype buckets = (limit - 1) / 2;
    QVector<double> keptX;
    QVector<double> keptY;
    const auto keep = [&](qsizetype index) {
        keptX << x[index];
        keptY << y[index];
    };
    for (qsizetype bucket = 0; bucket < buckets; ++bucket) {
        const qsizetype begin = bucket * (count - 1) / buckets;
        const qsizetype end = (bucket + 1) * (count - 1) / buckets;
        const auto [low, high] = std::minmax_element(y.cbegin() + begin, y.cbegin() + end);
        const qsizetype first = std::min(low, high) - y.cbegin();
        const qsizetype second = std::max(low, high) - y.cbegin();
        keep(first);
        if (second != first)
            keep(second);
    }
    keep(count - 1);
    x = keptX;
    y = keptY;
}

RunChart::RunChart(const QString& title, int colourIndex, int decimals, QWidget* parent)
    : QWidget(parent), m_title(title), m_colourIndex(colourIndex), m_decimals(decimals) {
    setAccessibleName(title);
    m_plot = new QCustomPlot(this);
    m_plot->setInteractions(QCP::iNone);
    m_plot->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_plot->setAttribute(Qt::WA_OpaquePaintEvent, false);
    m_plot->axisRect()->setAutoMargins(QCP::msNone);
    m_plot->axisRect()->setMargins(QMargins(0, 2, 0, 2));
    for (QCPAxis* axis : m_plot->axisRect()->axes())
        axis->setVisible(false);
    m_plot->addGraph();
    m_plot->addGraph();
    dress();
    showValue();
}

void RunChart::setTitle(const QString& title) {
    if (title == m_title)
        return;
    m_title = title;
    setAccessibleName(title);
    update();
}

void RunChart::setTraining(QVector<double> x, QVector<double> y) {
    m_training = y.isEmpty() ? std::numeric_limits<double>::quiet_NaN() : y.back();
    decimate(x, y, kMostPoints);
    m_plot->graph(0)->setData(x, y, true);
    fitAxes();
}

void RunChart::setHeldOut(QVector<double> x, QVector<double> y) {
    m_heldOut = y.isEmpty() ? std::numeric_limits<double>::quiet_NaN() : y.back();
    decimate(x, y, kMostPoints);
    m_plot->graph(1)->setData(x, y, true);
    fitAxes();
}

void RunChart::clear() {
    setTraining({}, {});
    setHeldOut({}, {});
}

QString RunChart::valueText() const {
    const double value = std::isnan(m_heldOut) ? m_training : m_heldOut;
    return std::isfinite(value) ? figures(value, m_decimals) : QStringLiteral("–");
}

void RunChart::showValue() {
    setAccessibleDescription(valueText());
    update(0, 0, width(), kHeader);
}

void RunChart::fitAxes() {
    m_plot->rescaleAxes();
    QCPRange range = m_plot->yAxis->range();
    const double margin = std::max(range.size() * 0.08, 1e-6);
    m_plot->yAxis->setRange(range.lower - margin, range.upper + margin);
    if (m_plot->xAxis->range().size() <= 0)
        m_plot->xAxis->setRange(m_plot->xAxis->range().lower - 1, m_plot->xAxis->range().upper + 1);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    showValue();
}

void RunChart::dress() {
    const Theme& theme = themeOf(*this);
    const QColor colour = theme.classColour(m_colourIndex);
    m_plot->setBackground(QBrush(theme.inset));
    m_plot->graph(0)->setPen(QPen(colour, 1.4));
    m_plot->graph(1)->setPen(QPen(withAlpha(colour, 0.75), 1.4, Qt::DashLine));
    m_plot->graph(1)->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, colour, 4));
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    update();
}

void RunChart::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.inset);
    painter.drawRoundedRect(rect(), 6, 6);
    const QRectF header = QRectF(0, 0, width(), kHeader).adjusted(kPadding, 0, -kPadding, 0);
    const QFont bold = scaled(font(), 0.95, QFont::DemiBold);
    const double reserved = figuresWidth(QFontMetricsF(bold), valueText()) + spacing::kUnit;
    painter.setFont(scaled(font(), 0.92));
    painter.setPen(theme.secondaryText);
    const QString title =
        painter.fontMetrics().elidedText(m_title, Qt::ElideRight, static_cast<int>(header.width() - reserved));
    painter.drawText(header, Qt::AlignLeft | Qt::AlignVCenter, title);
    painter.setFont(bold);
    painter.setPen(theme.text);
    paintFigures(painter, header, Qt::AlignRight, valueText());
}

void RunChart::resizeEvent(QResizeEvent* /*event*/) {
    constexpr int kBelow = 6;
    // At least a pixel: QCustomPlot cannot draw on nothing, which it is asked to while the chart is hidden.
    m_plot->setGeometry(kPadding, kHeader, std::max(1, width() - 2 * kPadding),
                        std::max(1, height() - kHeader - kBelow));
}

void RunChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_plot)
        dress();
}

} // namespace segue::widgets
