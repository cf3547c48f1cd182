#include "widgets/DrumMapBoard.h"

#include "core/music/PercussionNames.h"
#include "widgets/Theme.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace segue::widgets {
namespace {

constexpr int kRowPadding = 5;
constexpr int kChipPadding = 9;
constexpr int kRounding = 2; // text is a little wider than whole pixels say
constexpr int kChipGap = 6;
constexpr int kRowGap = 4;
constexpr int kWidestName = 140; // names come from files

MidiPitch midi(int pitch) {
    return MidiPitch(static_cast<std::uint8_t>(pitch));
}

} // namespace

DrumMapBoard::DrumMapBoard(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Drums and their pitches"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void DrumMapBoard::setMap(const music::DrumMap& map) {
    for (const music::DrumClass& drum : m_map.classes)
        for (const MidiPitch pitch : drum.pitches)
            m_others.push_back(pitch.value);
    m_map = map;
    refresh();
}

void DrumMapBoard::setCounts(const std::map<int, int>& notes) {
    m_counts = notes;
    for (const auto& [pitch, count] : notes)
        m_others.push_back(pitch);
    refresh();
}

void DrumMapBoard::addPitch(int pitch) {
    if (!shows(pitch)) {
        m_others.push_back(pitch);
        refresh();
    }
    const auto chip = std::ranges::find(m_chips, pitch, &Chip::pitch);
    select(static_cast<int>(chip - m_chips.begin()));
}

bool DrumMapBoard::shows(int pitch) const {
    return std::ranges::any_of(m_chips, [pitch](const Chip& chip) { return chip.pitch == pitch; });
}

void DrumMapBoard::assign(int pitch, std::optional<int> drum) {
    if (m_map.classOf(midi(pitch)) == drum)
        return;
    for (music::DrumClass& known : m_map.classes)
        std::erase(known.pitches, midi(pitch));
    if (drum)
        m_map.classes[static_cast<std::size_t>(*drum)].pitches.push_back(midi(pitch));
    m_others.push_back(pitch);
    refresh();
    const auto chip = std::ranges::find(m_chips, pitch, &Chip::pitch);
    select(static_cast<int>(chip - m_chips.begin()));
    Q_EMIT mapChanged(m_map);
}

/// What is shown follows from map, counts and the others; nobody is shown twice.
void DrumMapBoard::refresh() {
    std::ranges::sort(m_others);
    const auto repeated = std::ranges::unique(m_others);
    m_others.erase(repeated.begin(), repeated.end());
    const auto pitch = currentPitch();
    layOut(width(), m_chips, m_rows);
    const auto chip = std::ranges::find(m_chips, pitch.value_or(-1), &Chip::pitch);
    m_current = chip == m_chips.end() ? -1 : static_cast<int>(chip - m_chips.begin());
    updateGeometry();
    update();
}

std::optional<int> DrumMapBoard::drumOf(int row) const {
    return row > 0 ? std::optional(m_map.size() - row) : std::nullopt;
}

std::vector<int> DrumMapBoard::pitchesOf(int row) const {
    std::vector<int> pitches;
    if (const auto drum = drumOf(row))
        std::ranges::transform(m_map.classes[static_cast<std::size_t>(*drum)].pitches, std::back_inserter(pitches),
                               [](MidiPitch pitch) { return int{pitch.value}; });
    else
        std::ranges::copy_if(m_others, std::back_inserter(pitches),
                             [this](int pitch) { return !m_map.classOf(midi(pitch)); });
    return pitches;
}

int DrumMapBoard::labelWidth() const {
    int width = fontMetrics().horizontalAdvance(tr("No drum"));
    for (const music::DrumClass& drum : m_map.classes)
        width =
            std::max(width, fontMetrics().horizontalAdvance(QStringLiteral("9 ") + QString::fromStdString(drum.name)));
    return std::min(width, kWidestName) + 3 * kChipPadding;
}

