#include "widgets/LatentMapView.h"

#include "tests/widgets/MadeUpData.h"
#include "tests/widgets/WidgetTest.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QVariantAnimation>

#include <cmath>
#include <memory>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;
using Point = LatentMapView::Point;

class TestLatentMapView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_view = std::make_unique<LatentMapView>();
        m_view->setPalette(paletteOf(darkTheme()));
        m_view->resize(500, 420);
        m_view->setReducedMotion(true);
        m_view->setDots(dots({{-0.8F, -0.8F}, {0.8F, 0.8F}, {0.8F, -0.8F}}), {0, 1, 1},
                        {QStringLiteral("rock"), QStringLiteral("funk")});
        m_view->setPuck({-0.4F, 0.4F});
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void pressTakesThePuckThereAtOnce() {
        QSignalSpy grabbed(m_view.get(), &LatentMapView::puckGrabbed);
        QSignalSpy moved(m_view.get(), &LatentMapView::puckMoveRequested);
        QSignalSpy released(m_view.get(), &LatentMapView::puckReleased);
        const QPoint place = at({0.1F, 0.1F});
        QTest::mousePress(m_view.get(), Qt::LeftButton, {}, place);
        QCOMPARE(grabbed.count(), 1);
        QCOMPARE(moved.count(), 1);
        QVERIFY(moved[0][0].value<Point>() == m_view->geometryOfMap().toPlane(place));
        QCOMPARE(released.count(), 0);
        QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, place);
        QCOMPARE(released.count(), 1);
        QVERIFY((m_view->puck() == Point{-0.4F, 0.4F})); // it only asked
    }

    void pressOnADotSnapsToIt() {
        QSignalSpy moved(m_view.get(), &LatentMapView::puckMoveRequested);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, at({0.8F, 0.8F}) + QPoint(2, -1));
        QVERIFY((moved.at(0).at(0).value<Point>() == Point{0.8F, 0.8F}));
    }

    void dragMovesThePuckAllTheWay() {
        QSignalSpy grabbed(m_view.get(), &LatentMapView::puckGrabbed);
        QSignalSpy moved(m_view.get(), &LatentMapView::puckMoveRequested);
        QSignalSpy released(m_view.get(), &LatentMapView::puckReleased);
        const QPoint to = at({0.3F, -0.2F});
        drag(*m_view, at({-0.4F, 0.4F}), to);
        QVERIFY(moved.count() >= 5);
        QVERIFY(moved.back()[0].value<Point>() == m_view->geometryOfMap().toPlane(to));
        QCOMPARE(grabbed.count(), 1);
        QCOMPARE(released.count(), 1);
    }

    void anotherButtonDuringADragChangesNothing() {
        QSignalSpy released(m_view.get(), &LatentMapView::puckReleased);
        const MapGeometry before = m_view->geometryOfMap();
        QTest::mousePress(m_view.get(), Qt::LeftButton, {}, at({0, 0}));
        QTest::mousePress(m_view.get(), Qt::RightButton, {}, at({0, 0}));
        QTest::mouseRelease(m_view.get(), Qt::RightButton, {}, at({0.4F, 0}));
        QCOMPARE(released.count(), 0);
        QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, at({0.4F, 0}));
        QCOMPARE(released.count(), 1);
        QVERIFY(m_view->geometryOfMap() == before);
    }

    void anchorsAreDraggedAndThePuckStays() {
        m_view->setAnchor(Anchor::A, Point{0, 0});
        QSignalSpy moved(m_view.get(), &LatentMapView::anchorMoveRequested);
        QSignalSpy released(m_view.get(), &LatentMapView::anchorReleased);
        QSignalSpy puck(m_view.get(), &LatentMapView::puckMoveRequested);
        const QPoint to = at({0.5F, 0.1F});
        drag(*m_view, at({0, 0}), to);
        QVERIFY(moved.back()[0].value<Anchor>() == Anchor::A);
        QVERIFY(moved.back()[1].value<Point>() == m_view->geometryOfMap().toPlane(to));
        QCOMPARE(released.count(), 1);
        QCOMPARE(puck.count(), 0);
    }

    void rightAndMiddleDragPan_data() {
        QTest::addColumn<Qt::MouseButton>("button");
        QTest::newRow("right") << Qt::RightButton;
        QTest::newRow("middle") << Qt::MiddleButton;
    }
    void rightAndMiddleDragPan() {
        QFETCH(Qt::MouseButton, button);
        QSignalSpy puck(m_view.get(), &LatentMapView::puckMoveRequested);
        const QPointF before = m_view->geometryOfMap().toView({0, 0});
        drag(*m_view, {200, 200}, {240, 180}, button);
        QCOMPARE(m_view->geometryOfMap().toView({0, 0}), before + QPointF(40, -20));
        QCOMPARE(puck.count(), 0);
        m_view->fit();
        QVERIFY(m_view->geometryOfMap().isFitted());
    }

    void wheelZoomsAtTheCursor() {
        const QPointF cursor(120, 90);
        const Point before = m_view->geometryOfMap().toPlane(cursor);
        turnWheel(*m_view, cursor, 3);
        QVERIFY(m_view->geometryOfMap().zoom() > 1.5);
        const Point after = m_view->geometryOfMap().toPlane(cursor);
        QVERIFY(std::abs(after.x - before.x) < 1e-5F && std::abs(after.y - before.y) < 1e-5F);
        QTest::mouseDClick(m_view.get(), Qt::LeftButton, {}, {250, 200});
        QVERIFY(m_view->geometryOfMap().isFitted());
    }

    void keysMoveThePuckAndTheView() {
        QSignalSpy grabbed(m_view.get(), &LatentMapView::puckGrabbed);
        QSignalSpy moved(m_view.get(), &LatentMapView::puckMoveRequested);
        QSignalSpy released(m_view.get(), &LatentMapView::puckReleased);
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QVERIFY(moved.at(0).at(0).value<Point>().x > m_view->puck().x);
        QTest::keyClick(m_view.get(), Qt::Key_Up, Qt::ShiftModifier);
        QVERIFY(moved.at(1).at(0).value<Point>().y > m_view->puck().y);
        QCOMPARE(grabbed.count(), 2);
        QCOMPARE(released.count(), 2);
        QTest::keyClick(m_view.get(), Qt::Key_Plus);
        QVERIFY(m_view->geometryOfMap().zoom() > 1);
        QTest::keyClick(m_view.get(), Qt::Key_Home);
        QVERIFY(m_view->geometryOfMap().isFitted());
    }

    void hoverTellsTheDotOnceAndItsEnd() {
        QSignalSpy hovered(m_view.get(), &LatentMapView::exampleHovered);
        move(at({0.8F, 0.8F}));
        move(at({0.8F, 0.8F}) + QPoint(1, 1));
        QCOMPARE(hovered.count(), 1);
        QCOMPARE(hovered[0][0].toInt(), 1);
        move(at({0, 0}));
        QCOMPARE(hovered.count(), 2);
        QCOMPARE(hovered[1][0].toInt(), -1);
    }

    void cardAppearsOnlyForTheHoveredDot() {
        move(at({-0.8F, -0.8F}));
        const QImage before = seen(*m_view);
        m_view->setHover(2, QStringLiteral("late answer"), madeup::groove());
        QCOMPARE(seen(*m_view), before);
        m_view->setHover(0, QStringLiteral("rock · drummer1"), madeup::groove());
        const QImage after = seen(*m_view);
        QVERIFY(count(after, darkTheme().classColour(0), 40) > count(before, darkTheme().classColour(0), 40) + 20);
    }

    void droppedFilesAreReportedWithTheirPlace() {
        QSignalSpy dropped(m_view.get(), &LatentMapView::filesDropped);
        QVERIFY(dropFile(*m_view, {200, 100}, QStringLiteral("/tmp/beat.mid")));
        QCOMPARE(dropped.at(0).at(0).toStringList(), QStringList{QStringLiteral("/tmp/beat.mid")});
        QVERIFY(dropped.at(0).at(1).value<Point>() == m_view->geometryOfMap().toPlane({200, 100}));
    }

    void legendIsolatesAClassAndReleasesIt() {
        QSignalSpy changed(m_view.get(), &LatentMapView::isolatedClassChanged);
        const QPoint entry(20, m_view->height() - 10);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, entry);
        QVERIFY(m_view->isolatedClass() == 0);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, entry);
        QVERIFY(!m_view->isolatedClass());
        QCOMPARE(changed.count(), 2);
    }

    void everythingIsDrawnInItsColour() {
        m_view->setAnchor(Anchor::A, Point{-0.5F, -0.2F});
        m_view->setAnchor(Anchor::B, Point{0.5F, -0.2F});
        m_view->setPath({{-0.5F, -0.2F}, {0, -0.3F}, {0.5F, -0.2F}});
        const QImage image = seen(*m_view);
        QCOMPARE(image.pixelColor(at({-0.4F, 0.4F})), darkTheme().accent);
        const auto box = [this](Point point, int radius) {
            return QRect(at(point) - QPoint(radius, radius), QSize(2 * radius, 2 * radius));
        };
        QVERIFY(count(image, box({-0.5F, -0.2F}, 14), darkTheme().anchorA) > 20);
        QVERIFY(count(image, box({0.5F, -0.2F}, 14), darkTheme().anchorB) > 20);
        QVERIFY(count(image, box({0, -0.3F}, 4), mix(darkTheme().anchorA, darkTheme().anchorB, 0.5), 30) > 4);
        QVERIFY(count(image, box({-0.8F, -0.8F}, 3), darkTheme().classColour(0), 50) > 4);
        QVERIFY(count(image, box({0.8F, 0.8F}, 3), darkTheme().classColour(1), 50) > 4);
        QCOMPARE(image.pixelColor(at({0, 0.7F})), darkTheme().panel);
    }

    void lightThemeIsTakenFromThePalette() {
        m_view->setPalette(paletteOf(lightTheme()));
        const QImage image = seen(*m_view);
        QCOMPARE(image.pixelColor(at({0, 0.7F})), lightTheme().panel);
        QCOMPARE(image.pixelColor(at({-0.4F, 0.4F})), lightTheme().accent);
    }

    void emptyMapSaysWhatToDoAndIgnoresTheHand() {
        m_view->setDots(nullptr, {}, {});
        m_view->setEmptyText(QStringLiteral("Nothing is open"), QStringLiteral("Open a model"));
        QSignalSpy moved(m_view.get(), &LatentMapView::puckMoveRequested);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, {200, 200});
        QTest::keyClick(m_view.get(), Qt::Key_Left);
        QCOMPARE(moved.count(), 0);
        QVERIFY(count(seen(*m_view), darkTheme().secondaryText, 60) > 20);
        QVERIFY(count(seen(*m_view), darkTheme().accent) == 0);
        QSignalSpy asked(m_view.get(), &LatentMapView::emptyActionRequested);
        m_view->findChild<QPushButton*>()->click();
        QCOMPARE(asked.count(), 1);
    }

    void asManyDotsGlideToTheirPlaces() {
        m_view->setReducedMotion(false);
        m_view->setDots(dots({{0.8F, 0.8F}, {-0.8F, -0.8F}, {-0.8F, 0.8F}}), {0, 1, 1},
                        {QStringLiteral("a"), QStringLiteral("b")});
        auto* animation = m_view->findChild<QVariantAnimation*>();
        QVERIFY(animation);
        QCOMPARE(animation->duration(), 300);
        QCOMPARE(animation->state(), QAbstractAnimation::Running);
        move(at({-0.8F, 0.8F}));
        QCOMPARE(m_view->hoveredExample(), -1); // it is not there yet
        animation->setCurrentTime(300);
        QTRY_COMPARE(animation->state(), QAbstractAnimation::Stopped);
        move(at({-0.8F, 0.8F}));
        QCOMPARE(m_view->hoveredExample(), 2);
    }

    void lessMotionMovesDotsAtOnce() {
        m_view->setDots(dots({{0.8F, 0.8F}, {-0.8F, -0.8F}, {-0.8F, 0.8F}}), {0, 1, 1},
                        {QStringLiteral("a"), QStringLiteral("b")});
        QCOMPARE(m_view->findChild<QVariantAnimation*>()->state(), QAbstractAnimation::Stopped);
        move(at({-0.8F, 0.8F}));
        QCOMPARE(m_view->hoveredExample(), 2);
    }

private:
    static std::shared_ptr<const latent::DotIndex> dots(std::vector<Point> points) {
        return std::make_shared<const latent::DotIndex>(std::move(points));
    }
    [[nodiscard]] QPoint at(Point point) const { return m_view->geometryOfMap().toView(point).toPoint(); }
    void move(QPoint position) {
        QMouseEvent event(QEvent::MouseMove, position, m_view->mapToGlobal(position), Qt::NoButton, Qt::NoButton,
                          Qt::NoModifier);
        QApplication::sendEvent(m_view.get(), &event);
    }

    std::unique_ptr<LatentMapView> m_view;
};

QTEST_MAIN(TestLatentMapView)
#include "tst_LatentMapView.moc"
