#include "core/model/FusedLstmTorch.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::model;
using torch::Tensor;

namespace {

constexpr std::int64_t kInputs = 5;

struct Case {
    std::int64_t steps;
    std::int64_t batch;
    std::int64_t units;
    Direction direction;
    bool offsetPerExample;
};

/// Inputs of one layer, all leaves that want gradients: x, input weight, recurrent weight, offset, c0, h0.
std::vector<Tensor> drawLeaves(const Case& c, std::uint64_t seed) {
    const auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
    const auto draw = [&](std::vector<std::int64_t> shape, double deviation) {
        return torch::empty(shape).normal_(0.0, deviation, generator).requires_grad_();
    };
    const std::int64_t gates = 4 * c.units;
    const std::vector<std::int64_t> offset = c.offsetPerExample ? std::vector{c.batch, gates} : std::vector{gates};
    return {draw({c.steps, c.batch, kInputs}, 1.0),
            draw({gates, kInputs}, 0.5),
            draw({gates, c.units}, 0.5),
            draw(offset, 0.5),
            draw({c.batch, c.units}, 1.0),
            draw({c.batch, c.units}, 0.5)};
}

/// All that a layer says, in one row: outputs, last cell, last output.
Tensor everything(const Tensor& outputs, const LstmStates& last) {
    return torch::cat({outputs.reshape(-1), last.cell.reshape(-1), last.output.reshape(-1)});
}

Tensor fused(const std::vector<Tensor>& leaves, Direction direction, const Tensor& lengths = {}) {
    const auto result =
        fusedLstm(leaves[0], {leaves[1], leaves[2], leaves[3]}, {leaves[4], leaves[5]}, direction, lengths);
    return everything(result.outputs, result.last);
}

/// The same as LibTorch's own operations say it, step by step; a row that does not count stays where it is.
Tensor plain(const std::vector<Tensor>& leaves, Direction direction, const Tensor& lengths = {}) {
    const std::int64_t T = leaves[0].size(0);
    const std::int64_t B = leaves[0].size(1);
    Tensor c = leaves[4];
    Tensor h = leaves[5];
    std::vector<Tensor> outputs(static_cast<std::size_t>(T));
    for (std::int64_t n = 0; n < T; ++n) {
        const std::int64_t t = direction == Direction::Backward ? T - 1 - n : n;
        const auto gates =
            (leaves[0][t].mm(leaves[1].t()) + h.mm(leaves[2].t()) + leaves[3]).chunk(4, 1); // i, f, g, o: [B, H]
        const Tensor counts = lengths.defined() ? (lengths > t).view({B, 1}) : torch::ones({B, 1}, torch::kBool);
        c = torch::where(counts, torch::sigmoid(gates[1]) * c + torch::sigmoid(gates[0]) * torch::tanh(gates[2]), c);
        h = torch::where(counts, torch::sigmoid(gates[3]) * torch::tanh(c), h);
        outputs[static_cast<std::size_t>(t)] = h * counts;
    }
    return everything(torch::stack(outputs), {c, h});
}

std::vector<Tensor> gradients(const Tensor& outputs, const Tensor& direction, const std::vector<Tensor>& leaves) {
    (outputs * direction).sum().backward();
    std::vector<Tensor> result;
    for (const Tensor& leaf : leaves) {
        result.push_back(leaf.grad().clone());
        leaf.mutable_grad() = Tensor();
    }
    return result;
}

double largest(const Tensor& tensor) {
    return static_cast<double>(tensor.abs().max().item<float>());
}

} // namespace

