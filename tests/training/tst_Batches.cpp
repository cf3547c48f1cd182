#include "training/Batches.h"

#include "tests/training/SyntheticMusic.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace segue;
using namespace segue::training;

class TestBatches : public QObject {
    Q_OBJECT

private:
    Dataset m_data = test::drawDataset(1, 12);
    Hyperparameters m_parameters = test::tinyParameters();

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void epochIsAPermutation() {
        QCOMPARE(m_data.size(), 36);
        m_parameters.batchSize = 6;
        Batches batches(m_data, m_parameters);
        QCOMPARE(batches.stepsPerEpoch(), std::int64_t{6});
        std::vector<int> first;
        std::vector<int> second;
        for (int step = 0; step < 12; ++step)
            for (int row = 0; row < 6; ++row)
                (step < 6 ? first : second).push_back(batches.windowAt(step, row));
        QVERIFY(first != second);
        for (const auto& epoch : {first, second})
            QCOMPARE(std::set<int>(epoch.begin(), epoch.end()).size(), std::size_t{36});
    }

    void stepDependsOnNothingButItself() {
        Batches one(m_data, m_parameters);
        Batches other(m_data, m_parameters);
        for (int step = 0; step < 20; ++step)
            static_cast<void>(one.at(step));
        for (const int step : {17, 3, 11}) {
            const Batch a = one.at(step);
            const Batch b = other.at(step);
            QVERIFY(a.input == b.input && a.targets == b.targets && a.previous == b.previous);
        }
        auto seeded = m_parameters;
        seeded.seed = 1;
        Batches another(m_data, seeded);
        QVERIFY(another.at(3).targets != one.at(3).targets);
    }

    void partsAreRowsOfTheWhole() {
        m_parameters.previousDropout = 0.5;
        Batches batches(m_data, m_parameters);
        const Batch whole = batches.at(3);
        int next = 0;
        for (int part = 0; part < 3; ++part) {
            const Rows rows = rowsOfPart(part, 3, whole.rows);
            QCOMPARE(rows.first, next);
            next += rows.count;
            const Batch some = batches.at(3, rows);
            QCOMPARE(some.rows, rows.count);
            QCOMPARE(some.firstRow, rows.first);
            QCOMPARE(some.wholeRows, whole.rows);
            const auto isOfWhole = [&](const std::vector<float>& of, const std::vector<float>& in, int depth) {
                for (int step = 0; step < whole.shape.steps; ++step)
                    for (int i = 0; i < rows.count * depth; ++i)
                        if (of[static_cast<std::size_t>(step * rows.count * depth + i)] !=
                            in[static_cast<std::size_t>((step * whole.rows + rows.first) * depth + i)])
                            return false;
                return true;
            };
            QVERIFY(isOfWhole(some.input, whole.input, whole.shape.input));
            QVERIFY(isOfWhole(some.targets, whole.targets, whole.shape.output));
            QVERIFY(isOfWhole(some.previous, whole.previous, whole.shape.output));
        }
        QCOMPARE(next, whole.rows);
    }

    void partsDifferByOneRowAtMost() {
        for (int parts = 1; parts <= 7; ++parts)
            for (int part = 0, next = 0; part < parts; ++part) {
                const Rows rows = rowsOfPart(part, parts, 7);
                QCOMPARE(rows.first, next);
                QVERIFY(rows.count == 7 / parts || rows.count == 7 / parts + 1);
                next += rows.count;
            }
        QCOMPARE(rowsOfPart(2, 3, 7), (Rows{4, 3}));
    }

    void epochsAreChangedAnew() {
        m_parameters.batchSize = 36;
        Batches batches(m_data, m_parameters);
        auto sorted = [](std::vector<float> values) {
            std::ranges::sort(values);
            return values;
        };
        QVERIFY(sorted(batches.at(0).targets) != sorted(batches.at(1).targets));
    }

    void previousOutputIsTheTargetBeforeOrZeros() {
        constexpr std::size_t kDepth = 27;
        m_parameters.previousDropout = 0.75;
        m_parameters.batchSize = 16;
        Batches batches(m_data, m_parameters);
        const std::size_t rows = 16;
        int told = 0;
        int withheld = 0;
        for (int step = 0; step < 10; ++step) {
            const Batch batch = batches.at(step);
            QCOMPARE(batch.targets.size(), 32 * rows * kDepth);
            for (std::size_t t = 0; t < 32; ++t)
                for (std::size_t row = 0; row < rows; ++row) {
                    const auto at = [&](const std::vector<float>& values, std::size_t time) {
                        const auto begin = values.begin() + static_cast<std::ptrdiff_t>((time * rows + row) * kDepth);
                        return std::vector<float>(begin, begin + kDepth);
                    };
                    const auto previous = at(batch.previous, t);
                    const bool zeros = std::ranges::all_of(previous, [](float x) { return x == 0.0F; });
                    if (t == 0) {
                        QVERIFY(zeros);
                        continue;
                    }
                    const auto before = at(batch.targets, t - 1);
                    QVERIFY(zeros || previous == before);
                    if (std::ranges::any_of(before, [](float x) { return x != 0.0F; }))
                        ++(zeros ? withheld : told);
                }
        }
        QVERIFY(std::abs(static_cast<double>(withheld) / (withheld + told) - 0.75) < 0.03);
    }

