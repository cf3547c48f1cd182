#include "core/decoder/BidirectionalStack.h"
#include "core/decoder/LstmLayer.h"
#include "core/decoder/LstmStack.h"

#include "core/base/Random.h"

#include <QTest>

#include <algorithm>
#include <array>
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

/// A layer with the memory of one sequence.
class Layer {
public:
    explicit Layer(LstmLayer layer) : m_layer(std::move(layer)), m_state(m_layer, 1) {}

    void tellAhead(std::initializer_list<float> values) {
        m_layer.lookAhead(rowOf(values), m_state.ahead(), kFirst, m_team);
    }
    void step(std::initializer_list<float> dense, const std::vector<SparseInput>& sparse = {}) {
        std::ranges::copy(dense, m_state.input(0).begin());
        m_layer.step(std::array{std::span(sparse)}, m_state, kFirst, m_team);
    }
    [[nodiscard]] std::span<const float> output() const { return m_state.output()[0]; }
    [[nodiscard]] std::span<const float> h() { return m_state.h(0); }

    static Rows rowOf(std::initializer_list<float> values) {
        Rows row(1, values.size());
        std::ranges::copy(values, row[0].begin());
        return row;
    }
    static constexpr std::array<std::size_t, 1> kFirst{0};

private:
    LstmLayer m_layer;
    LstmLayer::State m_state;
    Team m_team;
};

Values valuesOf(std::span<const float> span) {
    return {span.begin(), span.end()};
}

