#include "widgets/DrumGridView.h"

#include "core/music/PercussionNames.h"
#include "widgets/DrumGridPainter.h"
#include "widgets/Theme.h"
#include "widgets/TimeAxisInput.h"
#include "widgets/TimeRuler.h"

#include <QEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace segue::widgets {
namespace {

constexpr double kCornerRadius = 3;
constexpr double kBarNumberHeight = 24;
constexpr double kPlayheadWidth = 2;
constexpr double kVeil = 0.65; // opacity
constexpr double kTop = 6;
constexpr double kRight = 8;
constexpr double kGlowSteps = DrumGridPainter::kGlowSteps;

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
    const bool isOther = pattern.steps() != m_pattern.steps() || pattern.drums() != m_pattern.drums();
    m_pattern = pattern;
    if (isOther)
        fit();
    else
        showPlayedDrums();
    if (m_cursorCell && m_cursorCell->step >= pattern.steps())
        setCursorCell(std::nullopt);
    else if (m_cursorCell)
        Q_EMIT cellHovered(readout(*m_cursorCell));
    setAccessibleDescription(pattern.isEmpty() ? m_emptyText : tr("%1 hits").arg(pattern.hits()));
    update();
}

void DrumGridView::setDrumMap(const music::DrumMap& map) {
    m_names.clear();
    for (const music::DrumClass& drum : map.classes) {
        const std::string_view general = music::percussionName(drum.pitches.front());
        m_names.push_back(map.size() > music::kDrumClasses && !general.empty()
                              ? QString::fromUtf8(general.data(), static_cast<qsizetype>(general.size()))
                              : QString::fromStdString(drum.name));
    }
    layOut();
    update();
}

void DrumGridView::setHeatVisible(bool visible) {
    if (std::exchange(m_heatVisible, visible) != visible)
        update();
}

void DrumGridView::fit() {
    m_geometry.time().setSteps(std::max(m_pattern.steps(), 1));
    m_geometry.time().fit();
    m_geometry.showDrums({0});
    showPlayedDrums();
    setCursorCell(std::nullopt);
    layOut();
    update();
    Q_EMIT stepsShown(m_geometry.time().visible());
}

void DrumGridView::showPlayedDrums() {
    const int drums = m_pattern.drums();
    std::vector<bool> shown(static_cast<std::size_t>(drums), drums <= music::kDrumClasses);
    for (const int drum : m_geometry.drums())
        if (drum < drums)
            shown[static_cast<std::size_t>(drum)] = true;
    for (int step = 0; step < m_pattern.steps(); ++step)
        for (int drum = 0; drum < drums; ++drum)
            if (m_pattern.at(step, drum).hit)
                shown[static_cast<std::size_t>(drum)] = true;
    auto missing = music::kDrumClasses - std::ranges::count(shown, true);
    for (std::size_t drum = 0; drum < shown.size() && missing > 0; ++drum)
        if (!shown[drum]) {
            shown[drum] = true;
            --missing;
        }
    std::vector<int> rows;
    for (int drum = 0; drum < drums; ++drum)
        if (shown[static_cast<std::size_t>(drum)])
            rows.push_back(drum);
    if (rows == m_geometry.drums())
        return;
    m_geometry.showDrums(std::move(rows));
    layOut();
}

void DrumGridView::showSteps(const StepRange& range) {
    const StepRange before = m_geometry.time().visible();
    m_geometry.time().show(range);
    if (m_geometry.time().visible() == before)
        return;
    m_background = QImage();
    update();
    Q_EMIT stepsShown(m_geometry.time().visible());
}

void DrumGridView::setMargin(double left) {
    if (std::exchange(m_margin, left) == left)
        return;
    layOut();
    update();
}

