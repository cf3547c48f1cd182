#include "app/learning/EvaluationFiles.h"

#include "tests/app/support/TestRun.h"

using namespace segue;
using namespace segue::learning;

class TestEvaluationFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void samplesAreReadAsPatternsOfTheModel() {
        test::TestAssets assets;
        const test::TestRun run(assets.folder() / "run", assets);
        const auto samples = readSamples(run.folder() / "samples/100", test::smallArchitecture().codec);
        QCOMPARE(samples.originals.size(), std::size_t{2});
        QCOMPARE(samples.reconstructions.size(), std::size_t{2});
        QCOMPARE(samples.draws.size(), std::size_t{1});
        QVERIFY(!music::isEmpty(samples.originals[0]));
        QVERIFY(samples.originals[0] != samples.originals[1]);
    }

    void aReconstructionThatCannotBeReadIsSilent() {
        test::TestAssets assets;
        const test::TestRun run(assets.folder() / "run", assets);
        QVERIFY(writeFileAtomically(run.folder() / "samples/100/reconstruction-1.mid", std::string_view("MThd")));
        const auto samples = readSamples(run.folder() / "samples/100", test::smallArchitecture().codec);
        QCOMPARE(samples.reconstructions.size(), std::size_t{2});
        QCOMPARE(music::onsets(samples.reconstructions[0]), 0);
        QVERIFY(music::onsets(samples.reconstructions[1]) > 0);
    }

    void aFolderThatIsNotThereHasNoSamples() {
        const auto samples = readSamples("/no/such/folder", test::smallArchitecture().codec);
        QVERIFY(samples.originals.empty() && samples.draws.empty());
    }

    void theMapHasADotForEachWindowAndAClassForEachStyle() {
        test::TestAssets assets;
        const test::TestRun run(assets.folder() / "run", assets);
        const auto map = readEvaluationMap(run.folder() / runs::kMapName);
        QVERIFY(map);
        QCOMPARE(map->points.size(), std::size_t{test::TestAssets::kExamples});
        QCOMPARE(map->classes.size(), map->points.size());
        QCOMPARE(map->classNames.size(), test::TestAssets::kStyles.size());
    }

    void aRunWithoutMapIsAnError() { QVERIFY(!readEvaluationMap("/no/such/run/validation.segue-map")); }

    void aMapThatWasTurnedOverIsTurnedBack() {
        const EvaluationMap before{{{1, 2}, {-3, 1}, {0.5F, -2}}, {0, 0, 1}, {"funk", "rock"}};
        EvaluationMap after = before;
        for (auto& point : after.points)
            point = {-point.x, point.y};
        alignTo(before, after);
        QVERIFY(after.points == before.points);
        EvaluationMap other{{{-1, -1}}, {0}, {"funk"}};
        alignTo(before, other);
        QVERIFY((other.points[0] == latent::LatentMap::Point{-1, -1}));
    }
};

QTEST_GUILESS_MAIN(TestEvaluationFiles)
#include "tst_EvaluationFiles.moc"
