#include "tests/app/support/TestStudio.h"

#include <cmath>

using namespace segue;
using test::TestAssets;
using test::TestStudio;
using Point = latent::LatentMap::Point;
using Which = widgets::Anchor;

namespace {

float distance(Point a, Point b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

} // namespace

class TestMapController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void aDotSoundsLikeItsExample() {
        TestStudio segue;
        QVERIFY(segue.start());
        QVERIFY(segue.decodesAfter([&] { Q_EMIT segue.window().map().puckMoveRequested(segue.placeOf(17)); }));
        const auto& model = *segue.studio().instruments().instrument()->model;
        const auto workspace = model.makeWorkspace();
        const auto& map = *segue.studio().instruments().layout()->map;
        QVERIFY(segue.pattern() == model.decode(map.mean(17), {}, {}, *workspace).pattern);
    }

    void oneDragIsOneUndoStep() {
        TestStudio segue;
        QVERIFY(segue.start());
        auto& view = segue.window().map();
        for (int drag = 0; drag < 2; ++drag) {
            Q_EMIT view.puckGrabbed();
            for (int i = 0; i < 10; ++i)
                Q_EMIT view.puckMoveRequested(segue.placeOf(10 * drag + i));
            Q_EMIT view.puckReleased();
        }
        QCOMPARE(segue.studio().document().undoStack().count(), 2);
        QVERIFY(view.puck() == segue.placeOf(19));
        segue.studio().document().undoStack().undo();
        QVERIFY(view.puck() == segue.placeOf(9));
    }

    void aSurpriseMovesThePuckSoundsAndIsUndone() {
        TestStudio segue;
        QVERIFY(segue.start());
        const auto before = segue.window().map().puck();
        QVERIFY(segue.decodesAfter([&] { segue.studio().mapController().surprise(); }));
        const auto z = segue.scene().z;
        const auto& map = *segue.studio().instruments().layout()->map;
        QCOMPARE(z.size(), static_cast<std::size_t>(map.latentSize()));
        auto expected = segue.scene();
        expected.puck = map.project(z); // which may lie beyond the farthest that a puck goes
        QVERIFY(segue.window().map().puck() == session::sanitized(expected).puck);
        const auto& model = *segue.studio().instruments().instrument()->model;
        QVERIFY(segue.pattern() == model.decode(z, {}, {}, *model.makeWorkspace()).pattern);
        segue.studio().mapController().surprise();
        QVERIFY(segue.scene().z != z);
        segue.studio().document().undoStack().undo();
        QVERIFY(segue.scene().z == z);
        segue.studio().document().undoStack().undo();
        QVERIFY(segue.window().map().puck() == before);
    }

    void movingThePuckLeavesTheMorph() {
        TestStudio segue;
        QVERIFY(segue.start());
        openBoth(segue);
        Q_EMIT segue.window().morph().morphMoveRequested(0.5);
        QVERIFY(segue.scene().mode == session::Mode::Morph);
        Q_EMIT segue.window().map().puckMoveRequested(segue.placeOf(3));
        QVERIFY(segue.scene().mode == session::Mode::Map);
    }

    void thePathLeadsFromAToB() {
        TestStudio segue;
        QVERIFY(segue.start());
        QVERIFY(segue.studio().mapController().path().empty());
        openBoth(segue);
        const auto path = segue.studio().mapController().path();
        QVERIFY(path.size() >= 33);
        const auto& map = *segue.studio().instruments().layout()->map;
        QVERIFY(distance(path.front(), map.project(*segue.studio().anchors().latentVector(Which::A))) < 1e-4F);
        QVERIFY(distance(path.back(), map.project(*segue.studio().anchors().latentVector(Which::B))) < 1e-4F);
    }

    void thePuckRidesThePathWhileMorphing() {
        TestStudio segue;
        QVERIFY(segue.start());
        openBoth(segue);
        QVERIFY(segue.decodesAfter([&] { Q_EMIT segue.window().morph().morphMoveRequested(0.5); }));
        const auto& map = *segue.studio().instruments().layout()->map;
        QVERIFY(distance(segue.window().map().puck(), map.project(segue.studio().patterns().current().z)) < 1e-4F);
    }

    void aFileDroppedOnTheMapGoesToTheEmptyEndThenToTheNearer() {
        TestStudio segue;
        QVERIFY(segue.start());
        const auto drop = [&segue](const char* name, Point point) {
            Q_EMIT segue.window().map().filesDropped({QString::fromStdString(segue.assets().example(name).string())},
                                                     point);
        };
        drop("first.mid", {});
        QVERIFY(segue.eventually([&] { return segue.scene().a.has_value(); }));
        drop("second.mid", {});
        QVERIFY(segue.eventually([&] { return segue.scene().b && segue.studio().anchors().isComplete(); }));
        const auto& map = *segue.studio().instruments().layout()->map;
        drop("second.mid", map.project(*segue.studio().anchors().latentVector(Which::A)));
        QVERIFY(segue.eventually([&] { return segue.scene().a->title == "second"; }));
    }

    void everyExampleCanBeHovered() {
        TestStudio segue;
        QVERIFY(segue.start());
        Q_EMIT segue.window().map().exampleHovered(-1);
        Q_EMIT segue.window().map().exampleHovered(TestAssets::kExamples); // gone since
        Q_EMIT segue.window().map().exampleHovered(4);
        QVERIFY(segue.decodesAfter([&] { Q_EMIT segue.window().map().puckMoveRequested(segue.placeOf(4)); }));
    }

private:
    static void openBoth(TestStudio& segue) {
        segue.studio().anchors().open(Which::A, QString::fromStdString(segue.assets().example("first.mid").string()));
        segue.studio().anchors().open(Which::B, QString::fromStdString(segue.assets().example("second.mid").string()));
        QVERIFY(segue.eventually([&] { return segue.studio().anchors().isComplete(); }));
    }
};

QTEST_MAIN(TestMapController)
#include "tst_MapController.moc"
