#include "app/studio/EvaluationController.h"

#include "tests/app/support/TestRun.h"
#include "tests/app/support/TestStudio.h"
#include "widgets/LearningMap.h"

#include <QTest>

using namespace segue;
using test::TestStudio;
using widgets::SamplePlace;
using Kind = SamplePlace::Kind;

class TestEvaluationController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void theNewestSamplesAndTheMapAreShown() {
        TestStudio segue;
        QVERIFY(segue.start());
        test::TestRun run(folder(segue), segue.assets());
        segue.studio().training().watch(run.folder());
        QVERIFY(segue.eventually([&] { return board(segue).samples().originals.size() == 2; }));
        QCOMPARE(board(segue).samples().draws.size(), std::size_t{1});
        QVERIFY(segue.eventually([&] {
            return segue.window().training().map().accessibleDescription().startsWith(
                QString::number(test::TestAssets::kExamples));
        }));
        run.evaluate(200);
        QVERIFY(segue.eventually([&] { return board(segue).samples().step == 200; }));
    }

    void aSampleIsHeardAndHeardNoMore() {
        TestStudio segue;
        QVERIFY(segue.start());
        const test::TestRun run(folder(segue), segue.assets());
        segue.studio().training().watch(run.folder());
        QVERIFY(segue.eventually([&] { return !board(segue).samples().draws.empty(); }));
        auto& playback = segue.studio().playback();
        const auto before = playback.publishedPattern();
        Q_EMIT board(segue).listenRequested({Kind::Draw, 0});
        QVERIFY(playback.isPlaying());
        QVERIFY(playback.publishedPattern() > before);
        QVERIFY(segue.window().pattern().isVisible());
        Q_EMIT board(segue).listenRequested({Kind::Draw, 0});
        QVERIFY(!playback.isPlaying());
    }

    void aSampleBecomesAnEndOfTheMorph() {
        TestStudio segue;
        QVERIFY(segue.start());
        const test::TestRun run(folder(segue), segue.assets());
        segue.studio().training().watch(run.folder());
        QVERIFY(segue.eventually([&] { return !board(segue).samples().originals.empty(); }));
        Q_EMIT board(segue).anchorRequested({Kind::Original, 1}, widgets::Anchor::A);
        QVERIFY(segue.scene().a);
        QVERIFY(segue.scene().a->pattern == board(segue).samples().originals[1]);
        QVERIFY(QString::fromStdString(segue.scene().a->title).contains(QStringLiteral("step 100")));
    }

private:
    static std::filesystem::path folder(TestStudio& segue) {
        return std::filesystem::path(segue.user()->path().toStdString()) / "runs" / "run";
    }
    static widgets::SampleBoard& board(TestStudio& segue) { return segue.window().training().samples(); }
};

QTEST_MAIN(TestEvaluationController)
#include "tst_EvaluationController.moc"
