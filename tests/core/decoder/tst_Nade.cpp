#include "core/decoder/Nade.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace segue;
using namespace segue::decoder;

namespace {

using Tensors = std::map<std::string, files::Tensor>;

/// Three columns, two hidden units.
Nade smallNade() {
    Tensors weights{{"nade.encode", {{3, 2}, {1, -2, 3, 4, 9, 9}}}, {"nade.decode", {{3, 2}, {2, 2, -1, 5, 6, -3}}}};
    WeightPacker packer(weights);
    return Nade("nade", packer);
}

constexpr std::array kBiases{0.5F, -0.5F, 0.1F, -2.0F, 0.3F}; // two of the hidden units, three of the columns

float logistic(float x) {
    return 1.0F / (1.0F + std::exp(-x));
}

struct Answer {
    std::array<float, 3> logits{};
    std::array<float, 3> answers{};
};

Answer answer(const DecodeOptions& options) {
    const Nade nade = smallNade();
    Answer result;
    std::array<float, 4> scratch{};
    Draws draws(options);
    nade.answer(kBiases, draws, result.logits, result.answers, scratch);
    return result;
}

bool close(float a, float b) {
    return std::abs(a - b) < 1e-5F;
}

} // namespace

class TestNade : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void eachColumnHearsTheYesesBeforeIt() {
        const Answer all = answer({0.0F, 0.0F, 0}); // yes to all
        QCOMPARE(all.answers, (std::array{1.0F, 1.0F, 1.0F}));
        QVERIFY(close(all.logits[0], 0.1F + 2 * logistic(0.5F) + 2 * logistic(-0.5F)));
        QVERIFY(close(all.logits[1], -2.0F - logistic(1.5F) + 5 * logistic(-2.5F)));
        QVERIFY(close(all.logits[2], 0.3F + 6 * logistic(4.5F) - 3 * logistic(1.5F)));
    }

    void noIsNotHeard() {
        const Answer none = answer({0.0F, 1.0F, 0});
        QCOMPARE(none.answers, (std::array{0.0F, 0.0F, 0.0F}));
        QVERIFY(close(none.logits[1], -2.0F - logistic(0.5F) + 5 * logistic(-0.5F)));
        QVERIFY(close(none.logits[2], 0.3F + 6 * logistic(0.5F) - 3 * logistic(-0.5F)));
    }

    void columnsAreDrawnInTheirOrder() {
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            const Answer drawn = answer({1.0F, 0.5F, seed});
            Random random(seed);
            for (std::size_t column = 0; column < 3; ++column)
                QCOMPARE(drawn.answers[column] != 0.0F,
                         random.uniform() < static_cast<double>(logistic(drawn.logits[column])));
        }
    }
};

QTEST_APPLESS_MAIN(TestNade)
#include "tst_Nade.moc"