/// One sequence of one number a step.
void run(const BidirectionalStack& stack, const Values& sequence, BidirectionalStack::State& state) {
    const auto at = [&](std::size_t step, std::size_t) { return std::span(sequence).subspan(step, 1); };
    Team team;
    stack.run(BidirectionalStack::DenseInputs(at), std::array{sequence.size()}, state, team);
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
        Layer dense(layer(layerWeights(3), {{InputKind::Dense, 3}}));
        Layer mixed(layer(layerWeights(3), {{InputKind::Sparse, 1}, {InputKind::Ahead, 1}, {InputKind::Dense, 1}}));
        mixed.tellAhead({0.5F});
        for (int step = 0; step < 3; ++step) {
            dense.step({2.0F, 0.5F, -1.0F});
            mixed.step({-1.0F}, {{0, 2.0F}});
            QVERIFY(close(dense.output(), mixed.output()));
        }
    }

    void columnsOfZerosAreLeftOut() {
        Layer without(layer(layerWeights(1), {{InputKind::Zero, 1}}));
        Layer with(layer(layerWeights(1), {{InputKind::Dense, 1}}));
        without.step({});
        with.step({0.0F});
        QVERIFY(close(without.output(), with.output()));
    }

    void residualLayerAddsWhatItReads() {
        const auto weights = layerWeights(kUnits);
        Layer plain(layer(weights, {{InputKind::Dense, kUnits}}));
        Layer residual(layer(weights, {{InputKind::Dense, kUnits}}, true));
        const Values input{1, 2, 3, 4, 5};
        for (int step = 0; step < 2; ++step) {
            plain.step({1, 2, 3, 4, 5});
            residual.step({1, 2, 3, 4, 5});
            QVERIFY(close(plain.h(), residual.h())); // what it tells itself is not changed
            Values sum = valuesOf(plain.output());
            std::ranges::transform(sum, input, sum.begin(), std::plus<>());
            QVERIFY(close(residual.output(), sum));
        }
    }

    void projectedLayerReadsTheProjection() {
        auto weights = layerWeights(kUnits);
        Layer plain(layer(weights, {{InputKind::Dense, kUnits}}, true));
        // Rows of what is sparse, known ahead and dense.
        weights["layer.projection.weight"] = {{kUnits, 3}, {1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0}};
        weights["layer.projection.bias"] = {{kUnits}, {0, 0, 0, 0, 7}};
        Layer projected(
            layer(weights, {{InputKind::Sparse, 1}, {InputKind::Ahead, 1}, {InputKind::Dense, 1}}, true, true));
        projected.tellAhead({20});
        for (int step = 0; step < 2; ++step) {
            plain.step({10, 20, 30, 30, 7});
            projected.step({30}, {{0, 10.0F}});
            QVERIFY(close(plain.output(), projected.output()));
        }
    }

    void rowThatRestsKeepsWhatItKnows() {
        const LstmLayer weights = layer(layerWeights(2), {{InputKind::Sparse, 1}, {InputKind::Dense, 1}});
        LstmLayer::State state(weights, 3);
        Layer alone(layer(layerWeights(2), {{InputKind::Sparse, 1}, {InputKind::Dense, 1}}));
        Team team;
        const std::vector<SparseInput> one{{0, 1.0F}};
        const std::array<std::span<const SparseInput>, 3> sparse{one, {}, one};
        for (std::size_t row = 0; row < 3; ++row)
            state.input(row).front() = static_cast<float>(row);
        weights.step(sparse, state, std::array<std::size_t, 3>{0, 1, 2}, team);
        const Values h = valuesOf(state.h(1));
        const Values c = valuesOf(state.c(1));
        weights.step(sparse, state, std::array<std::size_t, 2>{0, 2}, team);
        QCOMPARE(valuesOf(state.h(1)), h);
        QCOMPARE(valuesOf(state.c(1)), c);
        alone.step({2.0F}, one);
        alone.step({2.0F}, one);
        QVERIFY(close(state.output()[2], alone.output()));
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
                              {{InputKind::Sparse, 1}, {InputKind::Ahead, 1}}, 1, packer);
        LstmStack::State state(stack, 1);
        Team team;
        const Rows embedding = Layer::rowOf({0.7F});
        stack.start(embedding, state, Layer::kFirst, team);
        std::size_t row = 0; // c0, h0, c1, h1
        for (LstmLayer::State& each : state.layers())
            for (const std::span<float> part : {each.c(0), each.h(0)})
                for (const float value : part)
                    QCOMPARE(value, std::tanh(static_cast<float>(row++) / 20.0F));

        const std::array<std::span<const SparseInput>, 1> nothing{};
        const auto step = [&] { return valuesOf(stack.step(nothing, state, Layer::kFirst, team)[0]); };
        const Values first = step();
        QVERIFY(step() != first);
        stack.start(embedding, state, Layer::kFirst, team);
        QCOMPARE(step(), first); // nothing is left of the run before
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
        const BidirectionalStack stack(plan, InputKind::Ahead, packer);
        const BidirectionalStack other(plan, InputKind::Ahead, otherPacker);
        using State = BidirectionalStack::State;
        State state(stack, 1, 3, State::Keeps::Outputs);
        State otherState(other, 1, 3, State::Keeps::Outputs);
        const Values forth{1, 2, 3};
        const Values back{3, 2, 1};
        run(stack, forth, state);
        run(other, back, otherState);
        for (std::size_t step = 0; step < 3; ++step)
            for (std::size_t unit = 0; unit < kUnits; ++unit) {
                QCOMPARE(state.output(step, 0)[unit], otherState.output(2 - step, 0)[kUnits + unit]);
                QCOMPARE(state.output(step, 0)[kUnits + unit], otherState.output(2 - step, 0)[unit]);
            }
    }

    void summaryIsWhatBothDirectionsSayAtTheirEnds() {
        Random random(53);
        Tensors weights;
        addLayer(weights, "b.layers.0.forward", 1, random);
        addLayer(weights, "b.layers.0.backward", 1, random);
        WeightPacker packer(weights);
        const BidirectionalStack stack({"b", 1, {kUnits}, true, false}, InputKind::Sparse, packer);
        using State = BidirectionalStack::State;
        State state(stack, 1, 4, State::Keeps::Outputs);
        const std::vector<SparseInput> steps{{0, 1.0F}, {0, 2.0F}};
        const auto at = [&](std::size_t step, std::size_t) { return std::span(steps).subspan(step, 1); };
        Team team;
        Values summary(2 * kUnits);
        stack.run(BidirectionalStack::SparseInputs(at), std::array<std::size_t, 1>{2}, state, team);
        state.summary(0, summary);
        QVERIFY(std::ranges::equal(std::span(summary).first(kUnits), state.output(1, 0).first(kUnits)));
        QVERIFY(std::ranges::equal(std::span(summary).last(kUnits), state.output(0, 0).last(kUnits)));

        stack.run(BidirectionalStack::SparseInputs(at), std::array<std::size_t, 1>{0}, state, team);
        state.summary(0, summary);
        QCOMPARE(summary, Values(2 * kUnits));
    }

    // Sequences of 3, 0 and 2 steps, in chunks of one step as well as of all: each is what it is alone.
    void sequencesHaveTheirOwnLengths() {
        Random random(54);
        Tensors weights;
        for (const char* direction : {".forward", ".backward"}) {
            addLayer(weights, std::string("b.layers.0") + direction, 1, random);
            addLayer(weights, std::string("b.layers.1") + direction, 2 * kUnits, random);
        }
        WeightPacker packer(weights);
        const BidirectionalStack stack({"b", 1, {kUnits, kUnits}, true, false}, InputKind::Ahead, packer);
        using State = BidirectionalStack::State;
        const std::vector<Values> sequences{{1, 2, 3}, {}, {4, 5}};
        for (const std::size_t rows : {std::size_t{3}, std::size_t{70}}) {
            State together(stack, rows, 3, State::Keeps::Outputs);
            const auto at = [&](std::size_t step, std::size_t row) {
                return std::span(sequences[row]).subspan(step, 1);
            };
            std::vector<std::size_t> lengths(rows);
            std::ranges::transform(sequences, lengths.begin(), &Values::size);
            Team team;
            stack.run(BidirectionalStack::DenseInputs(at), lengths, together, team);
            for (std::size_t row = 0; row < sequences.size(); ++row) {
                State alone(stack, 1, 3, State::Keeps::Outputs);
                run(stack, sequences[row], alone);
                for (std::size_t step = 0; step < sequences[row].size(); ++step)
                    QVERIFY(close(together.output(step, row), alone.output(step, 0)));
                Values summary(2 * kUnits);
                Values expected(2 * kUnits);
                together.summary(row, summary);
                alone.summary(0, expected);
                QVERIFY(close(summary, expected));
                QCOMPARE(summary == Values(2 * kUnits), sequences[row].empty());
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestLstmLayer)
#include "tst_LstmLayer.moc"
