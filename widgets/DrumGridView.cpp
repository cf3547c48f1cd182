#include "widgets/DrumGridView.h"

#include "widgets/Figures.h"
#include "widgets/Theme.h"

#include <QEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace segue::widgets {
namespace {

constexpr double kCornerRadius = 3;
constexpr double kGlowSteps = 1.6; // how long a struck hit stays lit
constexpr float kUnlikely = 0.06F; // below it a ghost is no longer worth showing
constexpr double kQuietest = 0.3; // opacity of a hit that can hardly be heard
constexpr double kRimOpacity = 0.9;
constexpr double kNameGap = 10;
constexpr double kBarNumberHeight = 24;
constexpr double kPlayheadWidth = 2;
constexpr double kTop = 6;

double opacityOf(float velocity) {
    return kQuietest + (1 - kQuietest) * static_cast<double>(std::clamp(velocity, 0.0F, 1.0F));
}

} // namespace

DrumGridView::DrumGridView(QWidget* parent)
    : QWidget(parent), m_emptyText(tr("Move the puck on the map to hear a groove")) {
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Drum grid"));
    setDrumMap(music::rolandDrumMap());
}

void DrumGridView::setPattern(const music::DrumPattern& pattern) {
    if (pattern == m_pattern)
        return;
    const bool resized = pattern.steps() != m_pattern.steps();
    m_pattern = pattern;
    if (resized)
        layOut();
    if (m_cursorCell && m_cursorCell->step >= pattern.steps())
        setCursorCell(std::nullopt);
    else if (m_cursorCell)
        Q_EMIT cellHovered(readout(*m_cursorCell));
    setAccessibleDescription(pattern.isEmpty() ? m_emptyText : tr("%1 hits").arg(pattern.hits()));
    update();
}

void DrumGridView::setDrumMap(const music::DrumMap& map) {
    for (std::size_t drum = 0; drum < m_names.size(); ++drum)
        m_names[drum] = QString::fromStdString(map.classes[drum].name);
    layOut();
    update();
}

void DrumGridView::setPlayhead(std::optional<double> steps) {
    if (steps == m_playhead)
        return;
    if (m_playhead)
        update(strip(*m_playhead));
    m_playhead = steps;
    if (m_playhead)
        update(strip(*m_playhead));
}

void DrumGridView::setEmptyText(const QString& text) {
    m_emptyText = text;
    if (m_pattern.isEmpty())
        update();
}

QString DrumGridView::readout(DrumGridCell cell) const {
    if (cell.step < 0 || cell.step >= m_pattern.steps() || cell.drum < 0 || cell.drum >= music::kDrumClasses)
        return {};
    const music::DrumCell& value = m_pattern.at(cell.step, cell.drum);
    const QString place = tr("%1, step %2 of %3")
                              .arg(m_names[static_cast<std::size_t>(cell.drum)])
                              .arg(cell.step + 1)
                              .arg(m_pattern.steps());
    if (!value.hit) {
        if (value.probability < 0.01F)
            return place;
        return tr("%1: silent, %2 % likely").arg(place).arg(std::lround(value.probability * 100));
    }
    const double stepMs = 60000.0 / m_tempo.value / m_pattern.stepsPerBeat();
    const double ms = static_cast<double>(value.microtiming) * stepMs;
    const QString timing = std::abs(ms) < 0.5 ? tr("on the grid")
                           : ms > 0           ? tr("%1 ms late").arg(std::lround(ms))
                                              : tr("%1 ms early").arg(std::lround(-ms));
    return tr("%1: velocity %2, %3").arg(place).arg(std::lround(value.velocity * 127)).arg(timing);
}

