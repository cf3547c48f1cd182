#include "widgets/AnchorCard.h"

#include "widgets/FileDrop.h"
#include "widgets/MusicDrag.h"
#include "widgets/PatternPicture.h"

#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace segue::widgets {
namespace {

constexpr int kCaptionHeight = 22;

QString letter(Anchor which) {
    return which == Anchor::A ? QStringLiteral("A") : QStringLiteral("B");
}

} // namespace

AnchorCard::AnchorCard(Anchor which, QWidget* parent) : QWidget(parent), m_which(which) {
    setAcceptDrops(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    m_menu = new QMenu(this);
    m_caption = new QToolButton(this);
    m_caption->setProperty("role", QStringLiteral("quiet"));
    m_caption->setFont(scaled(font(), 0.92));
    m_caption->setPopupMode(QToolButton::InstantPopup);
    m_caption->setMenu(m_menu);
    m_caption->setFocusPolicy(Qt::StrongFocus);
    connect(m_menu, &QMenu::aboutToShow, this, &AnchorCard::fillMenu);
    showCaption();
}

void AnchorCard::setContent(const QString& name, const music::Pattern& pattern, const std::vector<int>& bars, int bar) {
    m_name = name;
    m_pattern = pattern;
    m_bars = bars;
    m_bar = bar;
    showCaption();
    update();
}

void AnchorCard::clearContent() {
    setContent({}, {}, {}, -1);
}

void AnchorCard::setExamples(const QStringList& names) {
    m_examples = names;
}

void AnchorCard::setFilesRefused(const QString& why) {
    m_refusal = why;
    setAcceptDrops(why.isEmpty());
    setToolTip(why);
    update();
}

void AnchorCard::showCaption() {
    QString text = letter(m_which);
    if (isEmpty())
        text += QStringLiteral(" ") + tr("Choose…");
    else if (m_bar >= 0)
        text += QStringLiteral(" ") + tr("%1 · bar %2").arg(m_name).arg(m_bar + 1);
    else
        text += QStringLiteral(" ") + m_name;
    setAccessibleName(isEmpty() ? tr("%1, empty").arg(letter(m_which)) : text);
    m_caption->setAccessibleName(tr("Choose %1").arg(letter(m_which)));
    m_caption->setToolTip(m_name);
    m_caption->setText(m_caption->fontMetrics().elidedText(text, Qt::ElideMiddle, std::max(40, width() - 16)) +
                       QStringLiteral(" ▾"));
    const Theme& theme = themeOf(*this);
    m_caption->setStyleSheet(
        QStringLiteral("QToolButton { color: %1; padding: 0; }").arg(theme.anchor(m_which).name()));
    m_caption->resize(std::min(width(), m_caption->sizeHint().width()), kCaptionHeight);
    m_caption->move(m_which == Anchor::A ? 0 : width() - m_caption->width(), height() - kCaptionHeight);
}

void AnchorCard::fillMenu() {
    m_menu->clear();
    if (m_bars.size() > 1) {
        QMenu* bars = m_menu->addMenu(tr("Bar"));
        for (const int bar : m_bars) {
            QAction* action = bars->addAction(QString::number(bar + 1));
            action->setCheckable(true);
            action->setChecked(bar == m_bar);
            connect(action, &QAction::triggered, this, [this, bar] { Q_EMIT barChosen(bar); });
        }
    }
    QAction* open = m_menu->addAction(tr("Open a file…"));
    open->setEnabled(m_refusal.isEmpty());
    connect(open, &QAction::triggered, this, &AnchorCard::openFileRequested);
    if (!m_examples.isEmpty() && m_refusal.isEmpty()) {
        QMenu* examples = m_menu->addMenu(tr("Examples"));
        for (int i = 0; i < m_examples.size(); ++i)
            connect(examples->addAction(m_examples[i]), &QAction::triggered, this,
                    [this, i] { Q_EMIT exampleChosen(i); });
    }
    if (!isEmpty()) {
        m_menu->addSeparator();
        connect(m_menu->addAction(tr("Listen to %1").arg(letter(m_which))), &QAction::triggered, this,
                &AnchorCard::listenRequested);
        connect(m_menu->addAction(tr("Clear")), &QAction::triggered, this, &AnchorCard::clearRequested);
    }
}

QRectF AnchorCard::frame() const {
    return QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5 - kCaptionHeight);
}

void AnchorCard::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = themeOf(*this);
    const QColor colour = theme.anchor(m_which);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(colour, hasFocus() || m_dropping ? 2 : 1);
    if (isEmpty() && !m_dropping)
        pen.setStyle(Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(m_dropping ? mix(theme.inset, colour, 0.15) : theme.inset);
    painter.drawRoundedRect(frame(), 6, 6);
    if (isEmpty()) {
        painter.setPen(theme.secondaryText);
        painter.drawText(frame().adjusted(8, 2, -8, -2), Qt::AlignCenter | Qt::TextWordWrap,
                         m_refusal.isEmpty() ? tr("Drop a MIDI file or score here")
                                             : tr("Right-click the map to choose %1").arg(letter(m_which)));
        return;
    }
    paintPattern(painter, frame().adjusted(6, 5, -6, -5), m_pattern, colour);
}

void AnchorCard::resizeEvent(QResizeEvent* /*event*/) {
    showCaption();
}

void AnchorCard::mousePressEvent(QMouseEvent* event) {
    m_pressed = event->button() == Qt::LeftButton && frame().contains(event->position());
}

void AnchorCard::mouseReleaseEvent(QMouseEvent* event) {
    const bool clicked = std::exchange(m_pressed, false) && event->button() == Qt::LeftButton;
    if (clicked && frame().contains(event->position()))
        use();
}

void AnchorCard::use() {
    if (!isEmpty())
        Q_EMIT listenRequested();
    else if (m_refusal.isEmpty())
        Q_EMIT openFileRequested();
}

void AnchorCard::keyPressEvent(QKeyEvent* event) {
    const bool chooses =
        event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (chooses)
        use();
    else
        QWidget::keyPressEvent(event);
}

void AnchorCard::contextMenuEvent(QContextMenuEvent* event) {
    m_menu->popup(event->globalPos());
}

void AnchorCard::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_caption)
        showCaption();
}

void AnchorCard::dragEnterEvent(QDragEnterEvent* event) {
    if (!draggedMusic(*event->mimeData()) && droppedPaths(*event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    m_dropping = true;
    update();
}

void AnchorCard::dragLeaveEvent(QDragLeaveEvent* /*event*/) {
    m_dropping = false;
    update();
}

void AnchorCard::dropEvent(QDropEvent* event) {
    m_dropping = false;
    update();
    event->acceptProposedAction();
    if (const auto token = draggedMusic(*event->mimeData()))
        Q_EMIT musicDropped(*token);
    else
        Q_EMIT filesDropped(droppedPaths(*event->mimeData()));
}

} // namespace segue::widgets
