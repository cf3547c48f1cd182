#include "widgets/LatentMapView.h"

#include "widgets/EmptyState.h"
#include "widgets/Figures.h"
#include "widgets/FileDrop.h"
#include "widgets/MusicDrag.h"

#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QTimer>
#include <QVariantAnimation>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace segue::widgets {
namespace {

constexpr double kSnapRadius = 4;
constexpr double kHoverRadius = 9;
constexpr double kDragDistance = 3;
constexpr int kGlideMs = 300;
constexpr int kSharpenMs = 90;
constexpr int kTrailMs = 30;
constexpr double kZoomNotch = 1.2;
constexpr double kWheelNotch = 120;

} // namespace

LatentMapView::LatentMapView(QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setAcceptDrops(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Map of the latent space"));
    m_empty = new EmptyState(tr("No map yet. Open a model, or train one on your own MIDI files."), this);
    connect(m_empty, &EmptyState::actionRequested, this, &LatentMapView::emptyActionRequested);
    m_sharpen = new QTimer(this);
    m_sharpen->setSingleShot(true);
    m_sharpen->setInterval(kSharpenMs);
    connect(m_sharpen, &QTimer::timeout, this, &LatentMapView::redrawDots);
    m_trailTimer = new QTimer(this);
    m_trailTimer->setInterval(kTrailMs);
    connect(m_trailTimer, &QTimer::timeout, this, [this] {
        update(m_overlay.puckRegion(m_geometry).toAlignedRect());
        if (!m_overlay.shortenTrail())
            m_trailTimer->stop();
    });
    m_animation = new QVariantAnimation(this);
    m_animation->setDuration(kGlideMs);
    m_animation->setStartValue(0.0);
    m_animation->setEndValue(1.0);
    m_animation->setEasingCurve(QEasingCurve::InOutCubic);
    connect(m_animation, &QVariantAnimation::valueChanged, this,
            [this](const QVariant& value) { glide(value.toDouble()); });
}

LatentMapView::~LatentMapView() = default;

void LatentMapView::setDots(std::shared_ptr<const latent::DotIndex> dots, std::vector<int> classes,
                            const QStringList& names) {
    const std::vector<Point> points = dots ? dots->points() : std::vector<Point>{};
    assert(points.size() == classes.size());
    m_animation->stop();
    m_glideFrom.clear();
    const bool glides = !m_reducedMotion && isVisible() && !points.empty() && points.size() == m_points.size();
    const MapGeometry before = m_geometry;
    setHovered(-1);
    m_dots = std::move(dots);
    m_classes = std::move(classes);
    m_legend.setNames(names);
    m_isolated.reset();
    m_geometry.setContent(points);
    m_geometry.fit();
    m_empty->setVisible(points.empty());
    layOut();
    if (glides) {
        m_glideFrom = std::move(m_points);
        for (Point& point : m_glideFrom)
            point = m_geometry.toPlane(before.toView(point)); // where it is seen now
        m_points = m_glideFrom;
        m_animation->start();
    } else {
        m_points = points;
    }
    redrawDots();
}

void LatentMapView::glide(double progress) {
    if (m_glideFrom.empty())
        return;
    const std::vector<Point>& to = m_dots->points();
    if (progress >= 1) {
        m_points = to;
        m_glideFrom.clear();
    } else {
        const auto t = static_cast<float>(progress);
        for (std::size_t i = 0; i < m_points.size(); ++i) {
            m_points[i].x = m_glideFrom[i].x + (to[i].x - m_glideFrom[i].x) * t;
            m_points[i].y = m_glideFrom[i].y + (to[i].y - m_glideFrom[i].y) * t;
        }
    }
    redrawDots();
}

void LatentMapView::setClasses(std::vector<int> classes, const QStringList& names) {
    assert(classes.size() == m_classes.size());
    m_classes = std::move(classes);
    m_legend.setNames(names);
    m_isolated.reset();
    layOut();
    redrawDots();
}

void LatentMapView::setIsolatedClass(std::optional<int> index) {
    if (index == m_isolated)
        return;
    m_isolated = index;
    redrawDots();
    Q_EMIT isolatedClassChanged(index);
}

void LatentMapView::setPuck(Point point) {
    if (point == m_overlay.puck())
        return;
    const QRectF before = m_overlay.puckRegion(m_geometry);
    m_overlay.movePuck(point, !m_reducedMotion);
    if (!m_reducedMotion)
        m_trailTimer->start();
    update(before.united(m_overlay.puckRegion(m_geometry)).toAlignedRect());
    update(m_legend.readoutArea().toAlignedRect());
}

void LatentMapView::setAnchor(Anchor which, std::optional<Point> point) {
    m_overlay.setAnchor(which, point);
    update();
}

void LatentMapView::setPath(std::vector<Point> path) {
    m_overlay.setPath(std::move(path));
    update();
}

void LatentMapView::setHover(int example, const QString& text, const music::Pattern& pattern) {
    if (example < 0 || example != m_hovered)
        return;
    m_card = {example, text, pattern};
    update();
}

void LatentMapView::setEmptyText(const QString& text, const QString& action) {
    m_empty->setText(text);
    m_empty->setAction(action);
}

void LatentMapView::fit() {
    m_geometry.fit();
    viewChanged();
}

void LatentMapView::zoomBy(double factor) {
    m_geometry.zoomAt(m_geometry.area().center(), factor);
    viewChanged();
}

void LatentMapView::layOut() {
    constexpr double kGap = 4;
    m_legend.layOut(rect(), font());
    m_geometry.setArea(QRectF(0, 0, std::max(1, width()), std::max(1.0, m_legend.area().top() - kGap)));
    m_empty->setGeometry(rect().adjusted(40, 0, -40, 0));
}

void LatentMapView::viewChanged() {
    setHovered(-1);
    m_sharpen->start();
    update();
}

void LatentMapView::redrawDots() {
    m_picture.invalidate();
    update();
}

int LatentMapView::dotAt(QPointF position, double radius) const {
    if (!m_dots || !m_glideFrom.empty())
        return -1;
    return m_dots->nearest(m_geometry.toPlane(position), static_cast<float>(radius / m_geometry.scale()));
}

void LatentMapView::setHovered(int example) {
    if (example == m_hovered)
        return;
    m_hovered = example;
    m_card = {};
    update();
    Q_EMIT exampleHovered(example);
}

void LatentMapView::mousePressEvent(QMouseEvent* event) {
    if (m_grip != Grip::None)
        return;
    m_pressedAt = event->position();
    m_lastPosition = event->position();
    m_button = event->button();
    m_moved = false;
    if (event->button() == Qt::RightButton || event->button() == Qt::MiddleButton) {
        m_grip = Grip::Pan;
    } else if (event->button() == Qt::LeftButton) {
        if (const auto index = m_legend.classAt(event->position()))
            setIsolatedClass(m_isolated == index ? std::nullopt : index);
        else if (!m_points.empty() && m_geometry.area().contains(event->position()))
            grab(event);
    }
}

void LatentMapView::grab(QMouseEvent* event) {
    const MapOverlay::Part part = m_overlay.partAt(event->position(), m_geometry);
    if (part == MapOverlay::Part::AnchorA || part == MapOverlay::Part::AnchorB) {
        m_grip = part == MapOverlay::Part::AnchorA ? Grip::AnchorA : Grip::AnchorB;
        return;
    }
    m_grip = Grip::Puck;
    setHovered(-1);
    Q_EMIT puckGrabbed();
    if (part == MapOverlay::Part::Puck) // it is there already: a click upon it is not a move
        return;
    const int dot = dotAt(event->position(), kSnapRadius);
    Q_EMIT puckMoveRequested(dot >= 0 ? m_points[static_cast<std::size_t>(dot)]
                                      : m_geometry.toPlane(event->position()));
}

void LatentMapView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF position = event->position();
    if (m_grip == Grip::None) {
        setCursor(m_legend.classAt(position) ? Qt::PointingHandCursor : Qt::ArrowCursor);
        const bool isInside = m_geometry.area().contains(position);
        setHovered(isInside ? dotAt(position, kHoverRadius) : -1);
        return;
    }
    if (!m_moved && (position - m_pressedAt).manhattanLength() < kDragDistance)
        return;
    m_moved = true;
    const Point point = m_geometry.toPlane(position);
    switch (m_grip) {
    case Grip::Puck: Q_EMIT puckMoveRequested(point); break;
    case Grip::AnchorA: Q_EMIT anchorMoveRequested(Anchor::A, point); break;
    case Grip::AnchorB: Q_EMIT anchorMoveRequested(Anchor::B, point); break;
    case Grip::Pan:
        m_geometry.pan(position - m_lastPosition);
        viewChanged();
        break;
    case Grip::None: break;
    }
    m_lastPosition = position;
}