int DrumMapBoard::layOut(int width, std::vector<Chip>& chips, std::vector<QRect>& rows) const {
    chips.clear();
    rows.clear();
    const int chipHeight = fontMetrics().height() + 6;
    const int left = labelWidth();
    int top = 0;
    for (int row = 0; row <= m_map.size(); ++row) {
        int x = left;
        int y = top + kRowPadding;
        for (const int pitch : pitchesOf(row)) {
            const int chipWidth = fontMetrics().horizontalAdvance(label(pitch)) + 2 * kChipPadding + kRounding;
            if (x > left && x + chipWidth > width - kChipGap) {
                x = left;
                y += chipHeight + kRowGap;
            }
            chips.push_back(
                {pitch, row, QRect(x, y, std::min(chipWidth, std::max(40, width - left - kChipGap)), chipHeight)});
            x += chipWidth + kChipGap;
        }
        const int bottom = y + chipHeight + kRowPadding;
        rows.emplace_back(0, top, width, bottom - top);
        top = bottom + kRowGap;
    }
    return top;
}

QSize DrumMapBoard::sizeHint() const {
    constexpr int kWidth = 640;
    return {kWidth, heightForWidth(kWidth)};
}

QSize DrumMapBoard::minimumSizeHint() const {
    return {labelWidth() + 200, 100};
}

int DrumMapBoard::heightForWidth(int width) const {
    std::vector<Chip> chips;
    std::vector<QRect> rows;
    return layOut(width, chips, rows);
}

QString DrumMapBoard::label(int pitch) const {
    const std::string_view name = music::percussionName(midi(pitch));
    QString text = QString::number(pitch);
    if (!name.empty())
        text += u' ' + QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    if (const auto count = m_counts.find(pitch); count != m_counts.end())
        text += QStringLiteral(" ×%1").arg(QLocale().toString(count->second));
    return text;
}

std::optional<int> DrumMapBoard::currentPitch() const {
    if (m_current < 0 || m_current >= static_cast<int>(m_chips.size()))
        return std::nullopt;
    return m_chips[static_cast<std::size_t>(m_current)].pitch;
}

QRect DrumMapBoard::chipRect(int pitch) const {
    const auto chip = std::ranges::find(m_chips, pitch, &Chip::pitch);
    return chip == m_chips.end() ? QRect() : chip->rect;
}

QRect DrumMapBoard::rowRect(std::optional<int> drum) const {
    const int row = drum ? m_map.size() - *drum : 0;
    return m_rows[static_cast<std::size_t>(row)];
}

int DrumMapBoard::rowAt(QPoint position) const {
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        if (position.y() < m_rows[row].bottom() + kRowGap)
            return static_cast<int>(row);
    return static_cast<int>(m_rows.size()) - 1;
}

int DrumMapBoard::chipAt(QPoint position) const {
    const auto chip =
        std::ranges::find_if(m_chips, [position](const Chip& known) { return known.rect.contains(position); });
    return chip == m_chips.end() ? -1 : static_cast<int>(chip - m_chips.begin());
}

void DrumMapBoard::select(int chip) {
    m_current = std::clamp(chip, -1, static_cast<int>(m_chips.size()) - 1);
    if (const auto pitch = currentPitch())
        setAccessibleDescription(label(*pitch));
    update();
}

void DrumMapBoard::showMenu(QPoint global) {
    const auto pitch = currentPitch();
    if (!pitch)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto current = m_map.classOf(midi(*pitch));
    const auto add = [&](QString name, std::optional<int> drum) {
        QAction* action = menu->addAction(name.replace(u'&', QStringLiteral("&&")));
        action->setCheckable(true);
        action->setChecked(drum == current);
        connect(action, &QAction::triggered, this, [this, pitch, drum] { assign(*pitch, drum); });
    };
    for (int drum = m_map.size() - 1; drum >= 0; --drum)
        add(QString::fromStdString(m_map.classes[static_cast<std::size_t>(drum)].name), drum);
    add(tr("No drum"), std::nullopt);
    menu->popup(global);
}

void DrumMapBoard::mousePressEvent(QMouseEvent* event) {
    select(chipAt(event->position().toPoint()));
    m_pressed = event->button() == Qt::LeftButton && m_current >= 0;
    m_pressedAt = event->position().toPoint();
}

void DrumMapBoard::mouseMoveEvent(QMouseEvent* event) {
    m_pointer = event->position().toPoint();
    if (m_pressed && (m_pointer - m_pressedAt).manhattanLength() >= QApplication::startDragDistance())
        m_dragging = true;
    if (m_dragging)
        update();
}

