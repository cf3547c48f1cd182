#include "widgets/ChordRow.h"

#include "widgets/ChordChooser.h"
#include "widgets/Theme.h"

#include "core/music/Chord.h"

#include <QActionGroup>
#include <QEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>
#include <QToolTip>

#include <algorithm>
#include <utility>

namespace segue::widgets {
namespace {

constexpr double kRight = 8; // as the views below have it
constexpr double kGap = 2; // between two chords
constexpr double kPadding = 4;
constexpr double kCornerRadius = 4;
constexpr int kTonics = 12;

QString nameOf(int tonic) {
    const std::string_view name = music::pitchClassName(tonic);
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

QString figureOf(const ChordSegment& segment) {
    return QString::fromStdString(music::figureOfTriadClass(segment.triadClass));
}

} // namespace

ChordRow::ChordRow(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Chords"));
    m_key = new QToolButton(this);
    m_key->setProperty("role", QStringLiteral("quiet"));
    m_key->setPopupMode(QToolButton::InstantPopup);
    m_key->setToolTip(tr("The key that the model is told"));
    m_key->hide();
    auto* menu = new QMenu(m_key);
    auto* tonics = new QActionGroup(menu);
    for (int tonic = 0; tonic < kTonics; ++tonic) {
        QAction* action = tonics->addAction(menu->addAction(nameOf(tonic)));
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this, tonic] { Q_EMIT tonicChangeRequested(tonic); });
    }
    m_key->setMenu(menu);
}

void ChordRow::setChords(std::span<const std::uint8_t> chords, int stepsPerBar) {
    auto segments = chordSegments(chords, stepsPerBar);
    if (segments == m_segments)
        return;
    m_segments = std::move(segments);
    m_time.setSteps(std::max(1, static_cast<int>(chords.size())));
    m_sounding = -1;
    if (m_current >= std::ssize(m_segments))
        m_current = -1;
    setCursor(m_segments.empty() ? Qt::ArrowCursor : Qt::PointingHandCursor);
    describe();
    update();
}

void ChordRow::setTonic(std::optional<int> tonic) {
    m_key->setVisible(tonic.has_value());
    if (!tonic)
        return;
    m_key->setText(tr("Key %1 ▾").arg(nameOf(*tonic)));
    m_key->setAccessibleName(tr("Key: %1").arg(nameOf(*tonic)));
    m_key->menu()->actions()[*tonic]->setChecked(true);
}

void ChordRow::showSteps(const StepRange& range) {
    m_time.show(range);
    update();
}

void ChordRow::setMargin(double left) {
    m_margin = left;
    layOut();
    update();
}

void ChordRow::setPlayhead(std::optional<double> steps) {
    const int sounding = steps ? segmentAt(*steps) : -1;
    if (std::exchange(m_sounding, sounding) != sounding)
        update();
}

QRectF ChordRow::boxOf(const ChordSegment& segment) const {
    const double left = std::max(m_time.x(segment.first), m_margin);
    const double right = std::min(m_time.x(segment.last), width() - kRight);
    return {left, 2, std::max(0.0, right - left - kGap), height() - 8.0};
}

int ChordRow::segmentAt(double step) const {
    const auto found = std::ranges::find_if(
        m_segments, [step](const ChordSegment& segment) { return step >= segment.first && step < segment.last; });
    return found == m_segments.end() ? -1 : static_cast<int>(found - m_segments.begin());
}

int ChordRow::segmentUnder(QPointF position) const {
    return position.x() >= m_margin && position.x() < width() - kRight ? segmentAt(m_time.stepAt(position.x())) : -1;
}

void ChordRow::layOut() {
    m_time.setEdges(m_margin, width() - kRight);
    const int wanted = m_key->sizeHint().width();
    const int room = static_cast<int>(m_margin) - 4;
    m_key->setGeometry(std::max(0, room - wanted), 2, std::min(wanted, room), kHeight - 8);
}

void ChordRow::setCurrent(int segment) {
    if (std::exchange(m_current, segment) == segment)
        return;
    describe();
    update();
}

void ChordRow::describe() {
    if (m_current < 0) {
        setAccessibleDescription({});
        return;
    }
    const ChordSegment& segment = m_segments[static_cast<std::size_t>(m_current)];
    setAccessibleDescription(tr("%1, steps %2 to %3").arg(figureOf(segment)).arg(segment.first + 1).arg(segment.last));
}

