#include "widgets/PatternHeat.h"

#include <QTest>

using namespace segue;
using namespace segue::widgets;

class TestPatternHeat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void melodysColumnsAreHoldEndAndPitches() {
        architecture::MelodyCodecConfig codec;
        codec.lowestPitch = 60;
        codec.highestPitch = 62;
        const std::vector<float> probabilities{0.9F, 0, 0.1F, 0, 0, 0, 0, 0, 0.3F, 0.7F};
        const auto heat = rollHeat(codec, probabilities);
        QCOMPARE(heat.size(), std::size_t{1});
        QCOMPARE(heat[0].at(0, 60), 0.1F);
        QCOMPARE(heat[0].at(1, 61), 0.3F);
        QCOMPARE(heat[0].at(1, 62), 0.7F);
        QCOMPARE(heat[0].at(0, 61), 0.0F);
    }

    void triosColumnsAreMelodyBassAndSetsOfDrums() {
        architecture::TrioCodecConfig codec;
        codec.lowestPitch = 60;
        codec.highestPitch = 61;
        const auto depth = static_cast<std::size_t>(architecture::tensorShape(codec).output);
        QCOMPARE(depth, std::size_t{4 + 4 + 512});
        std::vector<float> probabilities(2 * depth, 0.0F);
        probabilities[3] = 0.6F; // step 0, melody, 61
        probabilities[depth + 4 + 2] = 0.4F; // step 1, bass, 60
        probabilities[depth + 8 + 0b101] = 0.5F; // step 1, kick and closed hat
        probabilities[depth + 8 + 0b001] = 0.25F;
        const auto heat = rollHeat(codec, probabilities);
        QCOMPARE(heat.size(), std::size_t{2});
        QCOMPARE(heat[0].at(0, 61), 0.6F);
        QCOMPARE(heat[0].at(1, 60), 0.0F);
        QCOMPARE(heat[1].part, 1);
        QCOMPARE(heat[1].at(1, 60), 0.4F);
        music::DrumPattern drums(2);
        addDrumHeat(drums, codec, probabilities);
        QCOMPARE(drums.at(1, 0).probability, 0.75F);
        QCOMPARE(drums.at(1, 1).probability, 0.0F);
        QCOMPARE(drums.at(1, 2).probability, 0.5F);
        QCOMPARE(drums.at(0, 0).probability, 0.0F);
    }

    void numbersThatDoNotFitShowNothing() {
        QVERIFY(rollHeat(architecture::MelodyCodecConfig{}, std::vector<float>(91)).empty());
        QVERIFY(rollHeat(architecture::MelodyCodecConfig{}, {}).empty());
        QVERIFY(rollHeat(architecture::GrooveCodecConfig{}, std::vector<float>(27)).empty());
        music::DrumPattern drums(2);
        addDrumHeat(drums, architecture::TrioCodecConfig{}, std::vector<float>(3, 1.0F));
        QVERIFY(drums == music::DrumPattern(2));
    }
};

QTEST_APPLESS_MAIN(TestPatternHeat)
#include "tst_PatternHeat.moc"
