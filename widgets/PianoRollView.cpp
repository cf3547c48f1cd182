#include "widgets/PianoRollView.h"

#include "widgets/PianoRollPainter.h"
#include "widgets/RollReadout.h"
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

constexpr double kTop = 6;
constexpr double kPartsHeight = 20;
constexpr double kRight = 8;
constexpr double kBarNumberHeight = 24;
constexpr double kPlayheadWidth = 2;
constexpr double kVeil = 0.65; // opacity
constexpr double kAir = 2; // pitches above and below the music
constexpr double kFewestFitted = 18;

} // namespace

PianoRollView::PianoRollView(QWidget* parent)
    : QWidget(parent), m_emptyText(tr("Move the puck on the map to hear music")) {
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Piano roll"));
    layOut();
}

void PianoRollView::setPattern(const RollPattern& pattern) {
    if (pattern == m_pattern)
        return;
    const bool isOther = pattern.steps != m_pattern.steps;
    const bool partsAppear = (pattern.parts.size() > 1) != (m_pattern.parts.size() > 1);
    m_pattern = pattern;
    m_heat.clear();
    m_geometry.time().setSteps(std::max(1, pattern.steps));
    if (partsAppear)
        layOut();
    if (isOther) {
        fit();
    } else if (const auto music = pitchesOfMusic(); music && !m_pitchesAreTheUsers) {
        const PitchRange seen = m_geometry.pitches();
        const PitchRange both{std::min(seen.lowest, music->lowest), std::max(seen.highest, music->highest)};
        if (both != seen) {
            m_geometry.showPitches(both);
            m_ground = QImage();
        }
    }
    if (m_cursor && m_cursor->step >= pattern.steps)
        setCursorPlace(std::nullopt);
    else if (m_cursor)
        Q_EMIT placeHovered(readout(*m_cursor));
    setAccessibleDescription(pattern.steps == 0 ? m_emptyText : tr("%1 notes").arg(pattern.notes.size()));
    m_music = QImage();
    update();
}

void PianoRollView::setHeat(std::vector<RollHeat> heat) {
    if (heat == m_heat)
        return;
    m_heat = std::move(heat);
    m_music = QImage();
    update();
}

void PianoRollView::setHeatVisible(bool visible) {
    if (visible == m_heatVisible)
        return;
    m_heatVisible = visible;
    m_music = QImage();
    update();
}

void PianoRollView::setArrived(std::optional<double> steps) {
    if (std::exchange(m_arrived, steps) != steps)
        update();
}

void PianoRollView::setPlayhead(std::optional<double> steps) {
    if (steps == m_playhead)
        return;
    update(changedBetween(m_playhead, steps));
    m_playhead = steps;
}

void PianoRollView::setEmptyText(const QString& text) {
    m_emptyText = text;
    if (m_pattern.steps == 0)
        update();
}

void PianoRollView::setMargin(double left) {
    if (left == m_margin)
        return;
    m_margin = left;
    layOut();
    update();
}

void PianoRollView::setBarNumbersVisible(bool visible) {
    if (visible == m_barNumbers)
        return;
    m_barNumbers = visible;
    layOut();
    update();
}

std::optional<PitchRange> PianoRollView::pitchesOfMusic() const {
    if (m_pattern.notes.empty())
        return std::nullopt;
    const auto [low, high] = std::ranges::minmax_element(m_pattern.notes, {}, &RollNote::pitch);
    const double missing = std::max(0.0, kFewestFitted - 2 * kAir - (high->pitch.value - low->pitch.value + 1));
    return PitchRange{std::max(0.0, low->pitch.value - kAir - std::floor(missing / 2)),
                      std::min(PianoRollGeometry::kAllPitches, high->pitch.value + 1 + kAir + std::ceil(missing / 2))};
}

void PianoRollView::fit() {
    m_pitchesAreTheUsers = false;
    m_geometry.time().fit();
    m_geometry.showPitches(pitchesOfMusic().value_or(PitchRange{}));
    viewMoved();
    Q_EMIT stepsShown(m_geometry.time().visible());
}

void PianoRollView::showSteps(const StepRange& range) {
    const StepRange before = m_geometry.time().visible();
    m_geometry.time().show(range);
    if (m_geometry.time().visible() == before)
        return;
    viewMoved();
    Q_EMIT stepsShown(m_geometry.time().visible());
}

