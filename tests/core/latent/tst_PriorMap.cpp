#include "core/latent/PriorMap.h"

#include "core/latent/LatentMap.h"
#include "core/latent/SecondStage.h"
#include "tests/support/RandomModel.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace segue;
using namespace segue::latent;

class TestPriorMap : public QObject {
    Q_OBJECT

    std::shared_ptr<const decoder::LiveModel> m_model =
        decoder::LiveModel::create(test::randomModel(test::smallArchitecture(), 1)).value();

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void drawsAreOfTheModelsDensityWhereItHasOne() {
        files::ModelFile file = test::randomModel(test::smallArchitecture(), 1);
        SecondStage stage;
        stage.density = LatentDensity{8, std::vector<float>(8, 2.0F), {1}, std::vector<float>(64)};
        file.fitted = toFitted(stage);
        const auto model = decoder::LiveModel::create(file).value();
        QVERIFY(std::ranges::all_of(priorMap(*model, {.draws = 5}).means, [](float value) { return value == 2.0F; }));
        QVERIFY(priorMap(*model, {.draws = 5, .fromPrior = true}).means == priorMap(*m_model, {.draws = 5}).means);
    }

    void drawsAreOfTheModelsPrior() {
        const MapFile map = priorMap(*m_model, {.draws = 2000});
        QCOMPARE(map.latentSize, 8);
        QCOMPARE(map.examples.size(), 2000U);
        QCOMPARE(map.means.size(), 16000U);
        QCOMPARE(map.modelChecksum, m_model->checksum());
        double sum = 0;
        double squares = 0;
        for (const float value : map.means) {
            sum += static_cast<double>(value);
            squares += static_cast<double>(value) * static_cast<double>(value);
        }
        QVERIFY(std::abs(sum / 16000) < 0.03); // four standard errors of 1 / sqrt(16000)
        QVERIFY(std::abs(squares / 16000 - 1) < 0.05); // likewise of sqrt(2 / 16000)
    }

    void theSameSeedMakesTheSameMap() {
        QVERIFY(priorMap(*m_model) == priorMap(*m_model));
        QVERIFY(priorMap(*m_model).means != priorMap(*m_model, {.seed = 2}).means);
    }

    void itsDotsAreItsDraws() {
        const MapFile map = priorMap(*m_model, {.draws = 100});
        auto projection = principalComponents(map.means, map.latentSize);
        QVERIFY(projection);
        const auto laidOut = LatentMap::create(map.means, map.latentSize, std::move(*projection));
        QVERIFY(laidOut);
        std::vector<float> z(8);
        (*laidOut)->invert((*laidOut)->points()[42], z);
        QVERIFY(std::ranges::equal(z, std::span(map.means).subspan(42 * 8, 8),
                                   [](float a, float b) { return std::abs(a - b) < 1e-4F; }));
    }
};

QTEST_APPLESS_MAIN(TestPriorMap)
#include "tst_PriorMap.moc"
