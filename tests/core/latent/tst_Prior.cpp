#include "core/latent/Prior.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace segue;

class TestPrior : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void drawsAreStandardNormal() {
        Random random(1);
        const std::vector<float> z = latent::drawFromPrior(20000, random);
        const double mean = std::accumulate(z.begin(), z.end(), 0.0) / 20000;
        const double square = std::inner_product(z.begin(), z.end(), z.begin(), 0.0) / 20000;
        QVERIFY(std::abs(mean) < 4 / std::sqrt(20000.0)); // four standard errors
        QVERIFY(std::abs(square - 1) < 4 * std::sqrt(2 / 20000.0));
    }

    void theNextDrawIsAnother() {
        Random random(1);
        const auto first = latent::drawFromPrior(8, random);
        QVERIFY(first != latent::drawFromPrior(8, random));
        Random again(1);
        QVERIFY(first == latent::drawFromPrior(8, again));
    }
};

QTEST_APPLESS_MAIN(TestPrior)
#include "tst_Prior.moc"
