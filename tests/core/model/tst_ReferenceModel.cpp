#include "core/model/ReferenceModel.h"

#include "tests/core/model/slow/TinyModels.h"
#include "tests/support/RandomModel.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::model;

namespace {

/// Layers of several widths, none a multiple of a vector register.
architecture::Architecture oddArchitecture() {
    architecture::Architecture architecture = test::smallArchitecture();
    architecture.latentSize = 6;
    architecture.encoder.sizes = {9, 7};
    architecture.decoder.sizes = {8, 5};
    return architecture;
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
            const auto file = test::randomModel(oddArchitecture(), seed);
            const auto live = decoder::LiveModel::create(file).value();
            const auto workspace = live->makeWorkspace();
            const auto reference = ReferenceModel::create(file).value();

            const auto pattern = test::randomPattern(32, 0.3, random);
            const auto posterior = live->encode(pattern, *workspace);
            const auto expected = reference.encode(pattern).value();
            for (std::size_t i = 0; i < expected.mean.size(); ++i) {
                QVERIFY(std::abs(posterior.mean[i] - expected.mean[i]) < 1e-4F); // float32, other order of sums
                QVERIFY(std::abs(posterior.sigma[i] - expected.sigma[i]) < 1e-4F);
            }
            for (const float temperature : {0.0F, 0.7F}) {
                const auto z = drawLatent(random, 6);
                const std::vector<float> thresholds{0.3F, 0.4F, 0.5F, 0.6F, 0.2F, 0.4F, 0.45F, 0.55F, 0.35F};
                const decoder::DecodeOptions options{temperature, 0.4F, seed,
                                                     seed % 2 == 0 ? std::span<const float>() : thresholds};
                const auto played = std::get<music::DrumPattern>(live->decode(z, {}, options, *workspace).pattern);
                const auto wanted = std::get<music::DrumPattern>(reference.decode(z, {}, options).value().pattern);
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

    void everyArchitectureDrawsWhatTheLiveModelDraws() {
        for (const architecture::Architecture& architecture : slow::tinyArchitectures()) {
            const auto file = slow::tinyModel(architecture, 1);
            const auto live = decoder::LiveModel::create(file).value();
            const auto workspace = live->makeWorkspace();
            const auto reference = ReferenceModel::create(file).value();
            const slow::Row drawn = slow::normalRows(1, architecture.latentSize, 2).front();
            const std::vector<float> z(drawn.begin(), drawn.end());
            for (const float temperature : {0.0F, 0.8F}) {
                const decoder::DecodeOptions options{temperature, 0.4F, 3};
                const auto played = live->decodeTensors(z, {}, options, *workspace);
                const auto wanted = reference.decodeTensors(z, {}, options).value();
                QCOMPARE(played.output.size(), wanted.output.size());
                for (std::size_t i = 0; i < wanted.output.size(); ++i)
                    QVERIFY2(std::abs(played.output[i] - wanted.output[i]) < 1e-3F && // float32 through tens of steps
                                 std::abs(played.logits[i] - wanted.logits[i]) < 1e-3F,
                             architecture.name.c_str());
            }
        }
    }

    void modelWithoutAnEncoderSaysThatItHearsNothing() {
        auto architecture = oddArchitecture();
        architecture.encoder.present = false;
        const auto reference = ReferenceModel::create(test::randomModel(architecture, 1)).value();
        Random random(5);
        const auto posterior = reference.encode(test::randomPattern(32, 0.3, random));
        QVERIFY(!posterior);
        QVERIFY(posterior.error().code() == ErrorCode::Unsupported);
        QVERIFY(reference.decode(drawLatent(random, 6), {}, {}));
    }

    void modelWithoutAWeightIsRefused() {
        auto file = test::randomModel(oddArchitecture(), 1);
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