void LatentMapView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != m_button)
        return;
    switch (std::exchange(m_grip, Grip::None)) {
    case Grip::Puck:
        update(m_overlay.puckRegion(m_geometry).toAlignedRect());
        Q_EMIT puckReleased();
        break;
    case Grip::AnchorA: Q_EMIT anchorReleased(Anchor::A); break;
    case Grip::AnchorB: Q_EMIT anchorReleased(Anchor::B); break;
    case Grip::Pan:
        if (!m_moved && event->button() == Qt::RightButton)
            showMenu(event->position(), event->globalPosition().toPoint());
        break;
    case Grip::None: break;
    }
}

void LatentMapView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && m_geometry.area().contains(event->position()))
        fit();
}

void LatentMapView::wheelEvent(QWheelEvent* event) {
    const bool isTouchpad = event->phase() != Qt::NoScrollPhase && !event->pixelDelta().isNull();
    if (isTouchpad && !(event->modifiers() & Qt::ControlModifier))
        m_geometry.pan(event->pixelDelta());
    else
        m_geometry.zoomAt(event->position(), std::pow(kZoomNotch, event->angleDelta().y() / kWheelNotch));
    viewChanged();
    event->accept();
}

bool LatentMapView::event(QEvent* event) {
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            m_geometry.zoomAt(gesture->position(), 1 + gesture->value());
            viewChanged();
            return true;
        }
    }
    return QWidget::event(event);
}

