#include "core/latent/Interpolation.h"

#include "core/base/Random.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

using namespace segue;
using namespace segue::latent;

namespace {

std::vector<float> randomVector(Random& random, std::size_t size) {
    std::vector<float> vector(size);
    for (float& value : vector)
        value = static_cast<float>(random.normal());
    return vector;
}

double norm(const std::vector<float>& a) {
    return std::sqrt(std::inner_product(a.begin(), a.end(), a.begin(), 0.0));
}

double distance(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (double{a[i]} - b[i]) * (double{a[i]} - b[i]);
    return std::sqrt(sum);
}

using Way = void (*)(std::span<const float>, std::span<const float>, float, std::span<float>);

std::vector<float> between(Way way, const std::vector<float>& a, const std::vector<float>& b, float t) {
    std::vector<float> out(a.size());
    way(a, b, t, out);
    return out;
}

} // namespace

class TestInterpolation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void endsAreExact() {
        Random random(1);
        for (int i = 0; i < 200; ++i) {
            const auto a = randomVector(random, 256);
            const auto b = randomVector(random, 256);
            for (const Way way : {Way{slerp}, Way{lerp}}) {
                QVERIFY(between(way, a, b, 0) == a);
                QVERIFY(between(way, a, b, 1) == b);
            }
        }
    }

    void turningRoundGivesTheSame() {
        Random random(2);
        for (int i = 0; i < 200; ++i) {
            const auto a = randomVector(random, 16);
            const auto b = randomVector(random, 16);
            const auto t = static_cast<float>(random.uniform());
            for (const Way way : {Way{slerp}, Way{lerp}})
                QVERIFY(distance(between(way, a, b, t), between(way, b, a, 1 - t)) < 1e-5 * (norm(a) + norm(b)));
        }
    }

    void slerpKeepsTheNormOfEqualOnes() {
        Random random(3);
        for (int i = 0; i < 200; ++i) {
            const auto a = randomVector(random, 8);
            auto b = randomVector(random, 8);
            const auto scale = static_cast<float>(norm(a) / norm(b));
            for (float& value : b)
                value *= scale;
            const auto t = static_cast<float>(random.uniform());
            QVERIFY(std::abs(norm(between(slerp, a, b, t)) / norm(a) - 1) < 1e-4);
            QVERIFY(norm(between(lerp, a, b, t)) < norm(a) * 1.0001);
        }
    }

    void slerpKeepsTheNormBetweenThoseOfAnAcuteAngle() {
        Random random(4);
        for (int i = 0; i < 500; ++i) {
            const auto a = randomVector(random, 4);
            auto b = randomVector(random, 4);
            if (std::inner_product(a.begin(), a.end(), b.begin(), 0.0) < 0)
                std::ranges::transform(b, b.begin(), std::negate());
            const double here = norm(between(slerp, a, b, static_cast<float>(random.uniform())));
            QVERIFY(here > std::min(norm(a), norm(b)) * 0.9999);
            QVERIFY(here < std::max(norm(a), norm(b)) * 1.0001);
        }
    }

    void slerpTurnsAtAConstantRate() {
        const std::vector<float> a{1, 0};
        const std::vector<float> b{0, 1};
        for (const float t : {0.25F, 0.5F, 0.9F}) {
            const auto c = between(slerp, a, b, t);
            QVERIFY(std::abs(std::atan2(c[1], c[0]) - t * std::acos(0.0)) < 1e-6);
        }
    }

    void degenerateEndsFallBackToALine_data() {
        QTest::addColumn<QList<float>>("a");
        QTest::addColumn<QList<float>>("b");
        QTest::newRow("the same") << QList<float>{1, 2} << QList<float>{1, 2};
        QTest::newRow("parallel") << QList<float>{1, 2} << QList<float>{3, 6};
        QTest::newRow("opposite") << QList<float>{1, 2} << QList<float>{-1, -2};
        QTest::newRow("zero") << QList<float>{0, 0} << QList<float>{1, 2};
        QTest::newRow("both zero") << QList<float>{0, 0} << QList<float>{0, 0};
    }
    void degenerateEndsFallBackToALine() {
        QFETCH(QList<float>, a);
        QFETCH(QList<float>, b);
        const std::vector<float> from(a.begin(), a.end());
        const std::vector<float> to(b.begin(), b.end());
        for (const float t : {0.0F, 0.3F, 1.0F})
            QVERIFY(distance(between(slerp, from, to, t), between(lerp, from, to, t)) < 1e-6);
    }

    void resultMayReplaceAnEnd() {
        std::vector<float> a{1, 0};
        const std::vector<float> b{0, 1};
        slerp(a, b, 0.5F, a);
        QVERIFY(std::abs(a[0] - std::sqrt(0.5F)) < 1e-6F && std::abs(a[1] - std::sqrt(0.5F)) < 1e-6F);
    }
};

QTEST_APPLESS_MAIN(TestInterpolation)
#include "tst_Interpolation.moc"
