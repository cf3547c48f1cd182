#include "core/base/Float16.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace segue;

class TestFloat16 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyHalfSurvives() {
        for (int i = 0; i < 0x10000; ++i) {
            const auto half = static_cast<std::uint16_t>(i);
            const float value = floatFromHalf(half);
            if (std::isnan(value))
                QVERIFY(std::isnan(floatFromHalf(halfFromFloat(value))));
            else
                QCOMPARE(halfFromFloat(value), half);
        }
    }

    void everythingBetweenTwoHalvesGoesToTheNearerOne() {
        for (int i = 0; i < 0x7BFF; ++i) { // all finite neighbours
            const auto lower = static_cast<std::uint16_t>(i);
            const auto upper = static_cast<std::uint16_t>(i + 1);
            const float middle = (floatFromHalf(lower) + floatFromHalf(upper)) / 2; // exact in a float
            const auto even = i % 2 == 0 ? lower : upper;
            QCOMPARE(halfFromFloat(middle), even);
            QCOMPARE(halfFromFloat(std::nextafter(middle, 0.0F)), lower);
            QCOMPARE(halfFromFloat(std::nextafter(middle, 1e9F)), upper);
            QCOMPARE(halfFromFloat(-middle), static_cast<std::uint16_t>(even | 0x8000));
        }
    }

    void knownValues_data() {
        QTest::addColumn<float>("value");
        QTest::addColumn<int>("half");
        QTest::newRow("one") << 1.0F << 0x3C00;
        QTest::newRow("minus two") << -2.0F << 0xC000;
        QTest::newRow("minus zero") << -0.0F << 0x8000;
        QTest::newRow("a third") << 1.0F / 3 << 0x3555;
        QTest::newRow("smallest") << 0x1p-24F << 0x0001;
        QTest::newRow("largest") << 65504.0F << 0x7BFF;
        QTest::newRow("just representable") << std::nextafter(kHalfOverflow, 0.0F) << 0x7BFF;
        QTest::newRow("too large") << kHalfOverflow << 0x7C00;
        QTest::newRow("much too large") << std::numeric_limits<float>::max() << 0x7C00;
        QTest::newRow("infinite") << -std::numeric_limits<float>::infinity() << 0xFC00;
        QTest::newRow("tiny") << std::numeric_limits<float>::denorm_min() << 0x0000;
    }
    void knownValues() {
        QFETCH(float, value);
        QFETCH(int, half);
        QCOMPARE(static_cast<int>(halfFromFloat(value)), half);
    }
};

QTEST_APPLESS_MAIN(TestFloat16)
#include "tst_Float16.moc"
