#include "core/architecture/Blueprint.h"
#include "core/model/Backend.h"
#include "core/model/ReferenceModel.h"
#include "tests/support/RandomModel.h"

#include <QTest>

#include <cmath>

using namespace segue;

namespace {

/// Networks of more weights take minutes and gigabytes: they are compared where SEGUE_EVERY_CONFIGURATION is set.
constexpr std::int64_t kFewWeights = 6'000'000;

std::vector<float> normalDraws(int count, std::uint64_t seed) {
    Random random(seed);
    std::vector<float> draws;
    for (int index = 0; index < count; ++index)
        draws.push_back(static_cast<float>(random.normal()));
    return draws;
}

double greatestDifference(std::span<const float> actual, std::span<const float> expected) {
    if (actual.size() != expected.size())
        return INFINITY;
    double greatest = 0.0;
    for (std::size_t index = 0; index < actual.size(); ++index) {
        const double difference = std::abs(static_cast<double>(actual[index]) - static_cast<double>(expected[index]));
        greatest = difference <= greatest ? greatest : difference; // what is no number counts
    }
    return greatest;
}

} // namespace

/// The live decoder against LibTorch with every named configuration in its own size, weights drawn.
class TestEveryConfiguration : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void answersAreThoseOfLibTorch_data() {
        QTest::addColumn<QString>("name");
        for (const architecture::Architecture& configuration : architecture::namedConfigurations())
            QTest::newRow(configuration.name.c_str()) << QString::fromStdString(configuration.name);
    }
    void answersAreThoseOfLibTorch() {
        QFETCH(QString, name);
        const auto architecture = architecture::namedConfiguration(name.toStdString()).value();
        if (architecture::weightCount(architecture) > kFewWeights &&
            !qEnvironmentVariableIsSet("SEGUE_EVERY_CONFIGURATION"))
            QSKIP("A large model: set SEGUE_EVERY_CONFIGURATION to compare it");

        auto file = test::randomModel(architecture, 21);
        const auto reference = model::ReferenceModel::create(file).value();
        const auto live = decoder::LiveModel::create(std::move(file)).value();
        const auto workspace = live->makeWorkspace();
        for (const std::uint64_t seed : {1U, 2U}) {
            const auto z = normalDraws(architecture.latentSize, seed);
            for (const float temperature : {0.0F, 1.0F}) {
                const decoder::DecodeOptions options{temperature, 0.5F, seed};
                const auto expected = reference.decodeTensors(z, {}, options).value();
                const auto& actual = live->decodeTensors(z, {}, options, *workspace);
                const double difference = greatestDifference(actual.logits, expected.logits);
                QVERIFY2(difference < 1e-4, qPrintable(QString::number(difference)));
                // Velocities and offsets are numbers; all else is 0 or 1.
                QVERIFY(greatestDifference(actual.output, expected.output) < 1e-4);
            }
            if (!live->hasEncoder())
                continue;
            const auto pattern = live->decode(z, {}, {1.0F, 0.5F, seed}, *workspace).pattern;
            const auto expected = reference.encode(pattern).value();
            const auto posterior = live->encode(pattern, *workspace);
            QVERIFY(greatestDifference(posterior.mean, expected.mean) < 1e-4);
            QVERIFY(greatestDifference(posterior.sigma, expected.sigma) < 1e-4);
        }
    }
};

QTEST_APPLESS_MAIN(TestEveryConfiguration)
#include "tst_EveryConfiguration.moc"
