#include "widgets/RunChart.h"

#include "widgets/Figures.h"
#include "widgets/Theme.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
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
#include <array>
#include <cmath>
#include <utility>

namespace segue::widgets {
namespace {

constexpr int kHeader = 26;
constexpr int kNarrowHeader = 38;
constexpr int kPadding = 9;
/// Below this the figures stand under the title.
constexpr int kNarrow = 200;
/// From this size on there is room for the scales of both axes.
constexpr QSize kRoomForScales{260, 170};
constexpr int kTraining = 0; // graphs of the plot
constexpr int kHeldOut = 1;
constexpr int kReadingMark = 2;
constexpr int kFirstOther = 3;

/// The point of a curve nearest to a step. Requires: the curve has one.
qsizetype nearest(const QVector<double>& x, double step) {
    const auto after = std::lower_bound(x.cbegin(), x.cend(), step);
    if (after == x.cend())
        return x.size() - 1;
    const qsizetype index = after - x.cbegin();
    return index > 0 && step - x[index - 1] < x[index] - step ? index - 1 : index;
}

void draw(QCPGraph& graph, RunChart::Curve curve) {
    decimate(curve.x, curve.y, RunChart::kMostPoints);
    graph.setData(curve.x, curve.y, true);
}

/// Runs that are compared differ in how their lines are broken, and not in colour alone.
Qt::PenStyle strokeOf(std::size_t other) {
    constexpr std::array kStyles{Qt::DashDotLine, Qt::DotLine, Qt::DashDotDotLine, Qt::SolidLine};
    return kStyles[other % kStyles.size()];
}

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
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    m_plot = new QCustomPlot(this);
    m_plot->setInteractions(QCP::iNone);
    m_plot->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_plot->setAttribute(Qt::WA_OpaquePaintEvent, false);
    m_plot->setFocusPolicy(Qt::NoFocus);
    for (int graph = kTraining; graph < kFirstOther; ++graph)
        m_plot->addGraph();
    for (QCPAxis* axis : {m_plot->xAxis2, m_plot->yAxis2})
        axis->setVisible(false);
    dress();
    layOut();
    showValue();
}

void RunChart::setTitle(const QString& title) {
    if (title == m_title)
        return;
    m_title = title;
    setAccessibleName(title);
    update();
}

void RunChart::setTraining(Curve curve) {
    m_kept.training = std::move(curve);
    draw(*m_plot->graph(kTraining), m_kept.training);
    fitAxes();
}

void RunChart::setHeldOut(Curve curve) {
    m_kept.heldOut = std::move(curve);
    draw(*m_plot->graph(kHeldOut), m_kept.heldOut);
    fitAxes();
}

void RunChart::setOthers(std::vector<Other> others) {
    m_kept.others = std::move(others);
    while (m_plot->graphCount() > kFirstOther)
        m_plot->removeGraph(m_plot->graphCount() - 1);
    for (const Other& other : m_kept.others)
        draw(*m_plot->addGraph(), other.curve);
    dress();
    fitAxes();
}

void RunChart::clear() {
    m_reading.reset();
    setTraining({});
    setHeldOut({});
}

/// The steps that the keys and the mouse stop at.
const RunChart::Curve& RunChart::readCurve() const {
    return m_kept.training.x.isEmpty() ? m_kept.heldOut : m_kept.training;
}

QString RunChart::number(double value) const {
    if (!std::isfinite(value))
        return QStringLiteral("–");
    return m_decimals >= 0 ? figures(value, m_decimals) : QString::number(value, 'g', -m_decimals);
}

QString RunChart::valueText() const {
    const Curve& curve = m_kept.heldOut.y.isEmpty() ? m_kept.training : m_kept.heldOut;
    return curve.y.isEmpty() ? QStringLiteral("–") : number(curve.y.back());
}

QString RunChart::readingText() const {
    if (!m_reading || readCurve().x.isEmpty())
        return {};
    QStringList parts;
    if (const Curve& curve = m_kept.training; !curve.x.isEmpty())
        parts << number(curve.y[nearest(curve.x, *m_reading)]);
    if (const Curve& curve = m_kept.heldOut; !curve.x.isEmpty())
        parts << tr("held out %1").arg(number(curve.y[nearest(curve.x, *m_reading)]));
    for (const Other& other : m_kept.others)
        if (!other.curve.x.isEmpty())
            parts << QStringLiteral("%1 %2").arg(other.name, number(other.curve.y[nearest(other.curve.x, *m_reading)]));
    const double step = readCurve().x[nearest(readCurve().x, *m_reading)];
    return tr("step %1: %2").arg(QLocale().toString(std::llround(step)), parts.join(QStringLiteral(", ")));
}

void RunChart::showValue() {
    setAccessibleDescription(m_reading ? readingText() : valueText());
    update(0, 0, width(), headerHeight());
}

void RunChart::setReading(std::optional<double> step) {
    if (step == m_reading)
        return;
    m_reading = step;
    markReading();
}

void RunChart::markReading() {
    QVector<double> x;
    QVector<double> y;
    if (m_reading && !readCurve().x.isEmpty()) {
        const double at = readCurve().x[nearest(readCurve().x, *m_reading)];
        x = {at, at};
        y = {m_plot->yAxis->range().lower, m_plot->yAxis->range().upper};
    }
    m_plot->graph(kReadingMark)->setData(x, y, true);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    setToolTip(readingText());
    showValue();
}

void RunChart::read(std::optional<double> step) {
    if (step == m_reading)
        return;
    setReading(step);
    Q_EMIT readingChanged(step);
}

void RunChart::fitAxes() {
    m_plot->graph(kReadingMark)->setData({}, {}, true);
    m_plot->rescaleAxes();
    QCPRange range = m_plot->yAxis->range();
    const double margin = std::max(range.size() * 0.08, 1e-9);
    m_plot->yAxis->setRange(range.lower - margin, range.upper + margin);
    if (m_plot->xAxis->range().size() <= 0)
        m_plot->xAxis->setRange(m_plot->xAxis->range().lower - 1, m_plot->xAxis->range().upper + 1);
    markReading();
}

void RunChart::dress() {
    const Theme& theme = themeOf(*this);
    const QColor colour = theme.classColour(m_colourIndex);
    m_plot->setBackground(QBrush(theme.inset));
    m_plot->graph(kTraining)->setPen(QPen(colour, 1.4));
    m_plot->graph(kHeldOut)->setPen(QPen(withAlpha(colour, 0.75), 1.4, Qt::DashLine));
    m_plot->graph(kHeldOut)->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, colour, 4));
    m_plot->graph(kReadingMark)->setPen(QPen(theme.secondaryText, 1));
    for (std::size_t i = 0; i < m_kept.others.size(); ++i)
        m_plot->graph(kFirstOther + static_cast<int>(i))
            ->setPen(QPen(theme.classColour(m_kept.others[i].colourIndex), 1.1, strokeOf(i)));
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setBasePen(QPen(theme.line));
        axis->setTickPen(QPen(theme.line));
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(theme.secondaryText);
        axis->setTickLabelFont(scaled(font(), 0.82));
        axis->grid()->setPen(QPen(theme.line, 1, Qt::DotLine));
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    update();
}