void LatentMapView::contextMenuEvent(QContextMenuEvent* event) {
    if (event->reason() != QContextMenuEvent::Keyboard) // the mouse's comes with the release, if it did not pan
        return;
    const QPointF place = m_geometry.toView(m_overlay.puck());
    showMenu(place, mapToGlobal(place.toPoint()));
}

void LatentMapView::showMenu(QPointF position, QPoint global) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const Point point = m_geometry.toPlane(position);
    if (!m_points.empty()) {
        for (const auto& [which, text] :
             {std::pair(Anchor::A, tr("Put A here")), std::pair(Anchor::B, tr("Put B here"))})
            connect(menu->addAction(text), &QAction::triggered, this,
                    [this, which = which, point] { Q_EMIT anchorRequested(which, point); });
        QMenu* only = menu->addMenu(tr("Show only"));
        for (int index = 0; index < m_legend.names().size(); ++index)
            connect(only->addAction(m_legend.names()[index]), &QAction::triggered, this,
                    [this, index] { setIsolatedClass(index); });
    }
    connect(menu->addAction(tr("Show everything")), &QAction::triggered, this, [this] {
        setIsolatedClass(std::nullopt);
        fit();
    });
    menu->popup(global);
}

void LatentMapView::keyPressEvent(QKeyEvent* event) {
    const double pixels = event->modifiers() & Qt::ShiftModifier ? 40 : 6;
    QPointF step;
    switch (event->key()) {
    case Qt::Key_Left: step = {-pixels, 0}; break;
    case Qt::Key_Right: step = {pixels, 0}; break;
    case Qt::Key_Up: step = {0, -pixels}; break;
    case Qt::Key_Down: step = {0, pixels}; break;
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoomBy(kZoomNotch);
    case Qt::Key_Minus: return zoomBy(1 / kZoomNotch);
    case Qt::Key_Home: return fit();
    default: return QWidget::keyPressEvent(event);
    }
    if (m_points.empty())
        return;
    if (!std::exchange(m_keyMoves, true))
        Q_EMIT puckGrabbed();
    Q_EMIT puckMoveRequested(m_geometry.toPlane(m_geometry.toView(m_overlay.puck()) + step));
}