void ChordRow::openChooser(int segment) {
    if (!m_chooser) {
        m_chooser = new ChordChooser(this);
        connect(m_chooser, &ChordChooser::chosen, this, [this](int triad) { request(m_chosenFor, triad); });
    }
    m_chosenFor = segment;
    const QRect box = boxOf(m_segments[static_cast<std::size_t>(segment)]).toAlignedRect();
    m_chooser->open({mapToGlobal(box.topLeft()), box.size()}, m_segments[static_cast<std::size_t>(segment)].triadClass);
}

void ChordRow::request(int segment, int triadClass) {
    if (segment < 0 || segment >= std::ssize(m_segments)) // other music came meanwhile
        return;
    const ChordSegment& changed = m_segments[static_cast<std::size_t>(segment)];
    if (triadClass != changed.triadClass)
        Q_EMIT chordChangeRequested(changed.first, changed.last, triadClass);
}

bool ChordRow::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int segment = segmentUnder(help->pos());
        QToolTip::showText(
            help->globalPos(),
            segment < 0
                ? QString()
                : tr("%1: click for another chord").arg(figureOf(m_segments[static_cast<std::size_t>(segment)])),
            this);
        return true;
    }
    return QWidget::event(event);
}

void ChordRow::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetricsF metrics(font());
    for (int index = 0; index < std::ssize(m_segments); ++index) {
        const ChordSegment& segment = m_segments[static_cast<std::size_t>(index)];
        const QRectF box = boxOf(segment);
        if (box.width() <= 0)
            continue;
        const bool isNone = segment.triadClass == 0;
        const bool isCurrent = index == m_current;
        painter.setBrush(isCurrent ? theme.raisedHover : isNone ? theme.cellShade : theme.raised);
        painter.setPen(index == m_sounding       ? QPen(theme.accent, 1)
                       : isCurrent && hasFocus() ? QPen(theme.secondaryText, 1)
                                                 : QPen(Qt::NoPen));
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), kCornerRadius, kCornerRadius);
        const QRectF room = box.adjusted(kPadding, 0, -1, 0);
        painter.setPen(isNone ? theme.secondaryText : theme.text);
        QString figure = figureOf(segment);
        if (isNone && metrics.horizontalAdvance(figure) > room.width())
            figure = QStringLiteral("–");
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(figure, Qt::ElideRight, room.width()));
    }
    if (!m_segments.empty() && m_key->isHidden()) {
        painter.setPen(theme.secondaryText);
        painter.drawText(QRectF(0, 2, m_margin - 6, height() - 8), Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(tr("Chords"), Qt::ElideRight, m_margin - 6));
    }
}

void ChordRow::resizeEvent(QResizeEvent* /*event*/) {
    layOut();
}

void ChordRow::mousePressEvent(QMouseEvent* event) {
    const int segment = segmentUnder(event->position());
    if (event->button() != Qt::LeftButton || segment < 0)
        return QWidget::mousePressEvent(event);
    setCurrent(segment);
    openChooser(segment);
}

void ChordRow::mouseMoveEvent(QMouseEvent* event) {
    setCurrent(segmentUnder(event->position()));
}

void ChordRow::leaveEvent(QEvent* /*event*/) {
    if (!hasFocus())
        setCurrent(-1);
}

void ChordRow::keyPressEvent(QKeyEvent* event) {
    if (m_segments.empty())
        return QWidget::keyPressEvent(event);
    const int current = std::max(0, m_current);
    const int triad = m_segments[static_cast<std::size_t>(current)].triadClass;
    switch (event->key()) {
    case Qt::Key_Left: return setCurrent(std::max(0, current - 1));
    case Qt::Key_Right: return setCurrent(std::min(static_cast<int>(m_segments.size()) - 1, current + 1));
    case Qt::Key_Up: return request(current, music::transposedTriadClass(triad, 1));
    case Qt::Key_Down: return request(current, music::transposedTriadClass(triad, -1));
    case Qt::Key_Delete:
    case Qt::Key_Backspace: return request(current, 0);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space: setCurrent(current); return openChooser(current);
    default: return QWidget::keyPressEvent(event);
    }
}

void ChordRow::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    if (m_current < 0 && !m_segments.empty())
        setCurrent(0);
    update();
}

void ChordRow::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason)
        setCurrent(-1);
    update();
}

} // namespace segue::widgets
