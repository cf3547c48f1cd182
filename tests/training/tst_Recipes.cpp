#include "training/Recipes.h"

#include <QTest>

using namespace segue;
using namespace segue::training;

namespace {

Hyperparameters parametersFor(const char* name, Recipe recipe) {
    return hyperparametersFor(architecture::namedConfiguration(name).value(), recipe);
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
        QTest::addColumn<int>("inverseSigmoid"); // 0: no scheduled sampling
        QTest::addColumn<int>("batchSize");
        QTest::newRow("cat-mel_2bar_small") << 0.0 << 0.2 << 0.99999 << 1.0 << 5 << 1000 << 512;
        QTest::newRow("cat-mel_2bar_big") << 0.0 << 0.5 << 0.99999 << 1.0 << 5 << 1000 << 512;
        QTest::newRow("cat-mel_2bar_med_chords") << 0.0 << 1.0 << 0.0 << 1.0 << 3 << 0 << 512;
        QTest::newRow("cat-drums_2bar_small") << 48.0 << 0.2 << 0.0 << 1.0 << 0 << 1000 << 512;
        QTest::newRow("cat-drums_2bar_big") << 48.0 << 0.2 << 0.0 << 1.0 << 0 << 1000 << 512;
        QTest::newRow("nade-drums_2bar_reduced") << 48.0 << 0.2 << 0.0 << 1.0 << 0 << 1000 << 512;
        QTest::newRow("nade-drums_2bar_full") << 48.0 << 0.2 << 0.0 << 1.0 << 0 << 1000 << 512;
        QTest::newRow("flat-drums_4bar") << 48.0 << 0.2 << 0.0 << 1.0 << 0 << 1000 << 512;
        QTest::newRow("hierdec-drums_4bar_small") << 48.0 << 0.2 << 0.0 << 1.0 << 0 << 1000 << 512;
        QTest::newRow("flat-trio_16bar") << 0.0 << 1.0 << 0.0 << 1.0 << 0 << 0 << 256;
        QTest::newRow("hierdec-trio_16bar") << 256.0 << 0.2 << 0.0 << 1.0 << 0 << 0 << 256;
        QTest::newRow("hier-trio_16bar") << 256.0 << 0.2 << 0.0 << 1.0 << 0 << 0 << 256;
        QTest::newRow("flat-mel_16bar") << 256.0 << 0.2 << 0.0 << 1.0 << 0 << 0 << 512;
        QTest::newRow("hierdec-mel_16bar") << 256.0 << 0.2 << 0.0 << 1.0 << 0 << 0 << 512;
        QTest::newRow("hier-mel_16bar") << 256.0 << 0.2 << 0.0 << 1.0 << 0 << 0 << 512;
        QTest::newRow("hier-multiperf_vel_1bar_med") << 0.0 << 1.0 << 0.0 << 1.0 << 3 << 0 << 256;
        QTest::newRow("hier-multiperf_vel_1bar_big_chords") << 0.0 << 1.0 << 0.0 << 1.0 << 3 << 0 << 256;
        QTest::newRow("groovae_2bar_humanize") << 48.0 << 0.2 << 0.0 << 0.3 << 0 << 0 << 512;
        QTest::newRow("groovae_2bar_hits_control_tfds") << 48.0 << 0.2 << 0.0 << 0.3 << 0 << 0 << 512;
    }
    void valuesAreMagentas() {
        QFETCH(double, freeBits);
        QFETCH(double, maxBeta);
        QFETCH(double, betaRate);
        QFETCH(double, dropoutKeep);
        QFETCH(int, transpose);
        QFETCH(int, inverseSigmoid);
        QFETCH(int, batchSize);
        const auto parameters = parametersFor(QTest::currentDataTag(), Recipe::Magenta);
        QCOMPARE(parameters.freeBits, freeBits);
        QCOMPARE(parameters.maxBeta, maxBeta);
        QCOMPARE(parameters.betaRate, betaRate);
        QCOMPARE(parameters.dropoutKeep, dropoutKeep);
        QCOMPARE(parameters.augmentation.transpose, transpose);
        QCOMPARE(parameters.learningRate, 1e-3);
        QVERIFY(parameters.schedule == LearningRateSchedule::Exponential);
        QCOMPARE(parameters.previousDropout, 0.0);
        QCOMPARE(parameters.samplingSchedule == SamplingSchedule::InverseSigmoid, inverseSigmoid > 0);
        QCOMPARE(parameters.samplingRate, static_cast<double>(inverseSigmoid));
        QCOMPARE(parameters.batchSize, batchSize);
        QVERIFY(parameters.magentaWindows);
    }

