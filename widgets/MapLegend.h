#pragma once

#include "widgets/Theme.h"

#include <QFont>
#include <QRectF>
#include <QStringList>

#include <optional>
#include <vector>

class QPainter;

namespace segue::widgets {

/// Colour, shape and name of every class, flowing over as many rows as they need at the foot of the map; the first row
/// leaves room at its right for the readout of the puck's place.
class MapLegend {
public:
    static constexpr double kRowHeight = 20;
    static constexpr double kReadoutWidth = 112;

    void setNames(const QStringList& names) { m_names = names; }
    [[nodiscard]] const QStringList& names() const { return m_names; }
    /// Along the lower edge of `area`; there is one row at least.
    void layOut(const QRectF& area, const QFont& font);
    [[nodiscard]] const QRectF& area() const { return m_area; }
    [[nodiscard]] QRectF readoutArea() const;
    /// The class whose name or mark is there.
    [[nodiscard]] std::optional<int> classAt(QPointF position) const;
    [[nodiscard]] QRectF entryArea(int index) const { return m_entries[static_cast<std::size_t>(index)]; }
    /// The others fade beside an isolated class.
    void paint(QPainter& painter, const Theme& theme, std::optional<int> isolated, const QString& readout) const;

private:
    QStringList m_names;
    std::vector<QRectF> m_entries; // one a name
    QRectF m_area;
    QFont m_font;
};

} // namespace segue::widgets
