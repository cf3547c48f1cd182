#include "core/codec/GrooveTensors.h"

#include "core/base/Random.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

using namespace segue;
using namespace segue::codec;
using architecture::GrooveCodecConfig;
using music::DrumCell;
using music::DrumPattern;
using music::kDrumClasses;

namespace {

DrumPattern randomPattern(int steps, Random& random) {
    DrumPattern pattern(steps);
    for (int step = 0; step < steps; ++step)
        for (int drum = 0; drum < kDrumClasses; ++drum)
            if (random.chance(0.3))
                pattern.at(step, drum) = {true, 1.0F, static_cast<float>(1 + random.below(127)) / 127.0F,
                                          static_cast<float>(random.uniform(-0.5, 0.5))};
    return pattern;
}

std::vector<float> tensor(const GrooveCodecConfig& config, const DrumPattern& pattern) {
    const auto shape = architecture::tensorShape(config);
    std::vector<float> out(static_cast<std::size_t>(shape.steps * shape.output), -7.0F);
    GrooveTensors(config).write(pattern, out);
    return out;
}

std::vector<float> control(const GrooveCodecConfig& config, const DrumPattern& pattern) {
    const auto shape = architecture::tensorShape(config);
    std::vector<float> out(static_cast<std::size_t>(shape.steps * shape.control), -7.0F);
    GrooveTensors(config).writeControl(pattern, out);
    return out;
}

/// A kick and a louder, late snare on step 1; a soft hat on step 2.
DrumPattern threeHits() {
    DrumPattern pattern(16);
    pattern.at(1, 0) = {true, 1.0F, 0.25F, 0.0F};
    pattern.at(1, 1) = {true, 1.0F, 0.75F, 0.125F};
    pattern.at(2, 2) = {true, 1.0F, 0.125F, -0.5F};
    return pattern;
}

/// The number of hits of which `changed` has lost some and gained none.
bool isPartOf(const DrumPattern& changed, const DrumPattern& whole) {
    for (int step = 0; step < whole.steps(); ++step)
        for (int drum = 0; drum < kDrumClasses; ++drum)
            if (changed.at(step, drum).hit && changed.at(step, drum) != whole.at(step, drum))
                return false;
    return true;
}

} // namespace