void DrumGridView::layOut() {
    const QFontMetricsF metrics(font());
    double names = 0;
    for (const QString& name : m_names)
        names = std::max(names, metrics.horizontalAdvance(name));
    const double left = std::ceil(names + kNameGap);
    const double rest = std::max(1.0, width() - left - 8.0);
    m_geometry.setSteps(std::max(m_pattern.steps(), 1));
    // Whole pixels a row keep the edges of the cells sharp.
    const double row = std::max(1.0, std::floor((height() - kTop - kBarNumberHeight) / music::kDrumClasses));
    m_geometry.setArea(QRectF(left, kTop, rest, row * music::kDrumClasses));
    m_background = QImage();
}

void DrumGridView::renderBackground() {
    const Theme& theme = themeOf(*this);
    m_background = QImage((QSizeF(size()) * devicePixelRatioF()).toSize(), QImage::Format_RGB32);
    m_background.setDevicePixelRatio(devicePixelRatioF());
    m_background.fill(theme.panel);
    QPainter painter(&m_background);
    painter.setRenderHint(QPainter::Antialiasing);
    const double fitting = m_geometry.rowHeight() / QFontMetricsF(font()).height();
    painter.setFont(scaled(font(), std::clamp(fitting, 0.6, 1.0)));
    const QRectF area = m_geometry.area();
    for (int drum = 0; drum < music::kDrumClasses; ++drum) {
        painter.setPen(theme.secondaryText);
        painter.drawText(QRectF(0, m_geometry.rowTop(drum), area.left() - kNameGap, m_geometry.rowHeight()),
                         Qt::AlignRight | Qt::AlignVCenter, m_names[static_cast<std::size_t>(drum)]);
        painter.setPen(Qt::NoPen);
        for (int step = 0; step < m_pattern.steps(); ++step) {
            const bool shaded = step / m_pattern.stepsPerBeat() % 2 == 1;
            painter.setBrush(shaded ? theme.cellShade : theme.cell);
            painter.drawRoundedRect(m_geometry.cell({step, drum}), kCornerRadius, kCornerRadius);
        }
    }
    for (int bar = 0; bar * m_pattern.stepsPerBar() < m_pattern.steps(); ++bar) {
        const double x = m_geometry.x(bar * m_pattern.stepsPerBar());
        painter.fillRect(QRectF(x - 0.5, area.top() - 4, 1, area.height() + 8), theme.track);
        painter.setPen(theme.secondaryText);
        painter.drawText(QRectF(x, area.bottom() + 4, 40, kBarNumberHeight - 4), Qt::AlignLeft | Qt::AlignVCenter,
                         QString::number(bar + 1));
    }
}

double DrumGridView::glow(int step, double microtiming) const {
    if (!m_playhead)
        return 0;
    const double steps = m_pattern.steps();
    const double since = std::fmod(*m_playhead - (step + microtiming) + steps, steps);
    return std::max(0.0, 1 - since / kGlowSteps);
}

QRect DrumGridView::strip(double playhead) const {
    const double steps = m_geometry.steps();
    const double from = m_geometry.x(playhead - kGlowSteps - 1) - 2;
    const double to = m_geometry.x(playhead + 1) + kPlayheadWidth + 2; // a hit that is struck right now begins here
    const QRectF area = m_geometry.area();
    if (playhead < kGlowSteps + 1 || playhead > steps - 1) // hits of the loop's other end may still be lit
        return rect();
    return QRectF(from, area.top() - 6, to - from, area.height() + 12).toAlignedRect();
}