void PianoRollView::viewMoved() {
    m_ground = QImage();
    m_music = QImage();
    update();
}

QString PianoRollView::readout(RollPlace place) const {
    return readoutOf(m_pattern, m_heat, place);
}

void PianoRollView::layOut() {
    const double top = m_pattern.parts.size() > 1 ? kPartsHeight : kTop;
    const double bottom = m_barNumbers ? kBarNumberHeight : kTop;
    m_geometry.setArea(QRectF(m_margin, top, std::max(1.0, width() - m_margin - kRight),
                              std::max(1.0, std::floor(height() - top - bottom))));
    m_ground = QImage();
    m_music = QImage();
}

void PianoRollView::renderGround() {
    const Theme& theme = themeOf(*this);
    m_ground = QImage((QSizeF(size()) * devicePixelRatioF()).toSize(), QImage::Format_RGB32);
    m_ground.setDevicePixelRatio(devicePixelRatioF());
    m_ground.fill(theme.panel);
    QPainter painter(&m_ground);
    painter.setFont(font());
    const PianoRollPainter roll(painter, m_geometry, theme);
    roll.paintGround(m_pattern);
    roll.paintKeyboard(0);
    const QRectF area = m_geometry.area();
    if (m_barNumbers)
        paintTimeRuler(painter, theme, m_geometry.time(), m_pattern.stepsPerBar(),
                       QRectF(area.left(), area.bottom(), area.width(), kBarNumberHeight));
    if (m_pattern.parts.size() > 1)
        roll.paintParts(m_pattern, QRectF(area.left(), 0, area.width(), kPartsHeight));
    m_music = QImage();
}

void PianoRollView::renderMusic() {
    m_music = m_ground;
    QPainter painter(&m_music);
    painter.setFont(font());
    const PianoRollPainter roll(painter, m_geometry, themeOf(*this));
    if (m_heatVisible)
        for (const RollHeat& heat : m_heat)
            roll.paintHeat(heat, m_pattern.steps);
    roll.paintNotes(m_pattern.notes);
}

QRect PianoRollView::strip(double playhead) const {
    const QRectF area = m_geometry.area();
    return QRectF(m_geometry.time().x(playhead) - kPlayheadWidth / 2, area.top(), kPlayheadWidth, area.height())
        .toAlignedRect()
        .adjusted(-1, -1, 1, 1);
}

QRegion PianoRollView::changedBetween(std::optional<double> before, std::optional<double> after) const {
    QRegion changed;
    for (const auto& playhead : {before, after})
        if (playhead)
            changed += strip(*playhead);
    for (const RollNote& note : m_pattern.notes) {
        const bool wasLit = before && note.soundsAt(*before);
        const bool isLit = after && note.soundsAt(*after);
        if (wasLit == isLit)
            continue;
        const QRect box = m_geometry.note(note.pitch.value, note.start, note.length).toAlignedRect();
        changed += box.adjusted(-1, -1, 1, 1);
        changed += QRectF(0, box.top() - 1, m_margin, box.height() + 2).toAlignedRect();
    }
    return changed;
}

void PianoRollView::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = themeOf(*this);
    if (m_ground.isNull() || m_ground.devicePixelRatio() != devicePixelRatioF())
        renderGround();
    if (m_music.isNull())
        renderMusic();
    QPainter painter(this);
    painter.drawImage(0, 0, m_music);
    if (m_pattern.steps == 0) {
        painter.setPen(theme.secondaryText);
        painter.drawText(m_geometry.area(), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
    }
    const PianoRollPainter roll(painter, m_geometry, theme);
    if (m_playhead)
        for (const RollNote& note : m_pattern.notes)
            if (note.soundsAt(*m_playhead)) {
                roll.paintLitNote(note);
                roll.paintKey(0, note.pitch.value, theme.partColour(note.part));
            }
    const QRectF area = m_geometry.area();
    if (const RollNote* note = m_cursor ? noteAt(m_pattern, *m_cursor) : nullptr) {
        painter.setClipRect(area);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.text, 1.5));
        painter.drawRoundedRect(m_geometry.note(note->pitch.value, note->start, note->length), 3, 3);
        painter.setClipping(false);
    }
    if (m_arrived) {
        const double from = std::max(area.left(), m_geometry.time().x(*m_arrived));
        painter.fillRect(QRectF(QPointF(from, area.top()), area.bottomRight()), withAlpha(theme.panel, kVeil));
    }
    const double x = m_playhead ? m_geometry.time().x(*m_playhead) : -1;
    if (x >= area.left() && x <= area.right())
        painter.fillRect(QRectF(x - kPlayheadWidth / 2, area.top(), kPlayheadWidth, area.height()), theme.playhead);
}