    void everyNamedConfigurationIsValid() {
        for (const auto& architecture : architecture::namedConfigurations())
            for (const Recipe recipe : {Recipe::Segue, Recipe::Magenta}) {
                const auto parameters = hyperparametersFor(architecture, recipe);
                QVERIFY2(validate(parameters), architecture.name.c_str());
                QVERIFY(withSizes(architecture, fineTuneHyperparameters(architecture, recipe)) == architecture);
                if (recipe == Recipe::Magenta)
                    QVERIFY(withSizes(architecture, parameters) == architecture);
            }
    }

    void smallModelsHaveRecipesOfOurs_data() {
        QTest::addColumn<double>("previousDropout");
        QTest::addColumn<int>("transpose");
        for (const char* const name :
             {"groovae_2bar", "groovae_4bar", "groovae_2bar_humanize", "groovae_2bar_tap_fixed_velocity",
              "groovae_2bar_tap_fixed_velocity_note_dropout", "groovae_2bar_add_closed_hh",
              "groovae_2bar_hits_control_tfds", "cat-drums_2bar_small"})
            QTest::newRow(name) << 0.75 << 0;
        QTest::newRow("cat-mel_2bar_small") << 0.9 << 5;
    }
    void smallModelsHaveRecipesOfOurs() {
        QFETCH(double, previousDropout);
        QFETCH(int, transpose);
        auto expected = Hyperparameters{};
        expected.encoderSizes = {256};
        expected.previousDropout = previousDropout;
        if (transpose > 0)
            expected.augmentation = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, transpose};
        QVERIFY(parametersFor(QTest::currentDataTag(), Recipe::Segue) == expected);
    }

    void othersHaveMagentasValuesInSmallBatches() {
        for (const char* const name : {"cat-mel_2bar_big", "nade-drums_2bar_full", "hierdec-mel_16bar"}) {
            auto expected = parametersFor(name, Recipe::Magenta);
            const auto parameters = parametersFor(name, Recipe::Segue);
            expected.batchSize = std::string_view(name) == "hierdec-mel_16bar" ? 16 : 64;
            expected.samplingSchedule = SamplingSchedule::Constant;
            expected.samplingRate = 0.0;
            expected.magentaWindows = false;
            QVERIFY2(parameters == expected, name);
        }
    }

    void recipesHaveNames() {
        QVERIFY(recipeFromName("segue").value() == Recipe::Segue);
        QVERIFY(recipeFromName("magenta").value() == Recipe::Magenta);
        QVERIFY(recipeFromName("google").error().code() == ErrorCode::InvalidArgument);
    }

    void configurationOfOnesOwnLearnsAsWhatMakesTheSame() {
        auto mine = architecture::namedConfiguration("nade-drums_2bar_full").value();
        mine.name = "my drums";
        QVERIFY(hyperparametersFor(mine) == parametersFor("nade-drums_2bar_full", Recipe::Segue));
        mine = architecture::namedConfiguration("cat-drums_2bar_small").value();
        mine.name = "my drums";
        QVERIFY(hyperparametersFor(mine) == parametersFor("cat-drums_2bar_small", Recipe::Segue));
    }
};

QTEST_APPLESS_MAIN(TestRecipes)
#include "tst_Recipes.moc"
