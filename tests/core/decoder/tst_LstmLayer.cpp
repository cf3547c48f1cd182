#include "core/decoder/BidirectionalStack.h"
#include "core/decoder/LstmLayer.h"
#include "core/decoder/LstmStack.h"

#include "core/base/Random.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace segue;
using namespace segue::decoder;

namespace {

using Tensors = std::map<std::string, files::Tensor>;
using Values = std::vector<float>;
constexpr std::size_t kUnits = 5;

files::Tensor drawn(std::vector<std::int64_t> shape, Random& random) {
    files::Tensor tensor{std::move(shape), {}};
    std::int64_t size = 1;
    for (const std::int64_t dimension : tensor.shape)
        size *= dimension;
    for (std::int64_t index = 0; index < size; ++index)
        tensor.values.push_back(static_cast<float>(0.5 * random.normal()));
    return tensor;
}

void addLayer(Tensors& weights, const std::string& prefix, std::int64_t inputs, Random& random) {
    weights[prefix + ".input_weight"] = drawn({4 * kUnits, inputs}, random);
    weights[prefix + ".recurrent_weight"] = drawn({4 * kUnits, kUnits}, random);
    weights[prefix + ".bias"] = drawn({4 * kUnits}, random);
}

Tensors layerWeights(std::int64_t inputs) {
    Tensors weights;
    Random random(50);
    addLayer(weights, "layer", inputs, random);
    return weights;
}

LstmLayer layer(Tensors weights, const InputLayout& inputs, bool residual = false, bool projected = false) {
    WeightPacker packer(weights);
    return LstmLayer({"layer", inputs, kUnits, residual, projected}, packer);
}

void tell(LstmLayer::State& state, std::initializer_list<float> values) {
    std::ranges::copy(values, state.input().begin());
}

Values valuesOf(std::span<const float> span) {
    return {span.begin(), span.end()};
}

bool close(std::span<const float> a, std::span<const float> b) {
    return std::ranges::equal(a, b, [](float x, float y) { return std::abs(x - y) < 1e-6F; });
}

} // namespace

