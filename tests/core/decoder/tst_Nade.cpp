#include "core/decoder/Nade.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace segue;
using namespace segue::decoder;

Q_DECLARE_METATYPE(Packing)

namespace {

using Tensors = std::map<std::string, files::Tensor>;

/// Three columns, two hidden units; whole weights, which 16 bits hold as well.
Nade smallNade(const Packing& packing) {
    Tensors weights{{"nade.encode", {{3, 2}, {1, -2, 3, 4, 9, 9}}}, {"nade.decode", {{3, 2}, {2, 2, -1, 5, 6, -3}}}};
    WeightPacker packer(weights, packing);
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

Answer answer(const DecodeOptions& options, const Packing& packing = {}) {
    const Nade nade = smallNade(packing);
    Answer result;
    std::vector<float> scratch(nade.scratchSize());
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

    void eachColumnHearsTheYesesBeforeIt_data() {
        QTest::addColumn<Packing>("packing");
        for (const InstructionSet instructions : instructionSets())
            for (const Precision precision : {Precision::Float32, Precision::BFloat16})
                QTest::addRow("%s %s", std::string(nameOf(instructions)).c_str(),
                              precision == Precision::Float32 ? "float32" : "bfloat16")
                    << Packing{precision, instructions};
    }
    void eachColumnHearsTheYesesBeforeIt() {
        QFETCH(Packing, packing);
        const Answer all = answer({0.0F, 0.0F, 0}, packing); // yes to all
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
