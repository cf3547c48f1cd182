#include "training/Augment.h"

#include "tests/training/SyntheticMusic.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace segue;
using namespace segue::training;

namespace {

constexpr Augmentation kNothing{0.0, 0.0, 0.0, 0.0, 0.0, 0.0};

/// Every hit of `fewer` is, unchanged, in `more`.
bool isPartOf(const music::DrumPattern& fewer, const music::DrumPattern& more) {
    for (int step = 0; step < fewer.steps(); ++step)
        for (int drum = 0; drum < music::kDrumClasses; ++drum)
            if (fewer.at(step, drum).hit && !(fewer.at(step, drum) == more.at(step, drum)))
                return false;
    return true;
}

} // namespace

class TestAugment : public QObject {
    Q_OBJECT

private:
    training::Dataset m_data = test::drawDataset(1, 6);

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void nothingChangesWhenNothingIsAskedFor() {
        Random random(2);
        for (int window = 0; window < m_data.size(); ++window)
            QVERIFY(augmentedPattern(m_data, window, kNothing, random) == m_data.pattern(window));
    }

    void melodiesAreMovedByEveryIntervalInReach() {
        const auto melodies = test::drawMelodies(9, 1);
        Augmentation how = kNothing;
        how.transpose = 2;
        Random random(10);
        std::set<int> intervals;
        const auto first = [](const music::Pattern& pattern) {
            return static_cast<int>(std::get<music::MelodyPattern>(pattern).events.front().pitch.value);
        };
        for (int round = 0; round < 100; ++round)
            intervals.insert(first(augmentedPattern(melodies, 0, how, random)) - first(melodies.pattern(0)));
        QCOMPARE(intervals, (std::set{-2, -1, 0, 1, 2}));
    }

    void shiftedWindowLiesInItsSongAnEvenNumberOfStepsOff() {
        Random random(3);
        std::set<int> shifts;
        for (int round = 0; round < 400; ++round) {
            const int window = round % m_data.size();
            const auto pattern = shiftedPattern(m_data, window, random);
            const auto& grid = *m_data.songOf(window).grid;
            const int start = m_data.windows()[static_cast<std::size_t>(window)].at * 16;
            bool found = false;
            for (int shift = -14; shift <= 14 && !found; shift += 2) {
                const int at = start + shift;
                if (shift == 0 || at < 0 || at + 32 > grid.steps() || !(cut(grid, at, 32) == pattern))
                    continue;
                found = true;
                shifts.insert(shift);
            }
            QVERIFY(found);
        }
        QVERIFY(shifts.size() > 3);
    }

    void songAsLongAsAWindowIsNotShifted() {
        const auto shortSongs = test::drawDataset(4, 2, 2);
        Random random(5);
        QVERIFY(shiftedPattern(shortSongs, 1, random) == test::grooveOf(shortSongs, 1));
    }

    void swapTakesTheSecondHalfOnly() {
        auto pattern = test::grooveOf(m_data, 0);
        const auto before = pattern;
        const auto other = test::grooveOf(m_data, m_data.size() - 1);
        swapSecondHalf(pattern, other);
        QVERIFY(cut(pattern, 0, 16) == cut(before, 0, 16));
        QVERIFY(cut(pattern, 16, 16) == cut(other, 16, 16));
    }

    void droppedDrumIsOneThatPlayed() {
        Random random(6);
        for (int round = 0; round < 100; ++round) {
            const auto before = test::grooveOf(m_data, round % m_data.size());
            auto pattern = before;
            dropDrum(pattern, random);
            QVERIFY(isPartOf(pattern, before));
            int silenced = 0;
            for (int drum = 0; drum < music::kDrumClasses; ++drum) {
                int had = 0;
                int has = 0;
                for (int step = 0; step < 32; ++step) {
                    had += before.at(step, drum).hit ? 1 : 0;
                    has += pattern.at(step, drum).hit ? 1 : 0;
                }
                QVERIFY(has == had || has == 0);
                silenced += had > 0 && has == 0 ? 1 : 0;
            }
            QCOMPARE(silenced, 1);
        }
        music::DrumPattern alone(32);
        alone.at(3, 4).hit = true;
        dropDrum(alone, random);
        QCOMPARE(alone.hits(), 1);
    }

    void shareOfDroppedNotesIsAsAsked() {
        Random random(7);
        int had = 0;
        int has = 0;
        for (int round = 0; round < 1000; ++round) {
            auto pattern = test::grooveOf(m_data, round % m_data.size());
            had += pattern.hits();
            const auto before = pattern;
            dropNotes(pattern, 0.25, random);
            QVERIFY(isPartOf(pattern, before));
            has += pattern.hits();
        }
        QVERIFY(std::abs(static_cast<double>(has) / had - 0.75) < 0.02);
        auto pattern = test::grooveOf(m_data, 0);
        dropNotes(pattern, 1.0, random);
        QVERIFY(pattern.hits() > 0);
    }

    void velocitiesAndOffsetsStayInRange() {
        auto pattern = test::grooveOf(m_data, 0);
        const auto before = pattern;
        scaleVelocities(pattern, 1.2F);
        shiftOffsets(pattern, 0.1F);
        for (int step = 0; step < 32; ++step)
            for (int drum = 0; drum < music::kDrumClasses; ++drum) {
                const auto& a = before.at(step, drum);
                const auto& b = pattern.at(step, drum);
                QCOMPARE(b.hit, a.hit);
                QCOMPARE(b.velocity, a.hit ? std::min(1.0F, a.velocity * 1.2F) : 0.0F);
                QCOMPARE(b.microtiming, a.hit ? std::max(-0.5F, a.microtiming - 0.05F) : 0.0F);
            }
        scaleVelocities(pattern, 0.0F);
        for (int step = 0; step < 32; ++step)
            for (int drum = 0; drum < music::kDrumClasses; ++drum)
                QVERIFY(!pattern.at(step, drum).hit || pattern.at(step, drum).velocity >= 1.0F / 127.0F);
    }

    void fullAugmentationNeverSilencesAWindowAndVaries() {
        Random random(8);
        const Augmentation wild{1.0, 1.0, 1.0, 1.0, 0.9, 0.9};
        int same = 0;
        for (int round = 0; round < 500; ++round) {
            const int window = round % m_data.size();
            const auto pattern = std::get<music::DrumPattern>(augmentedPattern(m_data, window, wild, random));
            QVERIFY(pattern.hits() > 0);
            same += pattern == test::grooveOf(m_data, window) ? 1 : 0;
        }
        QCOMPARE(same, 0);
    }
};

QTEST_APPLESS_MAIN(TestAugment)
#include "tst_Augment.moc"