void RunChart::layOut() {
    constexpr int kBelow = 6;
    const bool hasScales = width() >= kRoomForScales.width() && height() >= kRoomForScales.height();
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis})
        axis->setVisible(hasScales);
    m_plot->axisRect()->setAutoMargins(hasScales ? QCP::msAll : QCP::msNone);
    if (!hasScales)
        m_plot->axisRect()->setMargins(QMargins(0, 2, 0, 2));
    // At least a pixel: QCustomPlot cannot draw on nothing, which it is asked to while the chart is hidden.
    m_plot->setGeometry(kPadding, headerHeight(), std::max(1, width() - 2 * kPadding),
                        std::max(1, height() - headerHeight() - kBelow));
}

bool RunChart::isNarrow() const {
    return width() < kNarrow;
}

int RunChart::headerHeight() const {
    return isNarrow() ? kNarrowHeader : kHeader;
}

void RunChart::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus() ? QPen(theme.secondaryText) : QPen(Qt::NoPen));
    painter.setBrush(theme.inset);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    const QRectF header = QRectF(0, 4, width(), headerHeight() - 4).adjusted(kPadding, 0, -kPadding, 0);
    const QString reading = readingText();
    const QString value = reading.isEmpty() ? valueText() : reading;
    const QFont small = scaled(font(), 0.88);
    const QFont bold = reading.isEmpty() ? scaled(font(), 0.95, QFont::DemiBold) : small;
    const auto elided = [&painter](const QString& text, double width) {
        return painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(std::max(0.0, width)));
    };
    painter.setFont(small);
    painter.setPen(theme.secondaryText);
    if (isNarrow()) { // one below the other
        const QRectF above = header.adjusted(0, 0, 0, -header.height() / 2);
        painter.drawText(above, Qt::AlignLeft | Qt::AlignVCenter, elided(m_title, above.width()));
        painter.setFont(bold);
        painter.setPen(theme.text);
        const QRectF below = header.adjusted(0, header.height() / 2, 0, 0);
        painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, elided(value, below.width()));
        return;
    }
    const double reserved = std::min(header.width(), figuresWidth(QFontMetricsF(bold), value) + spacing::kUnit);
    painter.drawText(header, Qt::AlignLeft | Qt::AlignVCenter, elided(m_title, header.width() - reserved));
    painter.setFont(bold);
    painter.setPen(theme.text);
    paintFigures(painter, header, Qt::AlignRight, value);
}

void RunChart::resizeEvent(QResizeEvent* /*event*/) {
    layOut();
}

void RunChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_plot)
        dress();
}

void RunChart::mouseMoveEvent(QMouseEvent* event) {
    const double inPlot = event->position().x() - m_plot->x();
    read(m_plot->xAxis->pixelToCoord(inPlot));
}

void RunChart::leaveEvent(QEvent* /*event*/) {
    read(std::nullopt);
}

void RunChart::keyPressEvent(QKeyEvent* event) {
    const QVector<double>& x = readCurve().x;
    const bool isArrow = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    if (!isArrow || x.isEmpty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const qsizetype stride = std::max<qsizetype>(1, x.size() / 50);
    const qsizetype from = m_reading ? nearest(x, *m_reading) : x.size() - 1;
    const qsizetype to = event->key() == Qt::Key_Left ? from - stride : from + stride;
    read(x[std::clamp<qsizetype>(to, 0, x.size() - 1)]);
}

void RunChart::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    read(std::nullopt);
}

} // namespace segue::widgets
