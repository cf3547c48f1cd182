#include "widgets/MapGeometry.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace segue::widgets {
namespace {

constexpr double kMargin = 0.06; // of the content's larger side, on each side
constexpr double kOutliers = 0.002; // of the points, on each side of an axis
constexpr double kSmallestSide = 1e-3;

std::pair<double, double> extent(std::vector<float>& values) {
    const auto skipped = static_cast<std::ptrdiff_t>(static_cast<double>(values.size()) * kOutliers);
    const auto low = values.begin() + skipped;
    std::nth_element(values.begin(), low, values.end());
    const double least = static_cast<double>(*low);
    const auto high = values.end() - 1 - skipped;
    std::nth_element(values.begin(), high, values.end());
    return {least, static_cast<double>(*high)};
}

} // namespace

void MapGeometry::setArea(const QRectF& area) {
    m_area = area;
}

void MapGeometry::setContent(std::span<const Point> points) {
    if (points.empty()) {
        m_content = QRectF(-1, -1, 2, 2);
        return;
    }
    std::vector<float> xs;
    std::vector<float> ys;
    xs.reserve(points.size());
    ys.reserve(points.size());
    for (const Point& point : points) {
        xs.push_back(point.x);
        ys.push_back(point.y);
    }
    const auto [left, right] = extent(xs);
    const auto [bottom, top] = extent(ys);
    const double margin = std::max({right - left, top - bottom, kSmallestSide}) * kMargin;
    m_content = QRectF(left - margin, bottom - margin, right - left + 2 * margin, top - bottom + 2 * margin);
}

void MapGeometry::fit() {
    m_centre = m_content.center();
    m_zoom = 1;
}

bool MapGeometry::isFitted() const {
    return m_zoom == 1 && m_centre == m_content.center();
}

double MapGeometry::fittedScale() const {
    return std::max(1e-6, std::min(m_area.width() / m_content.width(), m_area.height() / m_content.height()));
}

double MapGeometry::scale() const {
    return fittedScale() * m_zoom;
}

QPointF MapGeometry::toView(Point point) const {
    const double s = scale();
    const QPointF middle = m_area.center();
    return {middle.x() + (static_cast<double>(point.x) - m_centre.x()) * s,
            middle.y() - (static_cast<double>(point.y) - m_centre.y()) * s};
}

MapGeometry::Point MapGeometry::toPlane(QPointF position) const {
    const double s = scale();
    const QPointF middle = m_area.center();
    return {static_cast<float>(m_centre.x() + (position.x() - middle.x()) / s),
            static_cast<float>(m_centre.y() - (position.y() - middle.y()) / s)};
}

void MapGeometry::zoomAt(QPointF position, double factor) {
    const double before = scale();
    m_zoom = std::clamp(m_zoom * factor, kFarthest, kNearest);
    const double shift = 1 / before - 1 / scale();
    const QPointF offset = position - m_area.center();
    m_centre += QPointF(offset.x() * shift, -offset.y() * shift);
}

void MapGeometry::pan(QPointF pixels) {
    const double s = scale();
    m_centre -= QPointF(pixels.x() / s, -pixels.y() / s);
}

} // namespace segue::widgets