class TestFusedLstmTorch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void equalsThePlainFormulation_data() {
        QTest::addColumn<int>("steps");
        QTest::addColumn<int>("batch");
        QTest::addColumn<int>("units");
        QTest::addColumn<bool>("backwards");
        QTest::addColumn<bool>("offsetPerExample");
        QTest::addColumn<QList<int>>("lengths");
        QTest::newRow("one step") << 1 << 3 << 4 << false << false << QList<int>();
        QTest::newRow("one step backwards") << 1 << 3 << 4 << true << false << QList<int>();
        QTest::newRow("forwards") << 9 << 3 << 7 << false << false << QList<int>();
        QTest::newRow("backwards") << 9 << 3 << 7 << true << false << QList<int>();
        QTest::newRow("z in the offset") << 9 << 3 << 16 << false << true << QList<int>();
        QTest::newRow("more units than a vector register") << 6 << 2 << 67 << true << true << QList<int>();
        QTest::newRow("lengths") << 9 << 5 << 7 << false << true << QList<int>{4, 9, 0, 1, 4};
        QTest::newRow("lengths backwards") << 9 << 5 << 7 << true << true << QList<int>{4, 9, 0, 1, 4};
        QTest::newRow("lengths short of the end") << 9 << 3 << 7 << false << false << QList<int>{2, 5, 3};
        QTest::newRow("lengths short of the end, backwards") << 9 << 3 << 7 << true << false << QList<int>{2, 5, 3};
        QTest::newRow("nothing counts") << 3 << 2 << 4 << false << false << QList<int>{0, 0};
    }

    void equalsThePlainFormulation() {
        QFETCH(int, steps);
        QFETCH(int, batch);
        QFETCH(int, units);
        QFETCH(bool, backwards);
        QFETCH(bool, offsetPerExample);
        QFETCH(QList<int>, lengths);
        const Case c{steps, batch, units, backwards ? Direction::Backward : Direction::Forward, offsetPerExample};
        auto leaves = drawLeaves(c, 3);
        const Tensor counts =
            lengths.empty() ? Tensor() : torch::tensor(std::vector<std::int64_t>(lengths.begin(), lengths.end()));
        if (backwards && counts.defined()) // the one start that is asked for there
            for (const std::size_t start : {4U, 5U})
                leaves[start] = torch::zeros({batch, units}).requires_grad_();
        const Tensor ours = fused(leaves, c.direction, counts);
        const Tensor theirs = plain(leaves, c.direction, counts);
        QVERIFY(largest(ours - theirs) < 2e-6); // floats near 1, summed over tens of products
        const Tensor weights = torch::randn_like(ours);
        const auto oursBack = gradients(ours, weights, leaves);
        const auto theirsBack = gradients(theirs, weights, leaves);
        const std::size_t asked = backwards && counts.defined() ? 4 : leaves.size();
        for (std::size_t i = 0; i < asked; ++i)
            QVERIFY2(largest(oursBack[i] - theirsBack[i]) < 1e-5 * std::max(1.0, largest(theirsBack[i])),
                     qPrintable(QStringLiteral("leaf %1").arg(i)));
    }

    void productsIn16BitsAreNearThoseIn32_data() {
        QTest::addColumn<bool>("backwards");
        QTest::newRow("forwards") << false;
        QTest::newRow("backwards") << true;
    }
    void productsIn16BitsAreNearThoseIn32() {
        QFETCH(bool, backwards);
        const Direction direction = backwards ? Direction::Backward : Direction::Forward;
        const auto leaves = drawLeaves({9, 3, 37, direction, false}, 8);
        const auto said = [&](Precision precision) {
            const auto result =
                fusedLstm(leaves[0], {leaves[1], leaves[2], leaves[3], precision}, {leaves[4], leaves[5]}, direction);
            return everything(result.outputs, result.last);
        };
        const Tensor exact = said(Precision::Float32);
        const Tensor rounded = said(Precision::BFloat16);
        QVERIFY(largest(rounded - exact) > 0.0);
        QVERIFY(largest(rounded - exact) < 0.05); // sums of 37 terms, each rounded to 2^-9, over nine steps
        const Tensor weights = torch::randn_like(exact);
        const auto slopes = gradients(exact, weights, leaves);
        const auto roundedSlopes = gradients(rounded, weights, leaves);
        for (std::size_t i = 0; i < leaves.size(); ++i)
            QVERIFY(largest(roundedSlopes[i] - slopes[i]) < 0.05 * largest(slopes[i]));
    }

    void gradientIsTheSlopeOfTheLoss() {
        const Case c{5, 2, 3, Direction::Backward, true};
        const auto leaves = drawLeaves(c, 4);
        const Tensor weights = torch::randn({(c.steps + 2) * c.batch * c.units});
        const auto slopes = gradients(fused(leaves, c.direction), weights, leaves);
        const auto loss = [&] {
            const torch::NoGradGuard noGrad;
            return (fused(leaves, c.direction).to(torch::kFloat64) * weights).sum().item<double>();
        };
        constexpr float kDelta = 5e-3F;
        for (std::size_t i = 0; i < leaves.size(); ++i) {
            float& value = leaves[i].data_ptr<float>()[leaves[i].numel() / 2];
            const float before = value;
            value = before + kDelta;
            const double above = loss();
            value = before - kDelta;
            const double below = loss();
            value = before;
            const double slope = (above - below) / (2.0 * static_cast<double>(kDelta));
            const auto given = static_cast<double>(slopes[i].data_ptr<float>()[leaves[i].numel() / 2]);
            QVERIFY2(std::abs(slope - given) < 2e-3 * std::max(1.0, std::abs(slope)), // float32 losses
                     qPrintable(QStringLiteral("leaf %1: %2 against %3").arg(i).arg(given).arg(slope)));
        }
    }

    void stepByStepEqualsAllAtOnce() {
        const Case c{7, 2, 6, Direction::Forward, false};
        const auto leaves = drawLeaves(c, 5);
        const torch::NoGradGuard noGrad;
        const Tensor whole =
            fusedLstm(leaves[0], {leaves[1], leaves[2], leaves[3]}, {leaves[4], leaves[5]}, c.direction).outputs;
        LstmStates states{leaves[4], leaves[5]};
        for (std::int64_t t = 0; t < c.steps; ++t) {
            const auto one = fusedLstm(leaves[0].narrow(0, t, 1), {leaves[1], leaves[2], leaves[3]}, states);
            states = one.last;
            QVERIFY(largest(one.outputs[0] - whole[t]) < 1e-6);
        }
    }
};

QTEST_APPLESS_MAIN(TestFusedLstmTorch)
#include "tst_FusedLstmTorch.moc"
