#pragma once

#include "widgets/MusicRow.h"

#include <QStyledItemDelegate>

#include <array>
#include <functional>
#include <optional>

namespace segue::widgets {

/// Draws a row of music: the pattern as a thumbnail, what it is, and, where the pointer or the cursor is, a button for
/// each use. Only rows that are seen are drawn, so a list of any length costs nothing.
class MusicDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    static constexpr std::array<MusicUse, 4> kUses{MusicUse::Listen, MusicUse::Puck, MusicUse::A, MusicUse::B};
    /// Draws the value of music_role::kThumbnail.
    using ThumbnailPainter = std::function<void(QPainter&, const QRectF&, const QVariant&, const QColor&)>;

    explicit MusicDelegate(QObject* parent = nullptr);

    /// For windows that are no drum patterns.
    void setThumbnailPainter(ThumbnailPainter painter) { m_paintThumbnail = std::move(painter); }
    /// The button under the pointer is drawn raised; nothing: none is.
    void setHoveredUse(std::optional<MusicUse> use) { m_hoveredUse = use; }

    /// The button at a position of a row that has buttons.
    [[nodiscard]] static std::optional<MusicUse> useAt(const QRect& row, QPoint position);
    [[nodiscard]] static QRect buttonRect(const QRect& row, MusicUse use);
    /// "Make it A (A)".
    [[nodiscard]] static QString describe(MusicUse use);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// The same for all rows of a kind.
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintButtons(QPainter& painter, const QStyleOptionViewItem& option, bool isSounding) const;

    ThumbnailPainter m_paintThumbnail;
    std::optional<MusicUse> m_hoveredUse;
};

} // namespace segue::widgets
