#include "training/Hyperparameters.h"

#include <QTest>

using namespace segue;
using namespace segue::training;

namespace {

Hyperparameters parametersFor(const char* name) {
    return hyperparametersFor(architecture::namedConfiguration(name).value());
}

} // namespace

class TestRecipes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    /// Magenta's values, from the table of its configurations.
    void valuesAreMagentas_data() {
        QTest::addColumn<double>("freeBits");
        QTest::addColumn<double>("maxBeta");
        QTest::addColumn<double>("betaRate");
        QTest::addColumn<double>("dropoutKeep");
        QTest::addColumn<int>("transpose");
        QTest::newRow("cat-mel_2bar_small") << 0.0 << 0.2 << 0.99999 << 1.0 << 5;
        QTest::newRow("cat-mel_2bar_big") << 0.0 << 0.5 << 0.99999 << 1.0 << 5;
        QTest::newRow("cat-mel_2bar_med_chords") << 0.0 << 1.0 << 0.0 << 1.0 << 3;
        QTest::newRow("cat-drums_2bar_small") << 48.0 << 0.2 << 0.0 << 1.0 << 0;
        QTest::newRow("cat-drums_2bar_big") << 48.0 << 0.2 << 0.0 << 1.0 << 0;
        QTest::newRow("nade-drums_2bar_reduced") << 48.0 << 0.2 << 0.0 << 1.0 << 0;
        QTest::newRow("nade-drums_2bar_full") << 48.0 << 0.2 << 0.0 << 1.0 << 0;
        QTest::newRow("flat-drums_4bar") << 48.0 << 0.2 << 0.0 << 1.0 << 0;
        QTest::newRow("hierdec-drums_4bar_small") << 48.0 << 0.2 << 0.0 << 1.0 << 0;
        QTest::newRow("flat-trio_16bar") << 0.0 << 1.0 << 0.0 << 1.0 << 0;
        QTest::newRow("hierdec-trio_16bar") << 256.0 << 0.2 << 0.0 << 1.0 << 0;
        QTest::newRow("hier-trio_16bar") << 256.0 << 0.2 << 0.0 << 1.0 << 0;
        QTest::newRow("flat-mel_16bar") << 256.0 << 0.2 << 0.0 << 1.0 << 0;
        QTest::newRow("hierdec-mel_16bar") << 256.0 << 0.2 << 0.0 << 1.0 << 0;
        QTest::newRow("hier-mel_16bar") << 256.0 << 0.2 << 0.0 << 1.0 << 0;
        QTest::newRow("hier-multiperf_vel_1bar_med") << 0.0 << 1.0 << 0.0 << 1.0 << 3;
        QTest::newRow("hier-multiperf_vel_1bar_big_chords") << 0.0 << 1.0 << 0.0 << 1.0 << 3;
        QTest::newRow("groovae_2bar_humanize") << 48.0 << 0.2 << 0.0 << 0.3 << 0;
        QTest::newRow("groovae_2bar_hits_control_tfds") << 48.0 << 0.2 << 0.0 << 0.3 << 0;
    }
    void valuesAreMagentas() {
        QFETCH(double, freeBits);
        QFETCH(double, maxBeta);
        QFETCH(double, betaRate);
        QFETCH(double, dropoutKeep);
        QFETCH(int, transpose);
        const auto parameters = parametersFor(QTest::currentDataTag());
        QCOMPARE(parameters.freeBits, freeBits);
        QCOMPARE(parameters.maxBeta, maxBeta);
        QCOMPARE(parameters.betaRate, betaRate);
        QCOMPARE(parameters.dropoutKeep, dropoutKeep);
        QCOMPARE(parameters.augmentation.transpose, transpose);
        QCOMPARE(parameters.learningRate, 1e-3);
        QVERIFY(parameters.schedule == LearningRateSchedule::Exponential);
        QCOMPARE(parameters.previousDropout, 0.0);
    }

    void everyNamedConfigurationIsValidAndKeepsItsSizes() {
        for (const auto& architecture : architecture::namedConfigurations()) {
            const auto parameters = hyperparametersFor(architecture);
            QVERIFY2(validate(parameters), architecture.name.c_str());
            const bool isOurs = architecture.name == "groovae_2bar" || architecture.name == "groovae_4bar";
            QCOMPARE(withSizes(architecture, parameters) == architecture, !isOurs);
            QVERIFY(withSizes(architecture, fineTuneHyperparameters(architecture)) == architecture);
        }
    }

    void plainGroovesAreLearnedByOurRecipe() {
        auto expected = Hyperparameters{};
        expected.encoderSizes = {256};
        QVERIFY(parametersFor("groovae_2bar") == expected);
        QVERIFY(parametersFor("groovae_4bar") == expected);
    }

    void configurationOfOnesOwnLearnsAsWhatMakesTheSame() {
        auto mine = architecture::namedConfiguration("nade-drums_2bar_full").value();
        mine.name = "my drums";
        QVERIFY(hyperparametersFor(mine) == parametersFor("nade-drums_2bar_full"));
    }
};

QTEST_APPLESS_MAIN(TestRecipes)
#include "tst_Recipes.moc"
