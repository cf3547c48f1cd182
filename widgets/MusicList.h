#pragma once

#include "widgets/MusicDelegate.h"

#include <QListView>

#include <functional>

namespace segue::widgets {

/// A list of music to pick from. Return or a double-click listens, A, B and P use a row, and so do its buttons and its
/// menu; a row can be dragged to a card, to the map, or as a MIDI file out of the window.
class MusicList : public QListView {
    Q_OBJECT

public:
    explicit MusicList(QWidget* parent = nullptr);

    void setThumbnailPainter(MusicDelegate::ThumbnailPainter painter);
    /// Writes a row as a MIDI file somewhere temporary, for dragging it out; an empty path if that failed.
    void setMidiFileSupplier(std::function<QString(qint64 token)> supplier) { m_supplier = std::move(supplier); }

Q_SIGNALS:
    void useRequested(qint64 token, segue::widgets::MusicUse use);
    /// The cursor came to another row, by keys or mouse.
    void rowVisited(qint64 token);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void startDrag(Qt::DropActions actions) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void use(const QModelIndex& index, MusicUse use);
    void hover(std::optional<MusicUse> use);
    [[nodiscard]] std::optional<MusicUse> useAt(QPoint position) const;

    MusicDelegate* m_delegate = nullptr;
    std::function<QString(qint64)> m_supplier;
    std::optional<MusicUse> m_pressedUse;
    std::optional<MusicUse> m_hoveredUse;
};

} // namespace segue::widgets