class TestLstmLayer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void inputIsTheSameHoweverItComes() {
        const LstmLayer dense = layer(layerWeights(3), {{InputKind::Dense, 3}});
        const LstmLayer mixed =
            layer(layerWeights(3), {{InputKind::Sparse, 1}, {InputKind::Constant, 1}, {InputKind::Dense, 1}});
        LstmLayer::State one(dense);
        LstmLayer::State other(mixed);
        mixed.startRun(Values{0.5F}, other);
        for (int step = 0; step < 3; ++step) {
            tell(one, {2.0F, 0.5F, -1.0F});
            dense.step({}, one);
            tell(other, {-1.0F});
            mixed.step(std::vector<SparseInput>{{0, 2.0F}}, other);
            QVERIFY(close(one.output(), other.output()));
        }
    }

    void columnsOfZerosAreLeftOut() {
        const LstmLayer without = layer(layerWeights(1), {{InputKind::Zero, 1}});
        const LstmLayer with = layer(layerWeights(1), {{InputKind::Dense, 1}});
        LstmLayer::State one(without);
        LstmLayer::State other(with);
        without.step({}, one);
        tell(other, {0.0F});
        with.step({}, other);
        QVERIFY(close(one.output(), other.output()));
    }

    void residualLayerAddsWhatItReads() {
        const auto weights = layerWeights(kUnits);
        const LstmLayer plain = layer(weights, {{InputKind::Dense, kUnits}});
        const LstmLayer residual = layer(weights, {{InputKind::Dense, kUnits}}, true);
        LstmLayer::State one(plain);
        LstmLayer::State other(residual);
        const Values input{1, 2, 3, 4, 5};
        for (int step = 0; step < 2; ++step) {
            tell(one, {1, 2, 3, 4, 5});
            plain.step({}, one);
            tell(other, {1, 2, 3, 4, 5});
            residual.step({}, other);
            QVERIFY(close(one.h(), other.h())); // what it tells itself is not changed
            Values sum = valuesOf(one.output());
            std::ranges::transform(sum, input, sum.begin(), std::plus<>());
            QVERIFY(close(other.output(), sum));
        }
    }

    void projectedLayerReadsTheProjection() {
        auto weights = layerWeights(kUnits);
        const LstmLayer plain = layer(weights, {{InputKind::Dense, kUnits}}, true);
        // Rows of what is sparse, constant and dense.
        weights["layer.projection.weight"] = {{kUnits, 3}, {1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0}};
        weights["layer.projection.bias"] = {{kUnits}, {0, 0, 0, 0, 7}};
        const LstmLayer projected =
            layer(weights, {{InputKind::Sparse, 1}, {InputKind::Constant, 1}, {InputKind::Dense, 1}}, true, true);
        LstmLayer::State one(plain);
        LstmLayer::State other(projected);
        projected.startRun(Values{20}, other);
        for (int step = 0; step < 2; ++step) {
            tell(one, {10, 20, 30, 30, 7});
            plain.step({}, one);
            tell(other, {30});
            projected.step(std::vector<SparseInput>{{0, 10.0F}}, other);
            QVERIFY(close(one.output(), other.output()));
        }
    }

    void embeddingSetsTheStates() {
        Random random(51);
        Tensors weights;
        addLayer(weights, "stack.layers.0", 2, random);
        addLayer(weights, "stack.layers.1", kUnits, random);
        weights["stack.initial_state.weight"] = {{4 * kUnits, 1}, Values(4 * kUnits)};
        weights["stack.initial_state.bias"] = {{4 * kUnits}, {}};
        for (std::size_t row = 0; row < 4 * kUnits; ++row)
            weights["stack.initial_state.bias"].values.push_back(static_cast<float>(row) / 20.0F);
        WeightPacker packer(weights);
        const LstmStack stack({"stack", 2, {kUnits, kUnits}, false, false},
                              {{InputKind::Sparse, 1}, {InputKind::Constant, 1}}, 1, packer);
        LstmStack::State state(stack);
        stack.start(Values{0.7F}, state);
        std::size_t row = 0; // c0, h0, c1, h1
        for (LstmLayer::State& each : state.layers())
            for (const std::span<float> part : {each.c(), each.h()})
                for (const float value : part)
                    QCOMPARE(value, std::tanh(static_cast<float>(row++) / 20.0F));

        const Values first = valuesOf(stack.step({}, state));
        QVERIFY(valuesOf(stack.step({}, state)) != first);
        stack.start(Values{0.7F}, state);
        QCOMPARE(valuesOf(stack.step({}, state)), first); // nothing is left of the run before
    }

    // The layers forth and back exchanged, and the rows turned around: what they say is exchanged and turned around.
    void backwardReadsFromTheEnd() {
        Random random(52);
        Tensors weights;
        addLayer(weights, "b.layers.0.forward", 1, random);
        addLayer(weights, "b.layers.0.backward", 1, random);
        Tensors exchanged;
        for (const auto& [name, tensor] : weights) {
            std::string other = name;
            const bool forward = name.find(".forward") != std::string::npos;
            other.replace(other.find(forward ? "forward" : "backward"), forward ? 7 : 8,
                          forward ? "backward" : "forward");
            exchanged[other] = tensor;
        }
        const architecture::LstmStack plan{"b", 1, {kUnits}, true, false};
        WeightPacker packer(weights);
        WeightPacker otherPacker(exchanged);
        const BidirectionalStack stack(plan, InputKind::Dense, packer);
        const BidirectionalStack other(plan, InputKind::Dense, otherPacker);
        BidirectionalStack::State state(stack, 3);
        BidirectionalStack::State otherState(other, 3);
        stack.run(Values{1, 2, 3}, state);
        other.run(Values{3, 2, 1}, otherState);
        for (std::size_t step = 0; step < 3; ++step)
            for (std::size_t unit = 0; unit < kUnits; ++unit) {
                QCOMPARE(state.outputs()[2 * step * kUnits + unit],
                         otherState.outputs()[(2 * (2 - step) + 1) * kUnits + unit]);
                QCOMPARE(state.outputs()[(2 * step + 1) * kUnits + unit],
                         otherState.outputs()[2 * (2 - step) * kUnits + unit]);
            }
    }

    void summaryIsWhatBothDirectionsSayAtTheirEnds() {
        Random random(53);
        Tensors weights;
        addLayer(weights, "b.layers.0.forward", 1, random);
        addLayer(weights, "b.layers.0.backward", 1, random);
        WeightPacker packer(weights);
        const BidirectionalStack stack({"b", 1, {kUnits}, true, false}, InputKind::Sparse, packer);
        BidirectionalStack::State state(stack, 4);
        SparseRows rows;
        for (const float value : {9.0F, 1.0F, 2.0F, 8.0F}) {
            rows.add({0, value});
            rows.endRow();
        }
        Values summary(2 * kUnits);
        stack.run(rows, 1, 2, state);
        state.summary(summary);
        QVERIFY(std::ranges::equal(std::span(summary).first(kUnits), state.outputs().subspan(2 * kUnits, kUnits)));
        QVERIFY(std::ranges::equal(std::span(summary).last(kUnits), state.outputs().subspan(kUnits, kUnits)));
        QCOMPARE(state.outputs().size(), 4 * kUnits);

        stack.run(rows, 0, 0, state);
        state.summary(summary);
        QCOMPARE(summary, Values(2 * kUnits));
    }
};

QTEST_APPLESS_MAIN(TestLstmLayer)
#include "tst_LstmLayer.moc"
