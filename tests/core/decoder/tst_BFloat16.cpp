#include "core/decoder/BFloat16.h"

#include <QTest>

#include <array>
#include <bit>
#include <cmath>
#include <limits>

using namespace segue::decoder;

namespace {

/// The float whose bits these are.
float bits(std::uint32_t value) {
    return std::bit_cast<float>(value);
}

} // namespace

class TestBFloat16 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void whatHasNoLowerHalfStaysAsItIs() {
        for (std::uint32_t upper = 0; upper <= 0xFFFF; ++upper) {
            const auto half = static_cast<std::uint16_t>(upper);
            if (!std::isnan(floatOf(half)))
                QCOMPARE(bfloat16Of(floatOf(half)), half);
        }
    }

    // Denormals, whole steps of the exponent and both signs included.
    void theNearestIsTakenAndOfTwoTheEvenOne() {
        for (std::uint32_t upper = 0; upper < 0x7F80; ++upper)
            for (const std::uint32_t sign : {0U, 0x80000000U}) {
                const std::uint32_t low = sign | upper << 16;
                const auto down = static_cast<std::uint16_t>(low >> 16);
                const auto up = static_cast<std::uint16_t>(down + 1);
                QCOMPARE(bfloat16Of(bits(low | 0x7FFFU)), down);
                QCOMPARE(bfloat16Of(bits(low | 0x8000U)), upper % 2 == 0 ? down : up);
                QCOMPARE(bfloat16Of(bits(low | 0x8001U)), up);
            }
    }

    void infinityStaysAndTheGreatestFloatBecomesIt() {
        const float infinity = std::numeric_limits<float>::infinity();
        QCOMPARE(floatOf(bfloat16Of(infinity)), infinity);
        QCOMPARE(floatOf(bfloat16Of(-infinity)), -infinity);
        QCOMPARE(floatOf(bfloat16Of(std::numeric_limits<float>::max())), infinity);
    }

    void noNumberStaysNone() {
        for (const std::uint32_t nan : {0x7F800001U, 0x7FC00000U, 0x7FFFFFFFU, 0xFF800001U, 0xFFFFFFFFU})
            QVERIFY(std::isnan(floatOf(bfloat16Of(bits(nan)))));
    }
};

QTEST_APPLESS_MAIN(TestBFloat16)
#include "tst_BFloat16.moc"
