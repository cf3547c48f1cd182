#pragma once

#include "core/latent/DotIndex.h"
#include "core/latent/LatentMap.h"
#include "core/music/Pattern.h"
#include "widgets/DotLayer.h"
#include "widgets/ExampleCard.h"
#include "widgets/MapGeometry.h"
#include "widgets/MapLegend.h"
#include "widgets/MapOverlay.h"
#include "widgets/Theme.h"

#include <QStringList>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QTimer;
class QVariantAnimation;

namespace segue::widgets {

class EmptyState;

/// The instrument: every example a dot, a puck to play with, two anchors and the path between them.
///
/// Left drag anywhere takes the puck there at once (on a dot it snaps to it); dragging an anchor moves the anchor.
/// Right or middle drag and two-finger scrolling pan, the wheel and pinching zoom at the cursor, a double-click fits.
/// Arrow keys move the puck (Shift: further), + and - zoom, Home fits. It asks by signals and moves nothing but the
/// view by itself: the puck and the anchors stand where the setters put them.
class LatentMapView : public QWidget {
    Q_OBJECT

public:
    using Point = latent::LatentMap::Point;

    explicit LatentMapView(QWidget* parent = nullptr);
    ~LatentMapView() override;

    /// `classes` holds an index into `names` for each dot, or -1. As many dots as before glide to their new places and
    /// everything is fitted anew; otherwise they are there at once. Null: no map. Requires: as many classes as dots.
    void setDots(std::shared_ptr<const latent::DotIndex> dots, std::vector<int> classes, const QStringList& names);
    /// Other colours, same places. Requires: as many classes as dots.
    void setClasses(std::vector<int> classes, const QStringList& names);
    /// Shows only one class in full colour; nothing shows all.
    void setIsolatedClass(std::optional<int> index);
    [[nodiscard]] std::optional<int> isolatedClass() const { return m_isolated; }

    void setPuck(Point point);
    [[nodiscard]] Point puck() const { return m_overlay.puck(); }
    void setAnchor(Anchor which, std::optional<Point> point);
    /// From A to B; fewer than two points show none.
    void setPath(std::vector<Point> path);
    /// The card beside a hovered dot. Answers exampleHovered; ignored when the cursor has moved on to another dot.
    void setHover(int example, const QString& text, const music::Pattern& pattern);
    /// What stands in the middle when there are no dots; with `action`, above a button of that name.
    void setEmptyText(const QString& text, const QString& action = {});
    /// At once instead of gliding.
    void setReducedMotion(bool reduced) { m_reducedMotion = reduced; }

    void fit();
    void zoomBy(double factor);
    [[nodiscard]] const MapGeometry& geometryOfMap() const { return m_geometry; }
    /// Index of the dot under the cursor, or -1.
    [[nodiscard]] int hoveredExample() const { return m_hovered; }

    [[nodiscard]] QSize sizeHint() const override { return {620, 560}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {280, 240}; }

Q_SIGNALS:
    /// The hand took the puck; moves follow, then puckReleased: one thing to undo.
    void puckGrabbed();
    void puckMoveRequested(segue::latent::LatentMap::Point point);
    void puckReleased();
    void anchorMoveRequested(segue::widgets::Anchor which, segue::latent::LatentMap::Point point);
    /// The hand let go of an anchor.
    void anchorReleased(segue::widgets::Anchor which);
    /// From the context menu: the pattern at this place becomes A or B.
    void anchorRequested(segue::widgets::Anchor which, segue::latent::LatentMap::Point point);
    /// -1 when none is hovered any more.
    void exampleHovered(int example);
    void filesDropped(const QStringList& paths, segue::latent::LatentMap::Point point);
    /// A row of the list of music, by its music_role::kToken: wherever it was dropped, it has a place of its own.
    void musicDropped(qint64 token);
    void isolatedClassChanged(std::optional<int> index);
    /// The button of the empty map.
    void emptyActionRequested();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    enum class Grip { None, Puck, AnchorA, AnchorB, Pan };

    void layOut();
    void viewChanged();
    /// Within `radius` pixels; -1 while the dots glide.
    [[nodiscard]] int dotAt(QPointF position, double radius) const;
    void setHovered(int example);
    void grab(QMouseEvent* event);
    void releaseKeys();
    void showMenu(QPointF position, QPoint global);
    void glide(double progress);
    void redrawDots();
    void paintHover(QPainter& painter, const Theme& theme) const;

    MapGeometry m_geometry;
    DotLayer m_picture;
    MapLegend m_legend;
    MapOverlay m_overlay;
    std::shared_ptr<const latent::DotIndex> m_dots; // where the dots are, or glide to
    std::vector<Point> m_points; // where they are drawn
    std::vector<Point> m_glideFrom; // empty when nothing glides
    std::vector<int> m_classes;
    std::optional<int> m_isolated;
    ExampleCard m_card;
    int m_hovered = -1;
    EmptyState* m_empty = nullptr;
    Grip m_grip = Grip::None;
    Qt::MouseButton m_button = Qt::NoButton; // that grips
    QPointF m_pressedAt;
    QPointF m_lastPosition;
    bool m_moved = false;
    bool m_keyMoves = false;
    bool m_dropping = false;
    bool m_reducedMotion = false;
    QTimer* m_sharpen = nullptr;
    QTimer* m_trailTimer = nullptr;
    QVariantAnimation* m_animation = nullptr;
};

} // namespace segue::widgets
