#include "widgets/MusicDelegate.h"

#include "widgets/Icons.h"
#include "widgets/PatternPicture.h"
#include "widgets/Theme.h"

#include <QPainter>
#include <QTextLayout>
#include <QTextOption>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace segue::widgets {
namespace {

constexpr int kPadding = 6;
constexpr int kThumbnailWidth = 104;
constexpr int kThumbnailHeight = 40;
constexpr int kButton = 28;
constexpr int kButtonGap = 4;
constexpr int kRemarkLines = 2;

void paintDrums(QPainter& painter, const QRectF& area, const QVariant& thumbnail, const QColor& colour) {
    paintPattern(painter, area, thumbnail.value<music::Pattern>(), colour);
}

QColor frameColour(const QModelIndex& index, const Theme& theme) {
    if (index.data(music_role::kSounding).toBool())
        return theme.accent;
    if (index.data(music_role::kIsA).toBool())
        return theme.anchorA;
    return index.data(music_role::kIsB).toBool() ? theme.anchorB : QColor();
}

/// One line, the end shortened; a second colour and weight for what follows the name.
void paintTitle(QPainter& painter, const QRect& area, const QModelIndex& index, const Theme& theme) {
    const QString place = index.data(music_role::kPlace).toString();
    const QFontMetrics metrics(painter.font());
    const QString after = place.isEmpty() ? QString() : QStringLiteral(" · ") + place;
    const int room = std::max(0, area.width() - metrics.horizontalAdvance(after));
    const QString name = metrics.elidedText(index.data().toString(), Qt::ElideMiddle, room);
    painter.setPen(theme.text);
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, name);
    painter.setPen(theme.secondaryText);
    painter.drawText(area.adjusted(metrics.horizontalAdvance(name), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, after);
}

/// As many lines as there is room for, the last one shortened.
void paintWrapped(QPainter& painter, const QRect& area, const QString& text, int lines) {
    QTextLayout layout(text, painter.font());
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    const QFontMetrics metrics(painter.font());
    layout.beginLayout();
    QPoint place = area.topLeft();
    for (int i = 0; i < lines; ++i) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(area.width());
        const bool isLast = i + 1 == lines;
        const QString shown = isLast ? metrics.elidedText(text.mid(line.textStart()), Qt::ElideRight, area.width())
                                     : text.mid(line.textStart(), line.textLength());
        painter.drawText(QRect(place, QSize(area.width(), metrics.height())), Qt::AlignLeft | Qt::AlignVCenter, shown);
        place.ry() += metrics.lineSpacing();
    }
    layout.endLayout();
}

void paintUse(QPainter& painter, const QRect& button, MusicUse use, const Theme& theme, bool isSounding) {
    painter.save();
    switch (use) {
    case MusicUse::Listen:
        icon(isSounding ? Glyph::Stop : Glyph::Play, theme.accent).paint(&painter, button.adjusted(8, 8, -8, -8));
        break;
    case MusicUse::Puck:
        painter.setPen(QPen(theme.puckRim == theme.panel ? theme.text : theme.puckRim, 1.5));
        painter.setBrush(theme.accent);
        painter.drawEllipse(QRectF(button).center(), 6, 6);
        break;
    case MusicUse::A:
    case MusicUse::B:
        painter.setPen(theme.anchor(use == MusicUse::A ? Anchor::A : Anchor::B));
        painter.setFont(scaled(painter.font(), 1, QFont::DemiBold));
        painter.drawText(button, Qt::AlignCenter, use == MusicUse::A ? QStringLiteral("A") : QStringLiteral("B"));
        break;
    }
    painter.restore();
}

} // namespace

MusicDelegate::MusicDelegate(QObject* parent) : QStyledItemDelegate(parent), m_paintThumbnail(&paintDrums) {}

QRect MusicDelegate::buttonRect(const QRect& row, MusicUse use) {
    const auto place = static_cast<int>(std::ranges::find(kUses, use) - kUses.begin());
    const int fromRight = static_cast<int>(kUses.size()) - place;
    const int right = row.right() + 1 - kPadding;
    return {right - fromRight * kButton - (fromRight - 1) * kButtonGap, row.center().y() - kButton / 2 + 1, kButton,
            kButton};
}