void DrumMapBoard::mouseReleaseEvent(QMouseEvent* event) {
    const bool pressed = std::exchange(m_pressed, false);
    const bool dragged = std::exchange(m_dragging, false);
    update();
    if (!pressed || event->button() != Qt::LeftButton)
        return;
    if (dragged)
        assign(*currentPitch(), drumOf(rowAt(event->position().toPoint())));
    else
        showMenu(mapToGlobal(m_chips[static_cast<std::size_t>(m_current)].rect.bottomLeft()));
}

void DrumMapBoard::contextMenuEvent(QContextMenuEvent* event) {
    if (event->reason() == QContextMenuEvent::Mouse)
        select(chipAt(event->pos()));
    showMenu(event->globalPos());
}

void DrumMapBoard::keyPressEvent(QKeyEvent* event) {
    const auto pitch = currentPitch();
    const int digit = event->key() - Qt::Key_0;
    if (pitch && digit >= 1 && digit <= m_map.size())
        assign(*pitch, digit - 1);
    else if (pitch && (digit == 0 || event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace))
        assign(*pitch, std::nullopt);
    else if (pitch && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Space))
        showMenu(mapToGlobal(chipRect(*pitch).bottomLeft()));
    else if (event->key() == Qt::Key_Right || event->key() == Qt::Key_Down)
        select(m_current + 1);
    else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Up)
        select(std::max(0, m_current - 1));
    else
        QWidget::keyPressEvent(event);
}

bool DrumMapBoard::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept(); // digits and arrows are ours
        return true;
    }
    return QWidget::event(event);
}

void DrumMapBoard::resizeEvent(QResizeEvent* /*event*/) {
    layOut(width(), m_chips, m_rows);
}

void DrumMapBoard::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        refresh();
}

void DrumMapBoard::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    if (m_current < 0 && !m_chips.empty() && event->reason() != Qt::MouseFocusReason)
        select(0);
    update();
}

void DrumMapBoard::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

void DrumMapBoard::paintChip(QPainter& painter, const Chip& chip, QRect rect, bool isCurrent) const {
    const Theme& theme = themeOf(*this);
    const bool isHomeless = !m_map.classOf(midi(chip.pitch)) && m_counts.contains(chip.pitch);
    painter.setPen(isCurrent && hasFocus() ? QPen(theme.text, 1.5)
                   : isHomeless            ? QPen(theme.accent, 1)
                                           : QPen(Qt::NoPen));
    painter.setBrush(isCurrent ? theme.raisedHover : theme.raised);
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), rect.height() / 2.0, rect.height() / 2.0);
    painter.setPen(theme.text);
    const QRect text = rect.adjusted(kChipPadding, 0, -kChipPadding, 0);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(label(chip.pitch), Qt::ElideRight, text.width()));
}

void DrumMapBoard::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int target = m_dragging ? rowAt(m_pointer) : -1;
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        const bool isTarget = target == static_cast<int>(row);
        painter.setPen(isTarget ? QPen(theme.accent, 1.5) : QPen(Qt::NoPen));
        painter.setBrush(theme.inset);
        painter.drawRoundedRect(QRectF(m_rows[row]).adjusted(0.5, 0.5, -0.5, -0.5), spacing::kControlRadius,
                                spacing::kControlRadius);
        const auto drum = drumOf(static_cast<int>(row));
        const QString name = drum ? QStringLiteral("%1 %2").arg(*drum + 1).arg(
                                        QString::fromStdString(m_map.classes[static_cast<std::size_t>(*drum)].name))
                                  : tr("No drum");
        painter.setPen(theme.secondaryText);
        painter.drawText(m_rows[row].adjusted(kChipPadding, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(name, Qt::ElideRight, labelWidth() - 2 * kChipPadding));
    }
    for (std::size_t chip = 0; chip < m_chips.size(); ++chip) {
        const bool isCurrent = static_cast<int>(chip) == m_current;
        if (!(isCurrent && m_dragging))
            paintChip(painter, m_chips[chip], m_chips[chip].rect, isCurrent);
    }
    if (m_dragging) {
        const Chip& chip = m_chips[static_cast<std::size_t>(m_current)];
        paintChip(painter, chip, chip.rect.translated(m_pointer - m_pressedAt), true);
    }
}

} // namespace segue::widgets
