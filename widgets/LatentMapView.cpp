#include "widgets/LatentMapView.h"

#include "widgets/FileDrop.h"

#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QStyleHints>
#include <QTimer>
#include <QVariantAnimation>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace segue::widgets {
namespace {

constexpr double kPuckRadius = 10;
constexpr double kHaloRadius = 22;
constexpr double kAnchorRadius = 12;
constexpr double kSnapRadius = 4;
constexpr double kHoverRadius = 9;
constexpr int kGlideMs = 300;
constexpr int kSharpenMs = 90;
constexpr int kTrailMs = 30;
constexpr std::size_t kTrailLength = 28;
constexpr double kZoomNotch = 1.2;

} // namespace

LatentMapView::LatentMapView(QWidget* parent)
    : QWidget(parent), m_emptyText(tr("No map yet. Open a model, or train one on your own MIDI files.")) {
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setAcceptDrops(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Map of the latent space"));
    m_sharpen = new QTimer(this);
    m_sharpen->setSingleShot(true);
    m_sharpen->setInterval(kSharpenMs);
    connect(m_sharpen, &QTimer::timeout, this, [this] {
        m_dots.invalidate();
        update();
    });
    m_trailTimer = new QTimer(this);
    m_trailTimer->setInterval(kTrailMs);
    connect(m_trailTimer, &QTimer::timeout, this, [this] {
        const QRectF before = puckRegion();
        if (!m_trail.empty())
            m_trail.pop_front();
        if (m_trail.empty())
            m_trailTimer->stop();
        update(before.toAlignedRect());
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

void LatentMapView::setDots(std::vector<Point> points, std::vector<int> classes, const QStringList& names) {
    assert(points.size() == classes.size());
    m_animation->stop();
    const bool glides = !m_reducedMotion && isVisible() && !points.empty() && points.size() == m_points.size();
    m_classes = std::move(classes);
    m_names = names;
    m_isolated.reset();
    setHovered(-1);
    m_geometry.setContent(points);
    m_geometry.fit();
    layOut();
    m_dots.invalidate();
    if (glides) {
        m_glideFrom = m_points;
        m_glideTo = std::move(points);
        m_animation->start();
    } else {
        m_points = std::move(points);
    }
    update();
}

void LatentMapView::glide(double progress) {
    if (progress >= 1) {
        m_points = std::move(m_glideTo);
        m_glideTo.clear();
        m_glideFrom.clear();
    } else {
        const auto t = static_cast<float>(progress);
        for (std::size_t i = 0; i < m_points.size(); ++i) {
            m_points[i].x = m_glideFrom[i].x + (m_glideTo[i].x - m_glideFrom[i].x) * t;
            m_points[i].y = m_glideFrom[i].y + (m_glideTo[i].y - m_glideFrom[i].y) * t;
        }
    }
    m_dots.invalidate();
    update();
}

void LatentMapView::setClasses(std::vector<int> classes, const QStringList& names) {
    assert(classes.size() == m_classes.size());
    m_classes = std::move(classes);
    m_names = names;
    m_isolated.reset();
    layOut();
    m_dots.invalidate();
    update();
}

void LatentMapView::setIsolatedClass(std::optional<int> index) {
    if (index == m_isolated)
        return;
    m_isolated = index;
    m_dots.invalidate();
    update();
    Q_EMIT isolatedClassChanged(index);
}

void LatentMapView::setPuck(Point point) {
    if (point == m_puck)
        return;
    const QRectF before = puckRegion();
    if (!m_reducedMotion) {
        m_trail.push_back(m_puck);
        if (m_trail.size() > kTrailLength)
            m_trail.pop_front();
        m_trailTimer->start();
    }
    m_puck = point;
    update(before.united(puckRegion()).toAlignedRect());
    update(readoutArea().toAlignedRect());
}

void LatentMapView::setAnchor(Anchor which, std::optional<Point> point) {
    m_anchors[static_cast<std::size_t>(which)] = point;
    update();
}

void LatentMapView::setPath(std::vector<Point> path) {
    m_path = std::move(path);
    update();
}

void LatentMapView::setHover(int example, const QString& text, const music::DrumPattern& pattern) {
    if (example < 0 || example != m_hovered)
        return;
    m_card = {example, text, pattern};
    update();
}

void LatentMapView::setEmptyText(const QString& text) {
    m_emptyText = text;
    update();
}

void LatentMapView::fit() {
    m_geometry.fit();
    viewChanged();
}

void LatentMapView::zoomBy(double factor) {
    m_geometry.zoomAt(m_geometry.area().center(), factor);
    viewChanged();
}

void LatentMapView::viewChanged() {
    setHovered(-1);
    m_sharpen->start();
    update();
}

void LatentMapView::setHovered(int example) {
    if (example == m_hovered)
        return;
    m_hovered = example;
    if (m_card.example >= 0)
        m_card = {};
    update();
    Q_EMIT exampleHovered(example);
}

void LatentMapView::requestPuck(Point point) {
    Q_EMIT puckMoveRequested(point);
}

LatentMapView::Grip LatentMapView::gripAt(QPointF position) const {
    const auto within = [&](Point point, double radius) {
        const QPointF away = m_geometry.toView(point) - position;
        return std::hypot(away.x(), away.y()) <= radius;
    };
    if (within(m_puck, kPuckRadius))
        return Grip::Puck;
    if (m_anchors[0] && within(*m_anchors[0], kAnchorRadius))
        return Grip::AnchorA;
    if (m_anchors[1] && within(*m_anchors[1], kAnchorRadius))
        return Grip::AnchorB;
    return Grip::Puck;
}

void LatentMapView::mousePressEvent(QMouseEvent* event) {
    m_pressedAt = event->position();
    m_lastPosition = event->position();
    m_moved = false;
    if (event->button() == Qt::RightButton || event->button() == Qt::MiddleButton) {
        m_grip = Grip::Pan;
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    if (const auto entry = legendAt(event->position())) {
        setIsolatedClass(m_isolated == entry ? std::nullopt : entry);
        return;
    }
    if (m_points.empty() || !m_geometry.area().contains(event->position()))
        return;
    m_grip = gripAt(event->position());
    if (m_grip != Grip::Puck)
        return;
    Q_EMIT puckGrabbed();
    const int dot = m_geometry.nearest(m_points, event->position(), kSnapRadius);
    setHovered(-1);
    requestPuck(dot >= 0 ? m_points[static_cast<std::size_t>(dot)] : m_geometry.toPlane(event->position()));
}

void LatentMapView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF position = event->position();
    m_cursor = position;
    if (m_grip == Grip::None) {
        setCursor(legendAt(position) ? Qt::PointingHandCursor : Qt::ArrowCursor);
        const bool inside = m_geometry.area().contains(position);
        setHovered(inside ? m_geometry.nearest(m_points, position, kHoverRadius) : -1);
        return;
    }
    if (!m_moved && (position - m_pressedAt).manhattanLength() < 3)
        return;
    m_moved = true;
    const Point point = m_geometry.toPlane(position);
    switch (m_grip) {
    case Grip::Puck: requestPuck(point); break;
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
    const Grip grip = std::exchange(m_grip, Grip::None);
    switch (grip) {
    case Grip::Puck: Q_EMIT puckReleased(); break;
    case Grip::AnchorA: Q_EMIT anchorReleased(Anchor::A); break;
    case Grip::AnchorB: Q_EMIT anchorReleased(Anchor::B); break;
    case Grip::Pan:
        if (!m_moved && event->button() == Qt::RightButton)
            showContextMenu(event->position(), event->globalPosition().toPoint());
        break;
    case Grip::None: break;
    }
}

void LatentMapView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && m_geometry.area().contains(event->position()))
        fit();
}

void LatentMapView::wheelEvent(QWheelEvent* event) {
    constexpr double kNotch = 120;
    if (event->phase() != Qt::NoScrollPhase && !(event->modifiers() & Qt::ControlModifier))
        m_geometry.pan(event->pixelDelta());
    else
        m_geometry.zoomAt(event->position(), std::pow(kZoomNotch, event->angleDelta().y() / kNotch));
    viewChanged();
    event->accept();
}

bool LatentMapView::event(QEvent* event) {
    if (event->type() == QEvent::NativeGesture) {
        auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            m_geometry.zoomAt(gesture->position(), 1 + gesture->value());
            viewChanged();
            return true;
        }
    }
    return QWidget::event(event);
}

void LatentMapView::showContextMenu(QPointF position, QPoint global) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const Point point = m_geometry.toPlane(position);
    if (!m_points.empty()) {
        connect(menu->addAction(tr("Put A here")), &QAction::triggered, this,
                [this, point] { Q_EMIT anchorRequested(Anchor::A, point); });
        connect(menu->addAction(tr("Put B here")), &QAction::triggered, this,
                [this, point] { Q_EMIT anchorRequested(Anchor::B, point); });
        menu->addSeparator();
    }
    connect(menu->addAction(tr("Show everything")), &QAction::triggered, this, &LatentMapView::fit);
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
    if (!m_keyMoves) {
        m_keyMoves = true;
        Q_EMIT puckGrabbed();
    }
    requestPuck(m_geometry.toPlane(m_geometry.toView(m_puck) + step));
}

void LatentMapView::keyReleaseEvent(QKeyEvent* event) {
    if (m_keyMoves && !event->isAutoRepeat()) {
        m_keyMoves = false;
        Q_EMIT puckReleased();
        return;
    }
    QWidget::keyReleaseEvent(event);
}

void LatentMapView::leaveEvent(QEvent* /*event*/) {
    setHovered(-1);
}

void LatentMapView::dragEnterEvent(QDragEnterEvent* event) {
    if (droppedPaths(*event->mimeData()).isEmpty())
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
        m_dots.invalidate();
        update();
    }
}

} // namespace segue::widgets