class TestGrooveTensors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void shapesAgreeWithTheConfiguration_data() {
        QTest::addColumn<int>("bins");
        QTest::addColumn<bool>("split");
        QTest::addColumn<bool>("hitsAsControls");
        for (const int bins : {0, 8})
            for (const bool split : {false, true})
                for (const bool hits : {false, true})
                    QTest::addRow("%d bins, split %d, hits %d", bins, split, hits) << bins << split << hits;
    }
    void shapesAgreeWithTheConfiguration() {
        QFETCH(int, bins);
        QFETCH(bool, split);
        QFETCH(bool, hitsAsControls);
        const GrooveCodecConfig config{
            .hitsAsControls = hitsAsControls, .splitInstruments = split, .velocityBins = bins, .offsetBins = bins};
        const auto shape = architecture::tensorShape(config);
        const GrooveTensors tensors(config);
        QCOMPARE(tensors.depth(), shape.output);
        QCOMPARE(tensors.depth(), shape.input);
        QCOMPARE(tensors.controlDepth(), shape.control);
        QCOMPARE(tensors.rowsPerStep() * config.steps(), shape.steps);

        // What is read back: the hits exactly, numbers exactly, classes within half a class.
        Random random(21);
        const DrumPattern pattern = randomPattern(config.steps(), random);
        const DrumPattern back = tensors.read(tensor(config, pattern));
        const float velocityError = bins == 0 ? 0.0F : 0.501F / static_cast<float>(bins - 1);
        for (int step = 0; step < pattern.steps(); ++step)
            for (int drum = 0; drum < kDrumClasses; ++drum) {
                const DrumCell& cell = pattern.at(step, drum);
                QCOMPARE(back.at(step, drum).hit, cell.hit);
                if (!cell.hit)
                    continue;
                QVERIFY(std::abs(back.at(step, drum).velocity - cell.velocity) <= velocityError);
                QVERIFY(std::abs(back.at(step, drum).microtiming - cell.microtiming) <= velocityError);
            }
    }

    void splitDrumsAreRowsOfTheirOwn() {
        const GrooveCodecConfig config{.bars = 1, .hitsAsControls = true, .splitInstruments = true};
        const auto out = tensor(config, threeHits());
        const std::size_t kick = std::size_t{1} * 9 * 3;
        QVERIFY((std::vector(out.begin() + kick, out.begin() + kick + 6) ==
                 std::vector{1.0F, 0.25F, 0.0F, 1.0F, 0.75F, -0.25F}));
        const auto told = control(config, threeHits());
        const std::size_t snare = (std::size_t{1} * 9 + 1) * 10;
        QVERIFY((std::vector(told.begin() + snare, told.begin() + snare + 10) ==
                 std::vector<float>{1, 0, 1, 0, 0, 0, 0, 0, 0, 0}));
        QCOMPARE(std::ranges::count(told, 1.0F), 3 + 16 * 9);
    }

    void hitsAreToldAsControls() {
        const GrooveCodecConfig config{.bars = 1, .hitsAsControls = true};
        const auto told = control(config, threeHits());
        QCOMPARE(std::ranges::count(told, 1.0F), 3);
        QCOMPARE(told[9 + 0], 1.0F);
        QCOMPARE(told[9 + 1], 1.0F);
        QCOMPARE(told[2 * 9 + 2], 1.0F);
    }

    /// Edges with 3 bins: 0, 0.50005 and 1.0001 for velocities; -1, 0.00005 and 1.0001 for offsets.
    void valuesFallIntoTheirClasses() {
        const GrooveCodecConfig config{.bars = 1, .velocityBins = 3, .offsetBins = 3};
        const auto out = tensor(config, threeHits());
        const auto* row = out.data() + std::ptrdiff_t{1} * 9 * 7;
        QCOMPARE(row[0], 1.0F);
        QCOMPARE(row[1], 1.0F);
        const auto velocity = [&](int drum) { return std::vector(row + 9 + drum * 3, row + 12 + drum * 3); };
        const auto offset = [&](int drum) { return std::vector(row + 36 + drum * 3, row + 39 + drum * 3); };
        QVERIFY((velocity(0) == std::vector{0.0F, 1.0F, 0.0F}));
        QVERIFY((velocity(1) == std::vector{0.0F, 0.0F, 1.0F}));
        QVERIFY((velocity(2) == std::vector{1.0F, 0.0F, 0.0F})); // no hit: velocity 0
        QVERIFY((offset(0) == std::vector{0.0F, 1.0F, 0.0F})); // on the grid
        QVERIFY((offset(1) == std::vector{0.0F, 1.0F, 0.0F})); // late is negative
        row += std::ptrdiff_t{9} * 7;
        QVERIFY((velocity(2) == std::vector{0.0F, 1.0F, 0.0F}));
        QVERIFY((offset(2) == std::vector{0.0F, 0.0F, 1.0F})); // as early as can be
    }

    void greatestClassIsRead() {
        const GrooveCodecConfig config{.bars = 1, .velocityBins = 3, .offsetBins = 3};
        std::vector<float> row(9 * 7, 0.0F);
        row[1] = 0.7F;
        row[9 + 3] = 0.2F;
        row[9 + 3 + 2] = 0.5F;
        row[36 + 3] = 0.9F;
        const DrumPattern pattern = GrooveTensors(config).read(row);
        QCOMPARE(pattern.steps(), 1);
        QVERIFY(pattern.at(0, 1).hit);
        QCOMPARE(pattern.at(0, 1).probability, 0.7F);
        QVERIFY(std::abs(pattern.at(0, 1).velocity - 0.75F) < 1e-3F);
        QCOMPARE(pattern.at(0, 1).microtiming, 0.5F); // the class of -1 alone
    }

    void encoderHearsWhatTheOptionsLeave_data() {
        QTest::addColumn<GrooveCodecConfig>("config");
        QTest::addColumn<DrumPattern>("expected");
        const DrumPattern whole = threeHits();
        QTest::newRow("all") << GrooveCodecConfig{.hitsAsControls = true} << whole;

        DrumPattern flat = whole;
        for (const auto& [step, drum] : {std::pair{1, 0}, {1, 1}, {2, 2}})
            flat.at(step, drum).velocity = 0.0F;
        QTest::newRow("fixed velocities") << GrooveCodecConfig{.fixedVelocities = true} << flat;
        for (const auto& [step, drum] : {std::pair{1, 0}, {1, 1}, {2, 2}})
            flat.at(step, drum).microtiming = 0.0F;
        QTest::newRow("humanize") << GrooveCodecConfig{.humanize = true} << flat;

        DrumPattern without = whole;
        without.at(1, 1) = {};
        without.at(2, 2) = {};
        QTest::newRow("snare and hat to be added") << GrooveCodecConfig{.addInstruments = {1, 2}} << without;

        DrumPattern tapped(16);
        tapped.at(1, 3) = whole.at(1, 1); // the loudest of the step
        tapped.at(2, 3) = whole.at(2, 2);
        QTest::newRow("tapify") << GrooveCodecConfig{.tapify = true} << tapped;
        for (const int step : {1, 2})
            tapped.at(step, 3).velocity = 0.0F;
        QTest::newRow("tap, fixed velocity") << GrooveCodecConfig{.fixedVelocities = true, .tapify = true} << tapped;
        QTest::newRow("dropout without a seed") << GrooveCodecConfig{.noteDropout = 1.0F} << whole;
    }
    void encoderHearsWhatTheOptionsLeave() {
        QFETCH(GrooveCodecConfig, config);
        QFETCH(DrumPattern, expected);
        QVERIFY(heardPattern(threeHits(), config) == expected);
    }

    void droppedNotesAreDrawnFromTheSeed() {
        const GrooveCodecConfig config{.noteDropout = 0.8F};
        Random random(5);
        const DrumPattern pattern = randomPattern(32, random);
        QVERIFY(heardPattern(pattern, config, 3) == heardPattern(pattern, config, 3));
        bool different = false;
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            const DrumPattern heard = heardPattern(pattern, config, seed);
            QVERIFY(isPartOf(heard, pattern));
            different = different || heard != heardPattern(pattern, config, seed + 1);
        }
        QVERIFY(different);
    }

    /// With q uniform in [0, 0.8), a note of velocity v goes with probability 0.4 max(0.2, 1 - v) in the mean.
    void softNotesAreDroppedMoreOften() {
        const GrooveCodecConfig config{.noteDropout = 0.8F};
        DrumPattern pattern(16);
        for (int step = 0; step < 16; ++step) {
            pattern.at(step, 0) = {true, 1.0F, 1.0F, 0.0F};
            pattern.at(step, 1) = {true, 1.0F, 0.1F, 0.0F};
        }
        constexpr int kSeeds = 2000;
        int loud = 0, soft = 0;
        for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
            const DrumPattern heard = heardPattern(pattern, config, seed);
            for (int step = 0; step < 16; ++step) {
                loud += heard.at(step, 0).hit ? 0 : 1;
                soft += heard.at(step, 1).hit ? 0 : 1;
            }
        }
        // The share of one seed spreads by 0.05 and 0.21 around its mean: four times that over the root of the seeds.
        QVERIFY(std::abs(loud / (16.0 * kSeeds) - 0.4 * 0.2) < 0.005);
        QVERIFY(std::abs(soft / (16.0 * kSeeds) - 0.4 * 0.9) < 0.02);
    }

    void tapOfDroppedDrumsIsSilent() {
        const GrooveCodecConfig config{.tapify = true, .noteDropout = 1.0F};
        DrumPattern pattern(16);
        for (int step = 0; step < 16; ++step)
            pattern.at(step, 0) = {true, 1.0F, 0.01F, 0.0F};
        int silent = 0;
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const DrumPattern heard = heardPattern(pattern, config, seed);
            for (int step = 0; step < 16; ++step) {
                QVERIFY(!heard.at(step, 0).hit);
                silent += heard.at(step, 3).hit ? 0 : 1;
            }
        }
        QVERIFY(silent > 50);
    }
};

Q_DECLARE_METATYPE(segue::architecture::GrooveCodecConfig)
Q_DECLARE_METATYPE(segue::music::DrumPattern)

QTEST_APPLESS_MAIN(TestGrooveTensors)
#include "tst_GrooveTensors.moc"
