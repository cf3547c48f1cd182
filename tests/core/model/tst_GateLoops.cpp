#include "core/model/GateLoops.h"

#include "core/base/Random.h"

#include <QTest>

#include <array>
#include <cmath>
#include <vector>

using namespace segue;
using namespace segue::model;

namespace {

std::vector<float> draw(Random& random, std::int64_t count) {
    std::vector<float> values;
    for (std::int64_t i = 0; i < count; ++i)
        values.push_back(static_cast<float>(2.0 * random.normal()));
    return values;
}

} // namespace

class TestGateLoops : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void gatesEqualTheTextbook() {
        Random random(9);
        constexpr GateShape kShape{3, 37}; // no multiple of a vector register
        auto gates = draw(random, 3 * 4 * 37);
        const auto before = draw(random, 3 * 37);
        std::vector<float> cells(before.size());
        std::vector<float> outputs(before.size());
        const auto raw = gates;
        activateGates(kShape, gates.data(), before.data(), cells.data(), outputs.data());
        for (std::size_t row = 0; row < 3; ++row) {
            for (std::size_t k = 0; k < 37; ++k) {
                const auto gate = [&](std::size_t which) {
                    return static_cast<double>(raw[row * 4 * 37 + which * 37 + k]);
                };
                const auto sigmoid = [](double x) { return 1.0 / (1.0 + std::exp(-x)); };
                const double cell = sigmoid(gate(1)) * static_cast<double>(before[row * 37 + k]) +
                                    sigmoid(gate(0)) * std::tanh(gate(2));
                const double output = sigmoid(gate(3)) * std::tanh(cell);
                QVERIFY(std::abs(cell - static_cast<double>(cells[row * 37 + k])) < 1e-6);
                QVERIFY(std::abs(output - static_cast<double>(outputs[row * 37 + k])) < 1e-6);
            }
        }
    }

    void saturatedGatesStayFinite() {
        constexpr GateShape kShape{1, 1};
        std::array<float, 4> gates{1e30F, -1e30F, 1e30F, 1e30F};
        const float before = 5.0F;
        float cell = 0.0F;
        float output = 0.0F;
        activateGates(kShape, gates.data(), &before, &cell, &output);
        QCOMPARE(cell, 1.0F);
        QVERIFY(std::abs(output - std::tanh(1.0F)) < 1e-6F);
    }

    void exponentialIsExactToSevenDigits() {
        for (float x = -86.5F; x < 88.0F; x += 0.0137F) {
            const double exact = std::exp(static_cast<double>(x));
            QVERIFY(std::abs(static_cast<double>(fastExp(x)) - exact) <= 2e-7 * exact);
        }
        QVERIFY(std::isfinite(fastExp(1000.0F)));
        QVERIFY(fastExp(-1000.0F) >= 0.0F && fastExp(-1000.0F) < 1e-37F);
    }
};

QTEST_APPLESS_MAIN(TestGateLoops)
#include "tst_GateLoops.moc"
