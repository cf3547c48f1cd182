#include "tests/app/support/TestStudio.h"

using namespace segue;
using test::TestStudio;

class TestPatternController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void samePlaceSameSeedSamePattern() {
        TestStudio segue;
        QVERIFY(segue.start());
        QVERIFY(segue.decodesAfter([&] { Q_EMIT segue.window().transport().temperatureChangeRequested(0.8); }));
        const auto warm = segue.pattern();
        QVERIFY(segue.decodesAfter([&] { Q_EMIT segue.window().map().puckMoveRequested(segue.placeOf(2)); }));
        QVERIFY(segue.decodesAfter([&] { segue.studio().document().undoStack().undo(); }));
        QVERIFY(segue.pattern() == warm);
    }

    void tempoAndOutputsDecodeNothing() {
        TestStudio segue;
        QVERIFY(segue.start());
        QSignalSpy spy(&segue.studio().patterns(), &studio::PatternController::patternChanged);
        Q_EMIT segue.window().transport().tempoChangeRequested(Bpm(99));
        Q_EMIT segue.window().transport().outputToggled(QStringLiteral("port"), true);
        QVERIFY(segue.eventually([&] { return segue.studio().outputsController().openCount() == 2; }));
        QCOMPARE(spy.size(), 0);
    }

    void aLongDragEndsAtItsLastPlace() {
        TestStudio segue;
        QVERIFY(segue.start());
        for (int i = 0; i < 300; ++i)
            Q_EMIT segue.window().map().puckMoveRequested(segue.placeOf(i % test::TestAssets::kExamples));
        const auto& model = *segue.studio().instruments().instrument()->model;
        const auto workspace = model.makeWorkspace();
        const auto expected =
            model
                .decode(segue.studio().instruments().layout()->map->mean(299 % test::TestAssets::kExamples), {}, {},
                        *workspace)
                .pattern;
        QVERIFY(segue.eventually([&] { return segue.pattern() == expected; }));
    }
};

QTEST_MAIN(TestPatternController)
#include "tst_PatternController.moc"
