#include "core/latent/InterpolationScores.h"

#include "tests/support/RandomModel.h"

#include <QTest>

#include <set>

using namespace segue;
using namespace segue::latent;

class TestInterpolationScores : public QObject {
    Q_OBJECT

    std::shared_ptr<const decoder::LiveModel> m_model =
        decoder::LiveModel::create(test::randomModel(test::smallArchitecture(), 1)).value();

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void pairsAreOfTwoPieces() {
        const std::vector<int> pieces{0, 0, 0, 1, 2, 2};
        const auto pairs = drawPairs(pieces, 200, 1);
        QCOMPARE(pairs.size(), 200U);
        std::set<int> used;
        for (const Ends& pair : pairs) {
            QVERIFY(pieces[static_cast<std::size_t>(pair.a)] != pieces[static_cast<std::size_t>(pair.b)]);
            used.insert({pair.a, pair.b});
        }
        QCOMPARE(used.size(), 6U);
        QVERIFY(drawPairs(std::vector<int>{3, 3}, 5, 1).empty());
        QVERIFY(drawPairs({}, 5, 1).empty());
    }

    void standingStillIsSteady() {
        const std::vector<float> means(16, 0.5F);
        const auto scores = interpolationScores(*m_model, means, std::vector<Ends>{{0, 1}}, Path::Arc);
        QCOMPARE(scores.pairs, 1);
        QCOMPARE(scores.steady, 1.0);
        QCOMPARE(scores.nearlySteady, 1.0);
        QCOMPARE(scores.half, 1.0);
    }

    void lineThroughTheMiddleIsNotTheArc() {
        Random random(2);
        std::vector<float> means;
        std::vector<int> pieces;
        for (int i = 0; i < 40 * 8; ++i)
            means.push_back(static_cast<float>(3 * random.normal()));
        for (int i = 0; i < 40; ++i)
            pieces.push_back(i);
        const auto pairs = drawPairs(pieces, 30, 1);
        const auto arc = interpolationScores(*m_model, means, pairs, Path::Arc);
        const auto line = interpolationScores(*m_model, means, pairs, Path::Line);
        QCOMPARE(arc.pairs, 30);
        QVERIFY(arc.steady <= arc.nearlySteady && arc.nearlySteady <= 1);
        QVERIFY(arc.steady < 1); // a model of random weights wanders
        QVERIFY(arc.half != line.half);
    }

    void stoppingEndsIt() {
        std::stop_source stop;
        stop.request_stop();
        const std::vector<float> means(16, 0.5F);
        QCOMPARE(interpolationScores(*m_model, means, std::vector<Ends>{{0, 1}}, Path::Arc, stop.get_token()).pairs, 0);
    }
};

QTEST_APPLESS_MAIN(TestInterpolationScores)
#include "tst_InterpolationScores.moc"
