#include "core/model/BidirectionalLstmTorch.h"
#include "core/model/EncoderTorch.h"
#include "core/model/LstmLayerTorch.h"
#include "core/model/MusicVaeTorch.h"
#include "core/model/SegmentsTorch.h"

#include <QTest>

using namespace segue;
using namespace segue::model;
using torch::Tensor;

namespace {

/// Melodies of 32 steps, D = 90.
architecture::Architecture melody(std::vector<int> levelLengths) {
    architecture::Architecture architecture = architecture::namedConfiguration("cat-mel_2bar_small").value();
    architecture.latentSize = 6;
    architecture.encoder.sizes = {9, 7};
    architecture.encoder.levelLengths = std::move(levelLengths);
    architecture.decoder.sizes = {5};
    return architecture;
}

MusicVae lively(const architecture::Architecture& architecture) {
    return MusicVae(architecture, {4, 0.7, 0.7});
}

bool near(const Tensor& a, const Tensor& b) {
    return a.allclose(b, 0.0, 1e-5); // floats near 1
}

} // namespace

class TestEncoderTorch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void segmentsLieSideBySide() {
        const Tensor x = torch::randn({12, 2, 5});
        const Tensor rows = sideBySide(x, 3); // [4, 6, 5]
        for (int segment = 0; segment < 3; ++segment)
            for (int step = 0; step < 4; ++step)
                QVERIFY(rows[step].narrow(0, 2 * segment, 2).equal(x[4 * segment + step]));
        QVERIFY(oneAfterAnother(rows, 3).equal(x));
        QVERIFY(!sideBySide({}, 3).defined());
    }

    void lengthsOfOneDivisionBecomeThoseOfAnother() {
        const Tensor lengths = torch::tensor({3, 0, 4, 1}, torch::kInt64).view({2, 2}); // of 2 x 4 steps
        QVERIFY(lengthsOfSegments(lengths, 8, 2).equal(torch::tensor({3, 4, 0, 1}, torch::kInt64))); // segments first
        QVERIFY(lengthsOfSegments(lengths, 8, 1).equal(torch::tensor({3, 5}, torch::kInt64)));
        QVERIFY(lengthsOfSegments(lengths, 8, 4).equal(torch::tensor({2, 2, 1, 2, 0, 1, 0, 0}, torch::kInt64)));
        QVERIFY(!lengthsOfSegments({}, 8, 2).defined());
        QCOMPARE(countedSteps(lengths, 8).select(1, 1).sum().item<std::int64_t>(), std::int64_t{5});
    }

    void stepsThatDoNotCountAreNotRead_data() {
        QTest::addColumn<QList<int>>("levels");
        QTest::addColumn<QList<int>>("lengths"); // of two examples
        QTest::newRow("flat") << QList<int>{} << QList<int>{32, 11};
        QTest::newRow("segments") << QList<int>{8, 4} << QList<int>{8, 3, 0, 8, 1, 1, 8, 0};
        QTest::newRow("three levels") << QList<int>{4, 4, 2} << QList<int>{32, 13};
    }

    void stepsThatDoNotCountAreNotRead() {
        QFETCH(QList<int>, levels);
        QFETCH(QList<int>, lengths);
        const auto model = lively(melody({levels.begin(), levels.end()}));
        const torch::NoGradGuard noGrad;
        const Tensor counts = torch::tensor(std::vector<std::int64_t>(lengths.begin(), lengths.end())).view({2, -1});
        const Tensor counted = countedSteps(counts, 32).unsqueeze(2); // [T, B, 1]
        const Tensor x = torch::randn({32, 2, 90});
        const auto posterior = model.encode(x, {}, counts);
        const auto padded = model.encode(torch::where(counted, x, torch::randn_like(x)), {}, counts);
        QVERIFY(near(posterior.mean, padded.mean));
        QVERIFY(near(posterior.sigma, padded.sigma));
        const auto changed = model.encode(torch::where(counted, torch::randn_like(x), x), {}, counts);
        QVERIFY(!near(posterior.mean[0], changed.mean[0]) && !near(posterior.mean[1], changed.mean[1]));
        QVERIFY(!near(posterior.mean, model.encode(x).mean));
    }

    void shorterExamplesAreReadAsIfAlone() {
        const auto architecture = melody({});
        const auto plan = architecture::blueprint(architecture);
        NamedWeights weights;
        for (const auto& [name, shape] : architecture::weightShapes(architecture))
            weights.byName[name] = torch::randn(shape) * 0.4;
        const BidirectionalLstm layers(weights, plan.encoder.front().layers);
        const Tensor x = torch::randn({10, 2, 90});
        const auto both = layers.read(x, torch::tensor({10, 4}, torch::kInt64), {});
        const auto alone = layers.read(x.narrow(0, 0, 4).narrow(1, 1, 1), {}, {});
        QVERIFY(near(both.ends[1], alone.ends[0]));
        QVERIFY(near(both.outputs.narrow(0, 0, 4).select(1, 1), alone.outputs.select(1, 0)));
    }

    void segmentsAreReadByTheSameWeights() {
        const auto model = lively(melody({8, 4}));
        const torch::NoGradGuard noGrad;
        Tensor x = torch::randn({8, 1, 90}).repeat({4, 1, 1}); // four times the same
        const Tensor mean = model.encode(x).mean;
        x = torch::cat({x.narrow(0, 8, 24), x.narrow(0, 0, 8)}, 0);
        QVERIFY(near(model.encode(x).mean, mean));
    }
};

QTEST_APPLESS_MAIN(TestEncoderTorch)
#include "tst_EncoderTorch.moc"
