#include "core/model/ReferenceModel.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::model;

namespace {

architecture::Architecture tiny() {
    architecture::Architecture architecture = architecture::namedConfiguration("groovae_2bar").value();
    architecture.latentSize = 6;
    architecture.encoderSizes = {9, 7};
    architecture.decoderSizes = {8, 5};
    return architecture;
}

/// Weights that make every gate matter, and hits come and go.
files::ModelFile drawModel(Random& random) {
    files::ModelFile file{tiny(), nlohmann::json::object(), {}};
    for (const auto& [name, shape] : architecture::weightShapes(file.architecture)) {
        files::Tensor& tensor = file.weights[name];
        tensor.shape = shape;
        tensor.values.resize(static_cast<std::size_t>(shape[0] * (shape.size() > 1 ? shape[1] : 1)));
        for (float& value : tensor.values)
            value = static_cast<float>((name == "decoder.output.weight" ? 2.0 : 0.5) * random.normal());
    }
    return file;
}

music::DrumPattern drawPattern(Random& random, int steps) {
    music::DrumPattern pattern(steps);
    for (int step = 0; step < steps; ++step)
        for (int drum = 0; drum < music::kDrumClasses; ++drum)
            if (random.chance(0.3))
                pattern.at(step, drum) = {true, 1.0F, static_cast<float>(random.uniform(0.1, 1.0)),
                                          static_cast<float>(random.uniform(-0.5, 0.5))};
    return pattern;
}

std::vector<float> drawLatent(Random& random, int size) {
    std::vector<float> z;
    for (int i = 0; i < size; ++i)
        z.push_back(static_cast<float>(1.5 * random.normal()));
    return z;
}

} // namespace

class TestReferenceModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void liveModelEncodesAndDecodesTheSame() {
        Random random(77);
        for (std::uint64_t seed = 0; seed < 5; ++seed) {
            const auto file = drawModel(random);
            const auto live = decoder::LiveModel::create(file).value();
            const auto workspace = live->makeWorkspace();
            const auto reference = ReferenceModel::create(file).value();

            const auto pattern = drawPattern(random, 32);
            const auto posterior = live->encode(pattern, *workspace);
            const auto expected = reference.encode(pattern).value();
            for (std::size_t i = 0; i < expected.mean.size(); ++i) {
                QVERIFY(std::abs(posterior.mean[i] - expected.mean[i]) < 1e-4F); // float32, other order of sums
                QVERIFY(std::abs(posterior.sigma[i] - expected.sigma[i]) < 1e-4F);
            }
            for (const float temperature : {0.0F, 0.7F}) {
                const auto z = drawLatent(random, 6);
                const decoder::DecodeOptions options{temperature, 0.4F, seed};
                const auto played = live->decode(z, options, *workspace);
                const auto wanted = reference.decode(z, options).value();
                QVERIFY(played.hits() > 0 && played.hits() < 32 * music::kDrumClasses);
                for (int step = 0; step < 32; ++step)
                    for (int drum = 0; drum < music::kDrumClasses; ++drum) {
                        const auto& a = played.at(step, drum);
                        const auto& b = wanted.at(step, drum);
                        QCOMPARE(a.hit, b.hit);
                        QVERIFY(std::abs(a.probability - b.probability) < 1e-4F);
                        QVERIFY(std::abs(a.velocity - b.velocity) < 1e-4F);
                        QVERIFY(std::abs(a.microtiming - b.microtiming) < 1e-4F);
                    }
            }
        }
    }

    void modelWithoutAWeightIsRefused() {
        Random random(1);
        auto file = drawModel(random);
        file.weights.erase("decoder.output.bias");
        const auto model = ReferenceModel::create(file);
        QVERIFY(!model);
        QVERIFY(model.error().code() == ErrorCode::ShapeMismatch);
    }

    void fileThatIsMissingIsNotFound() {
        QVERIFY(ReferenceModel::load("no/such/model.safetensors").error().code() == ErrorCode::NotFound);
    }
};

QTEST_APPLESS_MAIN(TestReferenceModel)
#include "tst_ReferenceModel.moc"