void DrumGridView::setArrived(std::optional<double> steps) {
    if (std::exchange(m_arrived, steps) != steps)
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
    if (cell.step < 0 || cell.step >= m_pattern.steps() || cell.drum < 0 || cell.drum >= m_pattern.drums())
        return {};
    const music::DrumCell& value = m_pattern.at(cell.step, cell.drum);
    const QString place = tr("%1, step %2 of %3").arg(nameOf(cell.drum)).arg(cell.step + 1).arg(m_pattern.steps());
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

QString DrumGridView::nameOf(int drum) const {
    const auto index = static_cast<std::size_t>(drum);
    return index < m_names.size() ? m_names[index] : tr("Drum %1").arg(drum + 1);
}

double DrumGridView::namesWidth() const {
    const QFontMetricsF metrics(font());
    double names = 0;
    for (const int drum : m_geometry.drums())
        names = std::max(names, metrics.horizontalAdvance(nameOf(drum)));
    return std::ceil(names + DrumGridPainter::kNameGap);
}

void DrumGridView::layOut() {
    const double left = std::max(m_margin, namesWidth());
    const double rest = std::max(1.0, width() - left - kRight);
    // Whole pixels a row keep the edges of the cells sharp.
    const auto rows = static_cast<double>(m_geometry.drums().size());
    const double row = std::max(1.0, std::floor((height() - kTop - kBarNumberHeight) / rows));
    m_geometry.setArea(QRectF(left, kTop, rest, row * rows));
    m_background = QImage();
}

void DrumGridView::renderBackground() {
    const Theme& theme = themeOf(*this);
    m_background = QImage((QSizeF(size()) * devicePixelRatioF()).toSize(), QImage::Format_RGB32);
    m_background.setDevicePixelRatio(devicePixelRatioF());
    m_background.fill(theme.panel);
    QPainter painter(&m_background);
    painter.setFont(font());
    const DrumGridPainter grid(painter, m_geometry, theme);
    grid.paintNames([this](int drum) { return nameOf(drum); });
    if (m_pattern.isEmpty())
        return;
    grid.paintGround(m_pattern);
    const QRectF area = m_geometry.area();
    paintTimeRuler(painter, theme, m_geometry.time(), m_pattern.stepsPerBar(),
                   QRectF(area.left(), area.bottom(), area.width(), kBarNumberHeight));
}

QRect DrumGridView::strip(double playhead) const {
    const double steps = m_pattern.steps();
    const double from = m_geometry.time().x(playhead - kGlowSteps - 1) - 2;
    const double to =
        m_geometry.time().x(playhead + 1) + kPlayheadWidth + 2; // a hit that is struck right now begins here
    const QRectF area = m_geometry.area();
    if (playhead < kGlowSteps + 1 || playhead > steps - 1) // hits of the loop's other end may still be lit
        return rect();
    return QRectF(from, area.top() - 6, to - from, area.height() + 12).toAlignedRect();
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
    const QRect changed = event->rect();
    DrumGridPainter(painter, m_geometry, theme)
        .paintHits(m_pattern, changed.left(), changed.right() + 1, m_playhead, m_heatVisible);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_cursorCell) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.secondaryText, 1));
        painter.drawRoundedRect(m_geometry.cell(*m_cursorCell).adjusted(-0.5, -0.5, 0.5, 0.5), kCornerRadius,
                                kCornerRadius);
    }
    const QRectF area = m_geometry.area();
    if (m_arrived) {
        const double from = std::max(area.left(), m_geometry.time().x(*m_arrived));
        painter.fillRect(QRectF(QPointF(from, area.top()), area.bottomRight()), withAlpha(theme.panel, kVeil));
    }
    const double x = m_playhead ? m_geometry.time().x(*m_playhead) : -1;
    if (x >= area.left() && x <= area.right())
        painter.fillRect(QRectF(x - kPlayheadWidth / 2, area.top() - 6, kPlayheadWidth, area.height() + 12),
                         theme.playhead);
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
    if (event->type() == QEvent::NativeGesture) {
        TimeAxis time = m_geometry.time();
        if (moveTime(time, *static_cast<QNativeGestureEvent*>(event))) {
            showSteps(time.visible());
            return true;
        }
    }
    return QWidget::event(event);
}

void DrumGridView::resizeEvent(QResizeEvent* /*event*/) {
    layOut();
}

void DrumGridView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_geometry.time().isFitted())
        return QWidget::mousePressEvent(event);
    m_grabbedAt = event->position();
    setCursor(Qt::ClosedHandCursor);
}

void DrumGridView::mouseReleaseEvent(QMouseEvent* event) {
    QWidget::mouseReleaseEvent(event);
    m_grabbedAt.reset();
    unsetCursor();
}

void DrumGridView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        fit();
}

void DrumGridView::wheelEvent(QWheelEvent* event) {
    TimeAxis time = m_geometry.time();
    event->setAccepted(moveTime(time, *event));
    showSteps(time.visible());
}

void DrumGridView::mouseMoveEvent(QMouseEvent* event) {
    if (m_grabbedAt) {
        TimeAxis time = m_geometry.time();
        time.pan(event->position().x() - std::exchange(*m_grabbedAt, event->position()).x());
        showSteps(time.visible());
    }
    setCursorCell(m_pattern.isEmpty() ? std::nullopt : m_geometry.cellAt(event->position()));
}

void DrumGridView::leaveEvent(QEvent* /*event*/) {
    setCursorCell(std::nullopt);
}

void DrumGridView::keyPressEvent(QKeyEvent* event) {
    if (m_pattern.isEmpty())
        return QWidget::keyPressEvent(event);
    TimeAxis time = m_geometry.time();
    if (moveTime(time, *event))
        return showSteps(time.visible());
    DrumGridCell cell = m_cursorCell.value_or(DrumGridCell{0, m_geometry.drums().front()});
    switch (event->key()) {
    case Qt::Key_Left: --cell.step; break;
    case Qt::Key_Right: ++cell.step; break;
    case Qt::Key_Up: cell.drum = m_geometry.drumBeside(cell.drum, 1); break;
    case Qt::Key_Down: cell.drum = m_geometry.drumBeside(cell.drum, -1); break;
    case Qt::Key_Home: cell.step = 0; break;
    case Qt::Key_End: cell.step = m_pattern.steps() - 1; break;
    default: return QWidget::keyPressEvent(event);
    }
    cell.step = std::clamp(cell.step, 0, m_pattern.steps() - 1);
    const StepRange seen = m_geometry.time().visible();
    if (cell.step < seen.first || cell.step + 1 > seen.last)
        showSteps({cell.step - seen.length() / 2, cell.step + seen.length() / 2});
    setCursorCell(cell);
}

void DrumGridView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        setCursorCell(m_pattern.isEmpty() ? std::nullopt : std::optional(DrumGridCell{0, m_geometry.drums().front()}));
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