    void epochTakesAsManyWindowsOfEachSongAsAreWantedAndOthersTheNextTime() {
        const auto uneven = test::drawDataset(5, 4, 12); // 11 windows a song
        m_parameters.windowsPerSong = 3;
        m_parameters.batchSize = 4;
        Batches batches(uneven, m_parameters);
        QCOMPARE(batches.stepsPerEpoch(), std::int64_t{3});
        std::set<int> seen;
        for (int epoch = 0; epoch < 20; ++epoch) {
            std::set<int> ofEpoch;
            std::map<int, int> ofSong;
            for (int step = 0; step < 3; ++step)
                for (int row = 0; row < 4; ++row) {
                    const int window = batches.windowAt(3 * epoch + step, row);
                    ofEpoch.insert(window);
                    ++ofSong[uneven.windows()[static_cast<std::size_t>(window)].song];
                }
            QCOMPARE(ofEpoch.size(), std::size_t{12});
            for (const auto& [song, count] : ofSong)
                QCOMPARE(count, 3);
            seen.insert(ofEpoch.begin(), ofEpoch.end());
        }
        QVERIFY(seen.size() > 40);
    }

    void notesAreLeftOutOfTheInputAlone() {
        auto architecture = architecture::namedConfiguration("groovae_2bar_humanize").value();
        auto& codec = std::get<architecture::GrooveCodecConfig>(architecture.codec);
        codec.noteDropout = 0.8F;
        Dataset data(codec);
        Random random(1);
        QVERIFY(data.add("a", codec::GrooveCodec(codec).toNotes(test::drawBeat(random, 2), Bpm(100.0))));
        m_parameters.augmentation = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0};
        m_parameters.batchSize = 1;
        Batches batches(data, m_parameters);
        const auto first = batches.at(0);
        const auto second = batches.at(1);
        QVERIFY(first.targets == second.targets);
        QVERIFY(first.input != second.input);
        QVERIFY(batches.at(0).input == first.input);
    }

    void paddedTracksSayHowLongTheyAre() {
        Batch batch({4, 1, 1, 0}, 2);
        batch.put(0, {{1, 1, 1, 1}, {1, 1, 1, 1}, {}, {2, 2}});
        QVERIFY(batch.lengths.empty());
        batch.put(1, {{1, 1, 1, 1}, {1, 1, 1, 1}, {}, {2, 1}});
        QVERIFY(batch.lengths == (std::vector<std::int64_t>{2, 2, 2, 1}));
    }

    void fewerWindowsThanABatchFillIt() {
        const auto few = test::drawDataset(2, 1);
        m_parameters.batchSize = 8;
        Batches batches(few, m_parameters);
        QCOMPARE(batches.stepsPerEpoch(), std::int64_t{1});
        QCOMPARE(batches.at(5).targets.size(), std::size_t{32 * 8 * 27});
    }

    void everyPurposeHasItsOwnNumbers() {
        std::set<std::uint64_t> seen;
        for (const auto purpose : {Purpose::Order, Purpose::Example, Purpose::Noise, Purpose::NoteDropout})
            for (int index = 0; index < 100; ++index)
                for (const int seed : {0, 1})
                    seen.insert(randomFor(seed, purpose, index).next());
        QCOMPARE(seen.size(), std::size_t{800});
    }

    void scheduledSamplingFollowsItsStepAlone() {
        m_parameters.samplingRate = 0.3;
        m_parameters.previousDropout = 0.5;
        m_parameters.batchSize = 16;
        Batches batches(m_data, m_parameters);
        Batches others(m_data, m_parameters);
        int heard = 0;
        for (int step = 0; step < 10; ++step) {
            const Batch batch = batches.at(step);
            QCOMPARE(batch.hearsItself.size(), std::size_t{32 * 16});
            QCOMPARE(batch.uniforms.size(), std::size_t{32 * 16 * 9});
            for (std::size_t cell = 0; cell < batch.hearsItself.size(); ++cell) {
                heard += batch.hearsItself[cell];
                QVERIFY(cell >= 16 || batch.hearsItself[cell] == 0); // nobody has spoken before the first step
            }
            for (const float number : batch.uniforms)
                QVERIFY(number >= 0.0F && number < 1.0F);
        }
        // What is withheld is not heard, whoever said it.
        QVERIFY(std::abs(heard / (10.0 * 31 * 16) - 0.3 * 0.5) < 0.02);
        const Batch one = batches.at(4);
        const Batch other = others.at(4);
        QVERIFY(one.hearsItself == other.hearsItself && one.uniforms == other.uniforms);
    }

    void withoutScheduledSamplingNothingIsDrawnForIt() {
        m_parameters.samplingSchedule = SamplingSchedule::Exponential;
        m_parameters.samplingRate = 0.5;
        Batches batches(m_data, m_parameters);
        QVERIFY(batches.at(0).hearsItself.empty()); // 1 - .5^0
        QVERIFY(!batches.at(1).hearsItself.empty());
    }
};

QTEST_APPLESS_MAIN(TestBatches)
#include "tst_Batches.moc"