void DrumGridView::paintHits(QPainter& painter, const QRectF& clip) const {
    const Theme& theme = themeOf(*this);
    const QColor ghost = mix(theme.accent, theme.secondaryText, 0.5);
    const QColor lit = mix(theme.accent, theme.isDark ? Qt::white : Qt::black, 0.45);
    const int first = std::clamp(static_cast<int>(m_geometry.stepAt(clip.left())) - 1, 0, m_pattern.steps());
    const int last = std::clamp(static_cast<int>(m_geometry.stepAt(clip.right())) + 2, 0, m_pattern.steps());
    for (int step = first; step < last; ++step) {
        for (int drum = 0; drum < music::kDrumClasses; ++drum) {
            const music::DrumCell& cell = m_pattern.at(step, drum);
            const double late = static_cast<double>(cell.microtiming);
            if (cell.hit) {
                const double struck = glow(step, late);
                const double opacity = opacityOf(cell.velocity);
                const QColor colour = mix(theme.accent, lit, struck);
                painter.setBrush(withAlpha(colour, opacity + (1 - opacity) * struck));
                painter.setPen(QPen(withAlpha(colour, kRimOpacity), 1)); // the quietest hit is a hit, no ghost
                painter.drawRoundedRect(m_geometry.hit({step, drum}, late).adjusted(0.5, 0.5, -0.5, -0.5),
                                        kCornerRadius, kCornerRadius);
            } else if (cell.probability >= kUnlikely) {
                painter.setPen(Qt::NoPen);
                painter.setBrush(withAlpha(ghost, static_cast<double>(cell.probability)));
                painter.drawRoundedRect(m_geometry.hit({step, drum}, late), kCornerRadius, kCornerRadius);
            }
        }
    }
}

void DrumGridView::paintEvent(QPaintEvent* event) {
    const Theme& theme = themeOf(*this);
    if (m_background.isNull() || m_background.devicePixelRatio() != devicePixelRatioF())
        renderBackground();
    QPainter painter(this);
    painter.drawImage(0, 0, m_background);
    if (m_pattern.isEmpty()) {
        painter.setPen(theme.secondaryText);
        painter.drawText(m_geometry.area(), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    paintHits(painter, event->rect());
    if (m_cursorCell) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.secondaryText, 1));
        painter.drawRoundedRect(m_geometry.cell(*m_cursorCell).adjusted(-0.5, -0.5, 0.5, 0.5), kCornerRadius,
                                kCornerRadius);
    }
    if (m_playhead) {
        const QRectF area = m_geometry.area();
        painter.fillRect(
            QRectF(m_geometry.x(*m_playhead) - kPlayheadWidth / 2, area.top() - 6, kPlayheadWidth, area.height() + 12),
            theme.playhead);
    }
}

void DrumGridView::setCursorCell(std::optional<DrumGridCell> cell) {
    if (cell == m_cursorCell)
        return;
    m_cursorCell = cell;
    Q_EMIT cellHovered(cell ? readout(*cell) : QString());
    update();
}

bool DrumGridView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const auto cell = m_geometry.cellAt(help->pos());
        QToolTip::showText(help->globalPos(), cell ? readout(*cell) : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

void DrumGridView::resizeEvent(QResizeEvent* /*event*/) {
    layOut();
}

void DrumGridView::mouseMoveEvent(QMouseEvent* event) {
    setCursorCell(m_pattern.isEmpty() ? std::nullopt : m_geometry.cellAt(event->position()));
}

void DrumGridView::leaveEvent(QEvent* /*event*/) {
    setCursorCell(std::nullopt);
}

void DrumGridView::keyPressEvent(QKeyEvent* event) {
    if (m_pattern.isEmpty())
        return QWidget::keyPressEvent(event);
    DrumGridCell cell = m_cursorCell.value_or(DrumGridCell{});
    switch (event->key()) {
    case Qt::Key_Left: --cell.step; break;
    case Qt::Key_Right: ++cell.step; break;
    case Qt::Key_Up: ++cell.drum; break;
    case Qt::Key_Down: --cell.drum; break;
    case Qt::Key_Home: cell.step = 0; break;
    case Qt::Key_End: cell.step = m_pattern.steps() - 1; break;
    default: return QWidget::keyPressEvent(event);
    }
    cell.step = std::clamp(cell.step, 0, m_pattern.steps() - 1);
    cell.drum = std::clamp(cell.drum, 0, music::kDrumClasses - 1);
    setCursorCell(cell);
}

void DrumGridView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        setCursorCell(m_pattern.isEmpty() ? std::nullopt : std::optional(DrumGridCell{}));
}

void DrumGridView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    setCursorCell(std::nullopt);
}

void DrumGridView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        layOut();
        update();
    }
}

} // namespace segue::widgets
