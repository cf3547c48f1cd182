#pragma once

#include "widgets/DotLayer.h"
#include "widgets/MapGeometry.h"
#include "widgets/MapLegend.h"

#include <QStringList>
#include <QWidget>

#include <vector>

namespace segue::widgets {

/// Where held-out music lies in the latent space of a model that is learning: dots of the first two principal
/// components, coloured and shaped by style. Only to look at.
class LearningMap : public QWidget {
    Q_OBJECT

public:
    explicit LearningMap(QWidget* parent = nullptr);

    /// Requires: as many classes as points; a class is an index into `names`, or -1.
    void setDots(std::vector<MapGeometry::Point> points, std::vector<int> classes, const QStringList& names);
    void setCaption(const QString& caption);

    [[nodiscard]] QSize sizeHint() const override { return {360, 240}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 84}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void layOut();

    std::vector<MapGeometry::Point> m_points;
    std::vector<int> m_classes;
    QString m_caption;
    MapGeometry m_geometry;
    MapLegend m_legend;
    DotLayer m_dots;
};

} // namespace segue::widgets