void LatentMapView::keyReleaseEvent(QKeyEvent* event) {
    if (!event->isAutoRepeat())
        releaseKeys();
    QWidget::keyReleaseEvent(event);
}

void LatentMapView::releaseKeys() {
    if (std::exchange(m_keyMoves, false))
        Q_EMIT puckReleased();
}

void LatentMapView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void LatentMapView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    releaseKeys();
    update();
}

void LatentMapView::leaveEvent(QEvent* /*event*/) {
    setHovered(-1);
}

void LatentMapView::dragEnterEvent(QDragEnterEvent* event) {
    if (!draggedMusic(*event->mimeData()) && droppedPaths(*event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    m_dropping = true;
    update();
}

void LatentMapView::dragMoveEvent(QDragMoveEvent* event) {
    event->acceptProposedAction();
}

void LatentMapView::dragLeaveEvent(QDragLeaveEvent* /*event*/) {
    m_dropping = false;
    update();
}

void LatentMapView::dropEvent(QDropEvent* event) {
    m_dropping = false;
    update();
    event->acceptProposedAction();
    if (const auto token = draggedMusic(*event->mimeData()))
        Q_EMIT musicDropped(*token);
    else
        Q_EMIT filesDropped(droppedPaths(*event->mimeData()), m_geometry.toPlane(event->position()));
}

void LatentMapView::resizeEvent(QResizeEvent* /*event*/) {
    layOut();
    m_sharpen->start();
}

void LatentMapView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        layOut();
        redrawDots();
    }
}

void LatentMapView::paintEvent(QPaintEvent* event) {
    const Theme& theme = themeOf(*this);
    const double ratio = devicePixelRatioF();
    const bool isMoving = m_sharpen->isActive(); // the old picture, moved and stretched, will do for a moment
    if (!m_picture.isSharp(m_geometry, ratio) && !(isMoving && m_picture.isCurrent()))
        m_picture.render(m_points, m_classes, m_geometry, theme, ratio, {m_isolated});

    QPainter painter(this);
    painter.fillRect(event->rect(), theme.panel);
    if (!m_points.empty()) {
        painter.save();
        painter.setClipRect(m_geometry.area());
        m_picture.paint(painter, m_geometry);
        painter.setRenderHint(QPainter::Antialiasing);
        m_overlay.paint(painter, m_geometry, theme, {m_grip == Grip::Puck, hasFocus()});
        painter.restore();
        painter.setRenderHint(QPainter::Antialiasing);
        const Point puck = m_overlay.puck();
        m_legend.paint(
            painter, theme, m_isolated,
            tr("x %1 y %2").arg(figures(static_cast<double>(puck.x), 2), figures(static_cast<double>(puck.y), 2)));
        paintHover(painter, theme);
    }
    if (m_dropping) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.anchorA, 2, Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(m_geometry.area().adjusted(1, 1, -1, -1), spacing::kPanelRadius, spacing::kPanelRadius);
    }
}

void LatentMapView::paintHover(QPainter& painter, const Theme& theme) const {
    if (m_hovered < 0)
        return;
    const auto dot = static_cast<std::size_t>(m_hovered);
    const QPointF place = m_geometry.toView(m_points[dot]);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.text, 1.5));
    painter.drawEllipse(place, 5, 5);
    if (m_card.example != m_hovered)
        return;
    const QColor& colour = m_classes[dot] < 0 ? theme.secondaryText : theme.classColour(m_classes[dot]);
    painter.setFont(font());
    m_card.paint(painter, m_card.place(place, m_geometry.area(), font()), theme, colour);
}

} // namespace segue::widgets
