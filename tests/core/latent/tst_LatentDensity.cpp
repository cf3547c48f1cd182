#include "core/latent/LatentDensity.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace segue;
using namespace segue::latent;

class TestLatentDensity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void centresAreDrawnAsOftenAsTheyWeigh() {
        const LatentDensity density{1, {-100, 0, 100}, {1, 0, 3}, {1}};
        Random random(1);
        std::array<int, 3> drawn{};
        constexpr int kDraws = 4000;
        for (int i = 0; i < kDraws; ++i) {
            const float z = density.draw(random).front();
            ++drawn.at(z < -50 ? 0 : z > 50 ? 2 : 1);
        }
        QCOMPARE(drawn[1], 0);
        QVERIFY(std::abs(drawn[0] - kDraws / 4) < 4 * std::sqrt(kDraws * 3.0 / 16)); // four standard deviations
    }

    void drawsHaveTheCovarianceOfTheFactor() {
        // factor factor^T = [[4, 2], [2, 10]]
        const LatentDensity density{2, {5, -5}, {1}, {2, 0, 1, 3}};
        Random random(2);
        constexpr int kDraws = 20000;
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < kDraws; ++i) {
            const auto z = density.draw(random);
            const double x = static_cast<double>(z[0]) - 5;
            const double y = static_cast<double>(z[1]) + 5;
            xx += x * x / kDraws;
            xy += x * y / kDraws;
            yy += y * y / kDraws;
        }
        QVERIFY(std::abs(xx - 4) < 0.2); // four standard errors of a variance of 4 are 0.16
        QVERIFY(std::abs(xy - 2) < 0.25);
        QVERIFY(std::abs(yy - 10) < 0.45);
    }

    void sameSeedGivesSameDraws() {
        const LatentDensity density{2, {5, -5, 1, 2}, {1, 1}, {2, 0, 1, 3}};
        Random first(3);
        Random second(3);
        for (int i = 0; i < 10; ++i)
            QVERIFY(density.draw(first) == density.draw(second));
        QVERIFY(density.draw(first) != density.draw(first));
    }
};

QTEST_APPLESS_MAIN(TestLatentDensity)
#include "tst_LatentDensity.moc"
