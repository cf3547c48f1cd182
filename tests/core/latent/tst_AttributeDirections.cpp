#include "core/latent/AttributeDirections.h"

#include "core/base/Random.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace segue;
using namespace segue::latent;

namespace {

/// z = busy (1, 0, 0) + loud (0, 2, 0) + noise; busy music is loud, as a rule.
struct Music {
    std::vector<float> means;
    AttributeTable table{{"busy", "loud", "constant"}, {}};

    explicit Music(int count) {
        Random random(1);
        for (int i = 0; i < count; ++i) {
            const double busy = random.normal();
            const double loud = 0.8 * busy + 0.6 * random.normal();
            for (const double value : {busy, 2 * loud, 0.0})
                means.push_back(static_cast<float>(value + 0.1 * random.normal()));
            for (const double value : {10 + 3 * busy, loud, 4.0})
                table.values.push_back(static_cast<float>(value));
        }
    }
};

} // namespace

class TestAttributeDirections : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void directionIsWhatAnAttributeAddsWhileTheOthersStay() {
        const Music music(2000);
        const auto directions = fitDirections(music.means, 3, music.table);
        QVERIFY2(directions, directions ? "" : directions.error().text().c_str());
        QCOMPARE(directions->size(), 2U); // nothing leads to more of what never changes
        const AttributeDirection& busy = (*directions)[0];
        QCOMPARE(busy.name, std::string("busy"));
        // The outer quarters of N(10, 3) have their means at 10 +- 1.27 * 3.
        QVERIFY(std::abs(static_cast<double>(busy.low) - 6.19) < 0.3);
        QVERIFY(std::abs(static_cast<double>(busy.high) - 13.81) < 0.3);
        const double step = static_cast<double>(busy.high - busy.low) / 3;
        // A few per cent longer, since z tells it with a little noise.
        QVERIFY(std::abs(static_cast<double>(busy.step[0]) - step) < 0.2);
        // The difference of the quarters' means would have about 4 here, since busy music is loud.
        QVERIFY(std::abs(static_cast<double>(busy.step[1])) < 0.1);
        QVERIFY(std::abs(static_cast<double>((*directions)[1].step[0])) < 0.1);
    }

    void whatZDoesNotTellHasNoDirection() {
        Music music(400);
        Random random(8);
        for (std::size_t i = 1; i < music.table.values.size(); i += 3)
            music.table.values[i] = static_cast<float>(random.normal());
        const auto directions = fitDirections(music.means, 3, music.table);
        QVERIFY(directions);
        QCOMPARE(directions->size(), 1U);
        QCOMPARE(directions->front().name, std::string("busy"));
    }

    void whatCannotBeMeasuredDoesNotCount() {
        Music music(400);
        for (std::size_t i = 0; i < music.table.values.size(); i += 3 * 10)
            music.table.values[i] = std::numeric_limits<float>::quiet_NaN();
        const auto directions = fitDirections(music.means, 3, music.table);
        QVERIFY(directions);
        QVERIFY(std::abs((*directions)[0].step[1]) < 0.5F);
        for (float& value : music.table.values)
            value = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(fitDirections(music.means, 3, music.table)->empty());
    }

    void whatDoesNotFitIsRefused() {
        const Music few(7);
        QVERIFY(fitDirections(few.means, 3, few.table).error().code() == ErrorCode::InvalidArgument);
        const Music music(20);
        QVERIFY(fitDirections(music.means, 4, music.table).error().code() == ErrorCode::ShapeMismatch);
    }

    void stepsAreAdded() {
        const AttributeDirection direction{"busy", {1, -2}, 0, 1};
        std::vector<float> z{3, 4};
        apply(direction, 0.5F, z);
        QVERIFY(z == (std::vector<float>{3.5F, 3.0F}));
    }
};

QTEST_APPLESS_MAIN(TestAttributeDirections)
#include "tst_AttributeDirections.moc"