std::optional<MusicUse> MusicDelegate::useAt(const QRect& row, QPoint position) {
    for (const MusicUse use : kUses)
        if (buttonRect(row, use).adjusted(-kButtonGap / 2, 0, kButtonGap / 2, 0).contains(position))
            return use;
    return std::nullopt;
}

QString MusicDelegate::describe(MusicUse use) {
    switch (use) {
    case MusicUse::Listen: return tr("Listen (Return)");
    case MusicUse::Puck: return tr("Take the puck there (P)");
    case MusicUse::A: return tr("Make it A (A)");
    case MusicUse::B: return tr("Make it B (B)");
    }
    return {};
}

QSize MusicDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const int line = option.fontMetrics.lineSpacing();
    const int lines = isUsable(index) ? 2 : 1 + kRemarkLines;
    return {kThumbnailWidth * 2, std::max(lines * line + 2 * kPadding + 2, kThumbnailHeight + 2 * kPadding)};
}

void MusicDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Theme& theme = themeOf(*option.widget);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(option.font);
    if (selected || hovered) {
        const bool focused = selected && option.state.testFlag(QStyle::State_HasFocus);
        painter->setPen(focused ? QPen(theme.secondaryText, 1) : QPen(Qt::NoPen));
        painter->setBrush(selected ? theme.raised : mix(theme.panel, theme.raised, 0.5));
        painter->drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), spacing::kControlRadius,
                                 spacing::kControlRadius);
    }
    QRect text = option.rect.adjusted(kPadding + 2, kPadding, -kPadding, -kPadding);
    const bool usable = isUsable(index);
    const bool sounding = index.data(music_role::kSounding).toBool();
    if (usable) {
        const QRect frame(option.rect.left() + kPadding, option.rect.center().y() - kThumbnailHeight / 2 + 1,
                          kThumbnailWidth, kThumbnailHeight);
        const QColor colour = frameColour(index, theme);
        painter->setPen(QPen(colour.isValid() ? colour : theme.line, 1));
        painter->setBrush(theme.inset);
        painter->drawRoundedRect(QRectF(frame).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
        m_paintThumbnail(*painter, QRectF(frame).adjusted(5, 4, -5, -4), index.data(music_role::kThumbnail),
                         colour.isValid() ? colour : theme.text);
        text.setLeft(frame.right() + 2 * kPadding);
    }
    const bool hasButtons = usable && (selected || hovered);
    if (hasButtons)
        text.setRight(buttonRect(option.rect, kUses.front()).left() - kPadding);
    const int line = option.fontMetrics.lineSpacing();
    const int height = (usable ? 2 : 1 + kRemarkLines) * line;
    text.setTop(option.rect.top() + (option.rect.height() - height) / 2);
    paintTitle(*painter, QRect(text.topLeft(), QSize(text.width(), line)), index, theme);
    painter->setPen(index.data(music_role::kRefused).toBool() ? theme.danger : theme.secondaryText);
    paintWrapped(*painter, text.adjusted(0, line, 0, 0), index.data(music_role::kDetail).toString(),
                 usable ? 1 : kRemarkLines);
    if (hasButtons)
        paintButtons(*painter, option, sounding);
    painter->restore();
}

void MusicDelegate::paintButtons(QPainter& painter, const QStyleOptionViewItem& option, bool isSounding) const {
    const Theme& theme = themeOf(*option.widget);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    for (const MusicUse use : kUses) {
        const QRect button = buttonRect(option.rect, use);
        painter.setPen(Qt::NoPen);
        painter.setBrush(hovered && m_hoveredUse == use ? theme.track : theme.raisedHover);
        painter.drawRoundedRect(button, spacing::kControlRadius, spacing::kControlRadius);
        paintUse(painter, button, use, theme, isSounding);
    }
}

} // namespace segue::widgets
