#include "widgets/MusicList.h"

#include "widgets/MusicDrag.h"
#include "widgets/PatternThumbnail.h"
#include "widgets/Theme.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QToolTip>
#include <QUrl>

#include <memory>
#include <utility>

namespace segue::widgets {
namespace {

std::optional<MusicUse> useOf(int key) {
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter: return MusicUse::Listen;
    case Qt::Key_P: return MusicUse::Puck;
    case Qt::Key_A: return MusicUse::A;
    case Qt::Key_B: return MusicUse::B;
    default: return std::nullopt;
    }
}

} // namespace

MusicList::MusicList(QWidget* parent) : QListView(parent), m_delegate(new MusicDelegate(this)) {
    setItemDelegate(m_delegate);
    setUniformItemSizes(true);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    setMouseTracking(true);
    setAccessibleName(tr("Music that was found"));
}

void MusicList::setThumbnailPainter(MusicDelegate::ThumbnailPainter painter) {
    m_delegate->setThumbnailPainter(std::move(painter));
    viewport()->update();
}

void MusicList::use(const QModelIndex& index, MusicUse use) {
    if (isUsable(index))
        Q_EMIT useRequested(index.data(music_role::kToken).toLongLong(), use);
}

std::optional<MusicUse> MusicList::useAt(QPoint position) const {
    const QModelIndex index = indexAt(position);
    return isUsable(index) ? MusicDelegate::useAt(visualRect(index), position) : std::nullopt;
}

/// Letters are uses, and otherwise belong to the window: there is no search by typing here.
void MusicList::keyPressEvent(QKeyEvent* event) {
    const bool isPlain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (const auto chosen = useOf(event->key()); isPlain && chosen && isUsable(currentIndex())) {
        use(currentIndex(), *chosen);
        return;
    }
    const bool isText = !event->text().isEmpty() && event->text().front().isPrint();
    if (isText)
        event->ignore();
    else
        QListView::keyPressEvent(event);
}

void MusicList::mousePressEvent(QMouseEvent* event) {
    m_pressedUse = event->button() == Qt::LeftButton ? useAt(event->position().toPoint()) : std::nullopt;
    if (m_pressedUse) {
        setFocus(Qt::MouseFocusReason);
        setCurrentIndex(indexAt(event->position().toPoint()));
    } else {
        QListView::mousePressEvent(event);
    }
}

void MusicList::mouseMoveEvent(QMouseEvent* event) {
    hover(useAt(event->position().toPoint()));
    if (!m_pressedUse)
        QListView::mouseMoveEvent(event);
}

void MusicList::mouseReleaseEvent(QMouseEvent* event) {
    const auto pressed = std::exchange(m_pressedUse, std::nullopt);
    const QPoint position = event->position().toPoint();
    if (pressed && pressed == useAt(position))
        use(indexAt(position), *pressed);
    if (!pressed)
        QListView::mouseReleaseEvent(event);
}

void MusicList::mouseDoubleClickEvent(QMouseEvent* event) {
    const QPoint position = event->position().toPoint();
    if (event->button() != Qt::LeftButton)
        return;
    m_pressedUse = useAt(position);
    if (!m_pressedUse) // on a button it is a second click
        use(indexAt(position), MusicUse::Listen);
}

void MusicList::hover(std::optional<MusicUse> use) {
    if (use == m_hoveredUse)
        return;
    m_hoveredUse = use;
    m_delegate->setHoveredUse(use);
    viewport()->update();
}

void MusicList::leaveEvent(QEvent* event) {
    hover(std::nullopt);
    QListView::leaveEvent(event);
}

bool MusicList::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto found = useAt(help->pos())) {
            QToolTip::showText(help->globalPos(), MusicDelegate::describe(*found), this);
            return true;
        }
    }
    return QListView::viewportEvent(event);
}

void MusicList::contextMenuEvent(QContextMenuEvent* event) {
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QPersistentModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (!isUsable(index))
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const MusicUse chosen : MusicDelegate::kUses)
        connect(menu->addAction(MusicDelegate::describe(chosen)), &QAction::triggered, this,
                [this, index, chosen] { use(index, chosen); });
    menu->popup(byKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

void MusicList::changeEvent(QEvent* event) {
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        scheduleDelayedItemsLayout();
}

void MusicList::startDrag(Qt::DropActions /*actions*/) {
    const QModelIndex index = currentIndex();
    if (!isUsable(index))
        return;
    const qint64 token = index.data(music_role::kToken).toLongLong();
    auto mime = std::make_unique<QMimeData>();
    markAsMusic(*mime, token);
    if (const QString path = m_supplier ? m_supplier(token) : QString(); !path.isEmpty())
        mime->setUrls({QUrl::fromLocalFile(path)});
    dragPattern(*this, std::move(mime), index.data(music_role::kThumbnail).value<music::Pattern>(),
                themeOf(*this).text);
}

void MusicList::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    if (isUsable(current))
        Q_EMIT rowVisited(current.data(music_role::kToken).toLongLong());
}

} // namespace segue::widgets
