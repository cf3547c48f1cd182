#include "core/latent/Projection.h"

#include "core/base/Random.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <vector>

using namespace segue;
using namespace segue::latent;

namespace {

constexpr int kLatentSize = 12;
constexpr auto kSize = static_cast<std::size_t>(kLatentSize);

/// Normal values whose standard deviation along dimension 3 is 4, along dimension 7 is 2, and else 0.5; mean 1.
std::vector<float> stretched(int count, std::uint64_t seed) {
    Random random(seed);
    std::vector<float> means;
    for (int i = 0; i < count; ++i)
        for (std::size_t d = 0; d < kSize; ++d)
            means.push_back(static_cast<float>(1 + random.normal() * (d == 3 ? 4 : d == 7 ? 2 : 0.5)));
    return means;
}

/// basis lift
std::array<double, 4> product(const Projection& p) {
    std::array<double, 4> result{};
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 2; ++j)
            for (std::size_t d = 0; d < kSize; ++d)
                result[2 * i + j] += double{p.basis[i * kSize + d]} * p.lift[2 * d + j];
    return result;
}

bool liftsBack(const Projection& p) {
    const auto [a, b, c, d] = product(p);
    return std::abs(a - 1) < 1e-4 && std::abs(b) < 1e-4 && std::abs(c) < 1e-4 && std::abs(d - 1) < 1e-4;
}

double onAxis(const Projection& p, std::size_t axis, const float* z) {
    double sum = 0;
    for (std::size_t d = 0; d < kSize; ++d)
        sum += double{p.basis[axis * kSize + d]} * (double{z[d]} - p.centre[d]);
    return sum;
}

} // namespace

class TestProjection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void principalComponentsAreTheWidestAxes() {
        const auto p = principalComponents(stretched(4000, 1), kLatentSize);
        QVERIFY(p);
        QVERIFY(p->kind == ProjectionKind::PrincipalComponents);
        QVERIFY(p->basis[3] > 0.99F); // and not -0.99: the sign is fixed
        QVERIFY(p->basis[kSize + 7] > 0.99F);
        QVERIFY(std::abs(p->centre[0] - 1) < 0.05F);
        QVERIFY(std::abs(p->explainedVariance - 20.0F / 22.5F) < 0.02F);
        QVERIFY(liftsBack(*p));
    }

    void sameMeansGiveTheSamePlane() {
        const auto means = stretched(500, 2);
        QVERIFY(principalComponents(means, kLatentSize)->basis == principalComponents(means, kLatentSize)->basis);
    }

    void discriminantSeparatesWhatVarianceHides() {
        // Three classes differ along dimensions 0 and 1, a fraction of the width of the others.
        auto means = stretched(3000, 3);
        std::vector<int> classes;
        for (std::size_t i = 0; i < 3000; ++i) {
            const int each = static_cast<int>(i % 3);
            classes.push_back(each);
            means[i * kSize + 0] += each == 1 ? 3.0F : 0.0F;
            means[i * kSize + 1] += each == 2 ? 3.0F : 0.0F;
        }
        const auto p = discriminantPlane(means, kLatentSize, classes);
        QVERIFY(p);
        QVERIFY(p->kind == ProjectionKind::Discriminant);
        QVERIFY(liftsBack(*p));
        // The nearest class mean on the plane is the own one for nearly all.
        std::array<std::array<double, 2>, 3> centres{};
        for (std::size_t i = 0; i < 3000; ++i)
            for (std::size_t axis = 0; axis < 2; ++axis)
                centres[i % 3][axis] += onAxis(*p, axis, &means[i * kSize]) / 1000;
        int right = 0;
        for (std::size_t i = 0; i < 3000; ++i) {
            std::size_t best = 0;
            double least = std::numeric_limits<double>::max();
            for (std::size_t c = 0; c < 3; ++c) {
                const double x = onAxis(*p, 0, &means[i * kSize]) - centres[c][0];
                const double y = onAxis(*p, 1, &means[i * kSize]) - centres[c][1];
                if (x * x + y * y < least) {
                    least = x * x + y * y;
                    best = c;
                }
            }
            right += best == i % 3 ? 1 : 0;
        }
        QVERIFY2(right > 2900, std::to_string(right).c_str());
    }

    void examplesWithoutClassDoNotCount() {
        auto means = stretched(600, 4);
        std::vector<int> classes;
        for (int i = 0; i < 600; ++i)
            classes.push_back(i % 3);
        const auto before = discriminantPlane(means, kLatentSize, classes);
        means.insert(means.end(), kSize, 1000.0F);
        classes.push_back(-1);
        const auto after = discriminantPlane(means, kLatentSize, classes);
        QVERIFY(before && after);
        QVERIFY(before->basis == after->basis);
        QVERIFY(before->centre == after->centre);
    }

    void missingAxesArePrincipalComponents_data() {
        QTest::addColumn<int>("classes");
        QTest::newRow("one class") << 1;
        QTest::newRow("two classes") << 2;
    }
    void missingAxesArePrincipalComponents() {
        QFETCH(int, classes);
        auto means = stretched(2000, 5);
        std::vector<int> classOf;
        for (std::size_t i = 0; i < 2000; ++i) {
            classOf.push_back(static_cast<int>(i) % classes);
            means[i * kSize] += 3.0F * static_cast<float>(classOf.back());
        }
        const auto p = discriminantPlane(means, kLatentSize, classOf);
        QVERIFY(p);
        QVERIFY(liftsBack(*p));
        const auto widest = static_cast<std::size_t>(classes - 1); // the axis that shows dimension 3
        QVERIFY(std::abs(p->basis[widest * kSize + 3]) > 0.95F);
        if (classes == 2)
            QVERIFY(std::abs(p->basis[0]) > 0.95F);
    }

    void fewExamplesOfManyDimensionsStillGiveAPlane() {
        const auto means = stretched(6, 6);
        const auto p = discriminantPlane(means, kLatentSize, std::vector<int>{0, 0, 1, 1, 2, 2});
        QVERIFY(p);
        QVERIFY(liftsBack(*p));
        for (const float value : p->basis)
            QVERIFY(std::isfinite(value));
    }

    void meansThatDoNotVaryGiveAPlane() {
        const std::vector<float> means(10 * kSize, 0.25F);
        for (const auto& p : {principalComponents(means, kLatentSize),
                              discriminantPlane(means, kLatentSize, std::vector<int>{0, 1, 2, 3, 0, 1, 2, 3, 0, 1})}) {
            QVERIFY(p);
            QVERIFY(liftsBack(*p));
            QCOMPARE(p->explainedVariance, 0.0F);
        }
    }

    void badInputIsRefused() {
        const auto means = stretched(5, 7);
        QVERIFY(principalComponents(stretched(2, 7), kLatentSize).error().code() == ErrorCode::InvalidArgument);
        QVERIFY(principalComponents(std::span(means).first(7), kLatentSize).error().code() == ErrorCode::ShapeMismatch);
        QVERIFY(principalComponents(means, 0).error().code() == ErrorCode::ShapeMismatch);
        QVERIFY(discriminantPlane(means, kLatentSize, std::vector<int>{0, 1}).error().code() ==
                ErrorCode::ShapeMismatch);
        QVERIFY(discriminantPlane(means, kLatentSize, std::vector<int>(5, -1)).error().code() ==
                ErrorCode::InvalidArgument);
        auto broken = means;
        broken[3] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(principalComponents(broken, kLatentSize).error().code() == ErrorCode::InvalidArgument);
    }
};

QTEST_APPLESS_MAIN(TestProjection)
#include "tst_Projection.moc"
