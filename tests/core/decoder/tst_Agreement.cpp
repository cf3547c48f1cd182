#include "core/decoder/Agreement.h"

#include "core/base/Random.h"
#include "tests/support/RandomModel.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace segue;
using namespace segue::decoder;

namespace {

std::shared_ptr<const LiveModel> make(files::ModelFile file) {
    return LiveModel::create(std::move(file)).value();
}

std::vector<float> points(int count, int latentSize) {
    Random random(7);
    std::vector<float> z;
    for (int index = 0; index < count * latentSize; ++index)
        z.push_back(static_cast<float>(random.normal()));
    return z;
}

/// Every weight of the layer that takes answers multiplied.
files::ModelFile louder(files::ModelFile file, float factor) {
    for (auto& [name, tensor] : file.weights)
        if (name.starts_with("decoder.output."))
            std::ranges::transform(tensor.values, tensor.values.begin(),
                                   [factor](float value) { return value * factor; });
    return file;
}

std::vector<float> outputOf(const LiveModel& model, std::span<const float> z) {
    return model.decodeTensors(z, {}, {}, *model.makeWorkspace()).output;
}

constexpr int kPoints = 20;

} // namespace

class TestAgreement : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aModelAgreesWithItself() {
        const auto melody = make(test::randomModel(test::smallMelodyArchitecture(), 1));
        const auto agreement = agreementOf(*melody, *melody, points(kPoints, 8));
        QVERIFY(agreement);
        QCOMPARE(agreement->patterns, std::size_t{kPoints});
        QCOMPARE(agreement->equalPatterns, std::size_t{kPoints});
        QCOMPARE(agreement->decisions, std::size_t{kPoints * 32});
        QCOMPARE(agreement->share(), 1.0);
    }

    void everyTokenIsADecision() {
        const auto architecture = test::smallMelodyArchitecture();
        const auto model = make(test::randomModel(architecture, 1));
        const auto other = make(test::randomModel(architecture, 2));
        const auto z = points(kPoints, 8);
        std::size_t equal = 0;
        std::size_t equalPatterns = 0;
        for (int point = 0; point < kPoints; ++point) {
            const auto its = std::span(z).subspan(static_cast<std::size_t>(point) * 8, 8);
            const auto output = outputOf(*model, its);
            const auto otherOutput = outputOf(*other, its);
            std::size_t equalHere = 0;
            for (std::ptrdiff_t step = 0; step < 32; ++step)
                equalHere += std::equal(output.begin() + 90 * step, output.begin() + 90 * (step + 1),
                                        otherOutput.begin() + 90 * step);
            equal += equalHere;
            equalPatterns += equalHere == 32;
        }
        const auto agreement = agreementOf(*model, *other, z);
        QVERIFY(agreement);
        QCOMPARE(agreement->decisions, std::size_t{kPoints * 32});
        QCOMPARE(agreement->equalDecisions, equal);
        QVERIFY(equal < agreement->decisions);
        QCOMPARE(agreement->equalPatterns, equalPatterns);
    }

    void groovesDifferInHitsVelocitiesAndOffsets() {
        const auto file = test::randomModel(test::smallArchitecture(), 1);
        const auto model = make(file);
        const auto other = make(louder(file, 0.9F));
        const auto z = points(kPoints, 8);
        std::size_t equal = 0;
        std::size_t shared = 0;
        double velocities = 0;
        double offsets = 0;
        for (int point = 0; point < kPoints; ++point) {
            const auto its = std::span(z).subspan(static_cast<std::size_t>(point) * 8, 8);
            const auto output = outputOf(*model, its);
            const auto otherOutput = outputOf(*other, its);
            for (std::size_t cell = 0; cell < output.size();
                 cell += cell % 27 == 8 ? 19 : 1) { // of 27 columns 9 are hits
                equal += output[cell] == otherOutput[cell];
                if (output[cell] == 0.0F || otherOutput[cell] == 0.0F)
                    continue;
                ++shared;
                velocities += std::abs(static_cast<double>(output[cell + 9]) - otherOutput[cell + 9]);
                offsets += std::abs(static_cast<double>(output[cell + 18]) - otherOutput[cell + 18]);
            }
        }
        const auto agreement = agreementOf(*model, *other, z);
        QVERIFY(agreement);
        QCOMPARE(agreement->decisions, std::size_t{kPoints * 32 * 9});
        QCOMPARE(agreement->equalDecisions, equal);
        QVERIFY(shared > 0);
        QVERIFY(velocities > 0);
        QCOMPARE(agreement->velocityError, velocities / static_cast<double>(shared));
        QCOMPARE(agreement->offsetError, offsets / static_cast<double>(shared));
    }

    void whatIsBehindAnEndIsNoDecision() {
        const auto architecture = *architecture::namedConfiguration("hier-multiperf_vel_1bar_med");
        auto small = architecture;
        small.latentSize = 4;
        small.encoder.sizes = {4, 4};
        small.decoder.sizes = {4, 4};
        const auto model = make(test::randomModel(small, 3));
        const auto z = points(2, 4);
        std::size_t written = 0;
        const auto columns = static_cast<std::size_t>(small.shape().output);
        for (std::size_t point = 0; point < 2; ++point) {
            const auto output = outputOf(*model, std::span(z).subspan(point * 4, 4));
            for (auto row = output.begin(); row != output.end(); row += static_cast<std::ptrdiff_t>(columns))
                written += std::any_of(row, row + static_cast<std::ptrdiff_t>(columns),
                                       [](float value) { return value != 0.0F; });
        }
        const auto agreement = agreementOf(*model, *model, z);
        QVERIFY(agreement);
        QCOMPARE(agreement->decisions, written);
    }

    void sixteenBitsAreCloseToThirtyTwo() {
        const auto file = test::randomModel(test::smallMelodyArchitecture(), 1);
        const auto rounded = LiveModel::create(file, {.precision = Precision::BFloat16}).value();
        const auto agreement = agreementOf(*make(file), *rounded, points(kPoints, 8));
        QVERIFY(agreement);
        // Weights within 2^-9 of what they were; a token falls to the other side where two are nearly as likely, and
        // then what follows may differ too.
        QVERIFY2(agreement->share() > 0.9, qPrintable(QString::number(agreement->share())));
    }

    void stopsWhenItIsAskedTo() {
        const auto melody = make(test::randomModel(test::smallMelodyArchitecture(), 1));
        std::stop_source source;
        std::size_t last = 0;
        AgreementOptions options;
        options.stop = source.get_token();
        options.progress = [&](std::size_t done, std::size_t total) {
            QCOMPARE(total, std::size_t{1000});
            last = done;
            source.request_stop();
        };
        const auto agreement = agreementOf(*melody, *melody, points(1000, 8), options);
        QVERIFY(!agreement);
        QCOMPARE(agreement.error().code(), ErrorCode::Cancelled);
        QVERIFY(last > 0 && last < 1000);
    }
};

QTEST_APPLESS_MAIN(TestAgreement)
#include "tst_Agreement.moc"
