#include "core/architecture/Blueprint.h"
#include "core/decoder/Encoder.h"

#include "tests/support/RandomModel.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace segue;
using namespace segue::decoder;

Q_DECLARE_METATYPE(std::vector<int>)

namespace {

/// Eight steps of three numbers, read as one sequence or by segments.
architecture::Blueprint plan(const std::vector<int>& levelLengths) {
    architecture::Blueprint result;
    int inputs = 3;
    for (std::size_t level = 0; level < levelLengths.size(); ++level) {
        result.encoder.push_back(
            {{"encoder.levels." + std::to_string(level), inputs, {4, 3}, true, false}, levelLengths[level]});
        inputs = 6;
    }
    return result;
}

class RandomEncoder {
public:
    explicit RandomEncoder(const std::vector<int>& levelLengths)
        : m_weights(weights(plan(levelLengths))),
          m_packer(m_weights),
          m_encoder(plan(levelLengths), 2, m_packer),
          m_state(m_encoder, 3) {}

    [[nodiscard]] std::vector<float> mean(const std::vector<float>& steps, const std::vector<int>& lengths) {
        tell(0, steps, lengths);
        m_encoder.encode(1, m_state, m_team);
        return m_state.posterior(0).mean;
    }

    /// What a window is to be when it is encoded next, together with others.
    void tell(std::size_t row, const std::vector<float>& steps, const std::vector<int>& lengths) {
        SparseRows& rows = m_state.steps(row);
        rows.clear();
        for (std::size_t at = 0; at < steps.size(); at += 3) {
            rows.add(std::span(steps).subspan(at, 3));
            rows.endRow();
        }
        m_state.lengths(row) = lengths;
    }
    [[nodiscard]] std::vector<std::vector<float>> means(std::size_t windows) {
        m_encoder.encode(windows, m_state, m_team);
        std::vector<std::vector<float>> result;
        for (std::size_t row = 0; row < windows; ++row)
            result.push_back(m_state.posterior(row).mean);
        return result;
    }

private:
    using Tensors = std::map<std::string, files::Tensor>;

    static Tensors weights(const architecture::Blueprint& blueprint) {
        Random random(70);
        Tensors result;
        const auto add = [&](const std::string& name, std::vector<std::int64_t> shape) {
            files::Tensor& tensor = result[name];
            tensor.shape = std::move(shape);
            tensor.values.resize(
                static_cast<std::size_t>(tensor.shape[0] * (tensor.shape.size() > 1 ? tensor.shape[1] : 1)));
            std::ranges::generate(tensor.values, [&] { return static_cast<float>(random.normal()); });
        };
        for (const auto& level : blueprint.encoder)
            for (std::size_t layer = 0; layer < level.layers.sizes.size(); ++layer)
                for (const char* direction : {".forward", ".backward"}) {
                    const std::string prefix = level.layers.prefix + ".layers." + std::to_string(layer) + direction;
                    const std::int64_t units = level.layers.sizes[layer];
                    add(prefix + ".input_weight", {4 * units, level.layers.inputsOf(layer)});
                    add(prefix + ".recurrent_weight", {4 * units, units});
                    add(prefix + ".bias", {4 * units});
                }
        for (const char* head : {"encoder.mean", "encoder.sigma"}) {
            add(std::string(head) + ".weight", {2, 6});
            add(std::string(head) + ".bias", {2});
        }
        return result;
    }

    Tensors m_weights;
    WeightPacker m_packer;
    Encoder m_encoder;
    Encoder::State m_state;
    Team m_team;
};

std::vector<float> steps() {
    Random random(71);
    std::vector<float> values(24);
    std::ranges::generate(values, [&] { return static_cast<float>(random.normal()); });
    return values;
}

bool isClose(const std::vector<float>& a, const std::vector<float>& b) {
    return std::ranges::equal(a, b, [](float x, float y) { return std::abs(x - y) < 1e-5F; });
}

/// With another number at `step`.
std::vector<float> changedAt(std::size_t step) {
    auto values = steps();
    values[3 * step + 1] += 1.0F;
    return values;
}

} // namespace

class TestEncoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void stepsThatDoNotCountAreNotHeard() {
        RandomEncoder encoder({8});
        QCOMPARE(encoder.mean(changedAt(5), {5}), encoder.mean(steps(), {5}));
        QVERIFY(encoder.mean(changedAt(4), {5}) != encoder.mean(steps(), {5}));
        QVERIFY(encoder.mean(steps(), {5}) != encoder.mean(steps(), {6}));
    }

    void segmentsHaveTheirOwnLengths() {
        RandomEncoder encoder({4, 2});
        const std::vector<int> lengths{2, 3};
        for (std::size_t step = 0; step < 8; ++step) {
            const bool counts = step % 4 < static_cast<std::size_t>(lengths[step / 4]);
            QCOMPARE(encoder.mean(changedAt(step), lengths) != encoder.mean(steps(), lengths), counts);
        }
        QCOMPARE(encoder.mean(steps(), {8}), encoder.mean(steps(), {4, 4}));
    }

    void emptySegmentIsAVectorOfZeros() {
        RandomEncoder encoder({4, 2});
        QCOMPARE(encoder.mean(std::vector<float>(24), {0, 0}), encoder.mean(steps(), {0, 0}));
        QVERIFY(encoder.mean(std::vector<float>(24), {0, 4}) != encoder.mean(std::vector<float>(24), {0, 0}));
    }

    void everyLevelIsHeard() {
        RandomEncoder encoder({2, 2, 2});
        const auto mean = encoder.mean(steps(), {8});
        for (std::size_t step = 0; step < 8; ++step)
            QVERIFY(encoder.mean(changedAt(step), {8}) != mean);
    }

    void windowsThatAreReadTogetherAreThoseReadAlone_data() {
        QTest::addColumn<std::vector<int>>("levelLengths");
        QTest::newRow("flat") << std::vector<int>{8};
        QTest::newRow("two levels") << std::vector<int>{4, 2};
        QTest::newRow("three levels") << std::vector<int>{2, 2, 2};
    }
    void windowsThatAreReadTogetherAreThoseReadAlone() {
        QFETCH(std::vector<int>, levelLengths);
        RandomEncoder encoder(levelLengths);
        const std::vector<std::vector<float>> windows{steps(), changedAt(1), changedAt(6)};
        const std::vector<std::vector<int>> lengths{{8}, {3}, {5}};
        std::vector<std::vector<float>> alone;
        for (std::size_t row = 0; row < windows.size(); ++row)
            alone.push_back(encoder.mean(windows[row], lengths[row]));
        for (std::size_t row = 0; row < windows.size(); ++row)
            encoder.tell(row, windows[row], lengths[row]);
        const auto together = encoder.means(3);
        for (std::size_t row = 0; row < windows.size(); ++row)
            QVERIFY(isClose(together[row], alone[row]));
    }

    void earlierWindowsLeaveNothingBehind() {
        RandomEncoder encoder({4, 2});
        const auto mean = encoder.mean(steps(), {3, 4});
        (void)encoder.mean(changedAt(0), {4, 4});
        QCOMPARE(encoder.mean(steps(), {3, 4}), mean);
    }
};

QTEST_APPLESS_MAIN(TestEncoder)
#include "tst_Encoder.moc"