void PianoRollView::setCursorPlace(std::optional<RollPlace> place) {
    if (place == m_cursor)
        return;
    m_cursor = place;
    Q_EMIT placeHovered(place ? readout(*place) : QString());
    update();
}

void PianoRollView::goToNote(int direction) {
    if (const auto next = placeOfNextNote(m_pattern, m_cursor, direction)) {
        reveal(*next);
        setCursorPlace(next);
    }
}

void PianoRollView::reveal(RollPlace place) {
    const StepRange seen = m_geometry.time().visible();
    if (place.step < seen.first || place.step + 1 > seen.last)
        showSteps({place.step - seen.length() / 2, place.step + seen.length() / 2});
    const PitchRange pitches = m_geometry.pitches();
    if (place.pitch < pitches.lowest || place.pitch + 1 > pitches.highest) {
        m_geometry.showPitches({place.pitch - pitches.length() / 2, place.pitch + pitches.length() / 2});
        viewMoved();
    }
}

bool PianoRollView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const auto place = m_geometry.placeAt(help->pos());
        QToolTip::showText(help->globalPos(), place ? readout(*place) : QString(), this);
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

void PianoRollView::resizeEvent(QResizeEvent* /*event*/) {
    layOut();
}

void PianoRollView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return QWidget::mousePressEvent(event);
    m_grabbedAt = event->position();
    setCursor(Qt::ClosedHandCursor);
}

void PianoRollView::mouseMoveEvent(QMouseEvent* event) {
    if (m_grabbedAt) {
        const QPointF moved = event->position() - std::exchange(*m_grabbedAt, event->position());
        TimeAxis time = m_geometry.time();
        time.pan(moved.x());
        showSteps(time.visible());
        m_geometry.panPitches(moved.y());
        m_pitchesAreTheUsers = m_pitchesAreTheUsers || moved.y() != 0;
        viewMoved();
    }
    setCursorPlace(m_pattern.steps == 0 ? std::nullopt : m_geometry.placeAt(event->position()));
}

void PianoRollView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return QWidget::mouseReleaseEvent(event);
    m_grabbedAt.reset();
    unsetCursor();
}

void PianoRollView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        fit();
}

void PianoRollView::wheelEvent(QWheelEvent* event) {
    event->accept();
    const bool zoomsPitches = event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
    TimeAxis time = m_geometry.time();
    if (!zoomsPitches && moveTime(time, *event))
        return showSteps(time.visible());
    if (zoomsPitches)
        m_geometry.zoomPitchesAt(event->position().y(), zoomOf(*event));
    else
        m_geometry.panPitches(travelOf(*event).down);
    m_pitchesAreTheUsers = true;
    viewMoved();
}

void PianoRollView::leaveEvent(QEvent* /*event*/) {
    setCursorPlace(std::nullopt);
}

void PianoRollView::keyPressEvent(QKeyEvent* event) {
    TimeAxis time = m_geometry.time();
    if (moveTime(time, *event))
        return showSteps(time.visible());
    switch (event->key()) {
    case Qt::Key_Left: return goToNote(-1);
    case Qt::Key_Right: return goToNote(1);
    case Qt::Key_Up:
    case Qt::Key_Down:
        m_geometry.panPitches(event->key() == Qt::Key_Up ? m_geometry.rowHeight() : -m_geometry.rowHeight());
        m_pitchesAreTheUsers = true;
        return viewMoved();
    case Qt::Key_Home: return fit();
    default: return QWidget::keyPressEvent(event);
    }
}

void PianoRollView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        goToNote(1);
}

void PianoRollView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    setCursorPlace(std::nullopt);
}

void PianoRollView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        layOut();
        update();
    }
}

} // namespace segue::widgets
