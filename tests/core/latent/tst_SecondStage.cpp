#include "core/latent/SecondStage.h"

#include "core/base/Random.h"
#include "core/music/Attributes.h"
#include "tests/support/RandomModel.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace segue;
using namespace segue::latent;

namespace {

/// With three latent values.
std::shared_ptr<const decoder::LiveModel> model() {
    architecture::Architecture architecture = test::smallArchitecture();
    architecture.latentSize = 3;
    return decoder::LiveModel::create(test::randomModel(architecture, 1)).value();
}

SecondStage fitted() {
    Random random(1);
    std::vector<float> means;
    StageExamples examples;
    examples.attributes.names = {"busy", "loud"};
    for (int i = 0; i < 50; ++i) {
        for (int value = 0; value < 3; ++value)
            means.push_back(static_cast<float>(random.normal()));
        examples.attributes.values.push_back(means.back());
        examples.attributes.values.push_back(means[means.size() - 2]);
    }
    examples.means = means;
    examples.latentSize = 3;
    return fitSecondStage(*model(), examples).value();
}

} // namespace

class TestSecondStage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void readsBackWhatWasFitted() {
        const SecondStage stage = fitted();
        QVERIFY(stage.density && stage.attributes.size() == 2);
        const auto read = secondStageOf(toFitted(stage), 3);
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QVERIFY(read->density == stage.density);
        QVERIFY(read->densityFacts == stage.densityFacts);
        QVERIFY(read->attributes == stage.attributes);
        QVERIFY(read->attribute("loud") == &read->attributes[1]);
        QVERIFY(!read->attribute("green"));
    }

    void modelWithoutOneHasNone() {
        const auto read = secondStageOf({}, 3);
        QVERIFY(read && !read->density && read->attributes.empty());
        QVERIFY(toFitted({}) == files::Fitted());
    }

    void windowsOfAFileAreOnePiece() {
        BuiltMap built;
        built.map.latentSize = 1;
        built.map.means = {1, 2, 3};
        built.map.examples.resize(3);
        built.map.examples[2].file = "other";
        const StageExamples examples = stageExamplesOf(built);
        QVERIFY(examples.pieces == (std::vector<int>{0, 0, 1}));
        QCOMPARE(examples.means.size(), 3U);
    }

    void drawsAreMadeToHaveTheOnsetsOfTheExamples() {
        const auto plays = model();
        const auto onsetsOf = [&plays](const std::vector<float>& points) {
            std::vector<double> mean(9);
            const double share = 3.0 / static_cast<double>(points.size());
            plays->decodeMany(points, {}, {}, *plays->makeWorkspace({.rows = 16}),
                              [&](std::size_t, const decoder::DecodedTensors& decoded) {
                                  const auto onsets = music::onsetsByPart(plays->patternOf(decoded).pattern);
                                  for (std::size_t drum = 0; drum < mean.size(); ++drum)
                                      mean[drum] += share * onsets[drum];
                                  return true;
                              });
            return mean;
        };
        // What is wanted are the onsets of one half of the space.
        Random random(2);
        std::vector<float> means;
        std::vector<float> half;
        for (int i = 0; i < 200; ++i) {
            const std::array z{static_cast<float>(random.normal()), static_cast<float>(random.normal()),
                               static_cast<float>(random.normal())};
            means.insert(means.end(), z.begin(), z.end());
            if (z[0] > 0)
                half.insert(half.end(), z.begin(), z.end());
        }
        StageExamples examples{means, 3, {}, {}, onsetsOf(half)};
        const auto distance = [&](const SecondStage& stage) {
            std::vector<float> points;
            Random draws(3);
            for (int i = 0; i < 300; ++i) {
                const auto z = stage.density->draw(draws);
                points.insert(points.end(), z.begin(), z.end());
            }
            double sum = 0;
            const auto drawn = onsetsOf(points);
            for (std::size_t drum = 0; drum < drawn.size(); ++drum)
                sum += std::abs(drawn[drum] - examples.onsets[drum]);
            return sum;
        };
        const auto calibrated = fitSecondStage(*plays, examples);
        QVERIFY(calibrated);
        const double after = distance(*calibrated);
        StageExamples unknown = examples;
        unknown.onsets.clear();
        const double before = distance(*fitSecondStage(*plays, unknown));
        QVERIFY2(after < before / 2, (std::to_string(before) + " to " + std::to_string(after)).c_str());
    }

    void fewExamplesHaveADensityAndNoDirections() {
        const std::vector<float> means{1, 2, 3, 4, 5, 6};
        const auto stage = fitSecondStage(*model(), {means, 3, {}, {{"busy"}, {1, 2}}, {}});
        QVERIFY(stage && stage->density && stage->attributes.empty());
    }

    void damagedFitsAreRefused_data() {
        QTest::addColumn<int>("damage");
        for (int damage = 0; damage < 10; ++damage)
            QTest::addRow("%d", damage) << damage;
    }
    void damagedFitsAreRefused() {
        QFETCH(int, damage);
        files::Fitted file = toFitted(fitted());
        auto& tensors = file.tensors;
        auto& facts = file.facts["attributes"];
        switch (damage) {
        case 0: tensors.erase("density.centres"); break;
        case 1: tensors["density.centres"].shape = {3, 50}; break;
        case 2: tensors["density.factor"].shape = {9}; break;
        case 3: tensors["density.weights"] = {{0}, {}}; break;
        case 4: tensors["density.weights"].values[7] = -1; break;
        case 5: tensors["density.weights"].values.assign(50, 0.0F); break;
        case 6: tensors["attributes"].shape = {3, 2}; break;
        case 7: facts = "none"; break;
        case 8: facts[0].erase("low"); break;
        case 9: facts[0]["name"] = "loud"; break;
        }
        const auto read = secondStageOf(file, 3);
        QVERIFY(!read);
        QVERIFY(read.error().code() == ErrorCode::Malformed);
    }

    void fitOfAnotherLatentSizeIsRefused() {
        QVERIFY(secondStageOf(toFitted(fitted()), 4).error().code() == ErrorCode::Malformed);
    }
};

QTEST_APPLESS_MAIN(TestSecondStage)
#include "tst_SecondStage.moc"
