#include "core/model/UnrollerTorch.h"

#include <QTest>

using namespace segue;
using namespace segue::model;
using torch::Tensor;

namespace {

constexpr int kEmbedding = 4;
constexpr int kControls = 3;
constexpr int kInputs = 5;
constexpr std::int64_t kBatch = 2;
constexpr std::int64_t kSteps = 6;

architecture::LstmStack stackOf(bool residual) {
    return {"n", kInputs + kEmbedding + kControls, {7, 7, 6}, false, residual};
}

NamedWeights drawWeights(const architecture::LstmStack& stack) {
    const auto generator = at::make_generator<at::CPUGeneratorImpl>(std::uint64_t{3});
    NamedWeights weights;
    const auto draw = [&](const std::string& name, std::vector<std::int64_t> shape) {
        weights.byName[name] = torch::empty(shape).normal_(0.0, 0.4, generator);
    };
    draw("n.initial_state.weight", {stack.states(), kEmbedding});
    draw("n.initial_state.bias", {stack.states()});
    for (std::size_t layer = 0; layer < stack.sizes.size(); ++layer) {
        const std::string prefix = "n.layers." + std::to_string(layer);
        const std::int64_t units = stack.sizes[layer];
        draw(prefix + ".input_weight", {4 * units, stack.hasProjection(layer) ? units : stack.inputsOf(layer)});
        draw(prefix + ".recurrent_weight", {4 * units, units});
        draw(prefix + ".bias", {4 * units});
        if (stack.hasProjection(layer)) {
            draw(prefix + ".projection.weight", {units, stack.inputsOf(layer)});
            draw(prefix + ".projection.bias", {units});
        }
    }
    return weights;
}

bool near(const Tensor& a, const Tensor& b) {
    return a.allclose(b, 0.0, 1e-5); // floats near 1
}

} // namespace

class TestUnrollerTorch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        torch::NoGradGuard noGrad;
        m_inputs = torch::randn({kSteps, kBatch, kInputs});
        m_controls = torch::randn({kSteps, kBatch, kControls});
        m_embedding = torch::randn({kBatch, kEmbedding});
    }

    void beginsInStatesMadeFromTheEmbedding() {
        const auto weights = drawWeights(stackOf(false));
        const auto states = unroller(weights, false).begin(m_embedding, {}).states();
        const Tensor all = torch::tanh(m_embedding.mm(weights.at("n.initial_state.weight").t()) +
                                       weights.at("n.initial_state.bias")); // c0, h0, c1, h1, c2, h2
        QVERIFY(near(states[0].cell, all.narrow(1, 0, 7)));
        QVERIFY(near(states[0].output, all.narrow(1, 7, 7)));
        QVERIFY(near(states[2].cell, all.narrow(1, 28, 6)));
        QVERIFY(near(states[2].output, all.narrow(1, 34, 6)));
    }

    /// The embedding multiplied once a sequence, or told at every step: what dropout needs.
    void embeddingIsToldAtEveryStep() {
        for (const bool residual : {false, true}) {
            const Unroller layers = unroller(drawWeights(stackOf(residual)), residual);
            const InputDropout nearlyAll{1.0 - 1e-9, at::make_generator<at::CPUGeneratorImpl>(std::uint64_t{1})};
            const Tensor once = layers.begin(m_embedding, {}).read(m_inputs, m_controls);
            const Tensor always = layers.begin(m_embedding, nearlyAll).read(m_inputs, m_controls);
            QVERIFY(once.sizes() == at::IntArrayRef({kSteps, kBatch, 6}));
            QVERIFY(near(once, always));
            const InputDropout half{0.5, at::make_generator<at::CPUGeneratorImpl>(std::uint64_t{1})};
            QVERIFY(!near(once, layers.begin(m_embedding, half).read(m_inputs, m_controls)));
        }
    }

    void readsStepByStepAsAllAtOnce() {
        const Unroller layers = unroller(drawWeights(stackOf(true)), true);
        Unrolling whole = layers.begin(m_embedding, {});
        const Tensor expected = whole.read(m_inputs, m_controls);
        Unrolling steps = layers.begin(m_embedding, {});
        for (std::int64_t t = 0; t < kSteps; ++t)
            QVERIFY(near(steps.read(m_inputs.narrow(0, t, 1), m_controls.narrow(0, t, 1))[0], expected[t]));
        for (std::size_t layer = 0; layer < 3; ++layer) {
            QVERIFY(near(steps.states()[layer].cell, whole.states()[layer].cell));
            QVERIFY(near(steps.states()[layer].output, whole.states()[layer].output));
        }
    }

    void rowsStayWhereTheyEnd() {
        const Unroller layers = unroller(drawWeights(stackOf(false)), false);
        Unrolling ended = layers.begin(m_embedding, {});
        static_cast<void>(ended.read(m_inputs, m_controls, torch::tensor({2, 5}, torch::kInt64)));
        Unrolling shorter = layers.begin(m_embedding, {});
        static_cast<void>(shorter.read(m_inputs.narrow(0, 0, 2), m_controls.narrow(0, 0, 2)));
        for (std::size_t layer = 0; layer < 3; ++layer) {
            QVERIFY(near(ended.states()[layer].cell[0], shorter.states()[layer].cell[0]));
            QVERIFY(near(ended.states()[layer].output[0], shorter.states()[layer].output[0]));
            QVERIFY(!near(ended.states()[layer].output[1], shorter.states()[layer].output[1]));
        }
    }

    void residualLayersAddWhatTheyRead() {
        auto weights = drawWeights(stackOf(true));
        const Unroller layers = unroller(weights, true);
        for (const auto& [name, weight] : weights.byName) // cells that say nothing: sigmoid(-inf) at the output gate
            if (name.ends_with(".bias") &&
                weights.byName.contains(name.substr(0, name.size() - 5) + ".recurrent_weight"))
                weight.narrow(0, 3 * weight.size(0) / 4, weight.size(0) / 4).fill_(-1e4);
        const Tensor x = torch::cat({m_inputs, m_embedding.expand({kSteps, -1, -1}), m_controls}, 2);
        const Tensor first = Dense(weights, "n.layers.0.projection")(x); // the middle layer is as wide: it adds this
        const Tensor expected = Dense(weights, "n.layers.2.projection")(first);
        QVERIFY(near(layers.begin(m_embedding, {}).read(m_inputs, m_controls), expected));
    }

private:
    static Unroller unroller(const NamedWeights& weights, bool residual) {
        return Unroller(weights, stackOf(residual), kEmbedding, kControls);
    }

    Tensor m_inputs;
    Tensor m_controls;
    Tensor m_embedding;
};

QTEST_APPLESS_MAIN(TestUnrollerTorch)
#include "tst_UnrollerTorch.moc"
