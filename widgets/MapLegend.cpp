#include "widgets/MapLegend.h"

#include "widgets/DotLayer.h"
#include "widgets/Figures.h"

#include <QPainter>

namespace segue::widgets {
namespace {

constexpr double kMarkRadius = 4;
constexpr double kTextLeft = 13; // of an entry
constexpr double kEntryGap = 13;

} // namespace

void MapLegend::layOut(const QRectF& area, const QFont& font) {
    m_font = scaled(font, 0.95);
    const QFontMetricsF metrics(m_font);
    m_entries.clear();
    double x = 0;
    int row = 0;
    for (const QString& name : m_names) {
        const double width = kTextLeft + metrics.horizontalAdvance(name) + 1;
        const double available = area.width() - (row == 0 ? kReadoutWidth : 0);
        if (x > 0 && x + width > available) {
            x = 0;
            ++row;
        }
        m_entries.emplace_back(area.left() + x, row * kRowHeight, width, kRowHeight);
        x += width + kEntryGap;
    }
    const double height = (row + 1) * kRowHeight;
    m_area = QRectF(area.left(), area.bottom() - height, area.width(), height);
    for (QRectF& entry : m_entries)
        entry.translate(0, m_area.top());
}

QRectF MapLegend::readoutArea() const {
    return {m_area.right() - kReadoutWidth, m_area.top(), kReadoutWidth, kRowHeight};
}

std::optional<int> MapLegend::classAt(QPointF position) const {
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        if (m_entries[i].contains(position))
            return static_cast<int>(i);
    return std::nullopt;
}

void MapLegend::paint(QPainter& painter, const Theme& theme, std::optional<int> isolated,
                      const QString& readout) const {
    painter.setFont(m_font);
    for (int index = 0; index < static_cast<int>(m_entries.size()); ++index) {
        const QRectF entry = entryArea(index);
        const bool isFaded = isolated && *isolated != index;
        const QColor colour = theme.classColour(index);
        paintClassMark(painter, {entry.left() + kMarkRadius, entry.center().y()}, kMarkRadius, index,
                       isFaded ? withAlpha(colour, 0.35) : colour);
        painter.setPen(isFaded ? theme.faintText : isolated ? theme.text : theme.secondaryText);
        painter.drawText(entry.adjusted(kTextLeft, 0, 4, 0), Qt::AlignLeft | Qt::AlignVCenter, m_names[index]);
    }
    painter.setPen(theme.secondaryText);
    paintFigures(painter, readoutArea(), Qt::AlignRight, readout);
}

} // namespace segue::widgets
