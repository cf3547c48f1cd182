#include "core/codec/PieceGrid.h"

#include "tests/core/codec/PitchedMusic.h"

#include <QTest>

using namespace segue;
using namespace segue::codec;
using namespace segue::test;
using music::NoteSequence;

class TestPieceGrid : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void segmentsThatMagentaCannotReadAreCountedByReason() {
        NoteSequence sequence;
        sequence.timeSignatures = {{Seconds(0), 4, 4}, {Seconds(4), 3, 4}, {Seconds(8), 5, 3}, {Seconds(12), 2, 2}};
        sequence.notes = {pitched(60, 0, 1), pitched(60, 40, 41), pitched(60, 70, 71), pitched(60, 100, 101)};
        ExtractionReport report;
        const auto segments = magentaSegments(sequence, 4, report);
        QCOMPARE(segments.size(), 2U);
        QCOMPARE(segments[1].grid.notes.front().start, 4);
        QVERIFY((report.drops == std::map<DropReason, int>{{DropReason::NotInFour, 1}, {DropReason::BadTimes, 1}}));
    }

    void pieceWithoutTimesHasNoSegments() {
        NoteSequence sequence;
        sequence.notes = {pitched(60, std::numeric_limits<double>::quiet_NaN(), 1)};
        ExtractionReport report;
        QVERIFY(magentaSegments(sequence, 4, report).empty());
        QCOMPARE(report.drops[DropReason::BadTimes], 1);
    }

    void barsOfFourAreFoundInEveryMeterThatMakesThem_data() {
        QTest::addColumn<int>("numerator");
        QTest::addColumn<int>("denominator");
        QTest::addColumn<bool>("readable");
        QTest::newRow("4/4") << 4 << 4 << true;
        QTest::newRow("2/2") << 2 << 2 << true;
        QTest::newRow("2/4") << 2 << 4 << true;
        QTest::newRow("1/4") << 1 << 4 << true;
        QTest::newRow("8/4") << 8 << 4 << true;
        QTest::newRow("3/4") << 3 << 4 << false;
        QTest::newRow("6/8") << 6 << 8 << false;
        QTest::newRow("6/4") << 6 << 4 << false;
    }
    void barsOfFourAreFoundInEveryMeterThatMakesThem() {
        QFETCH(int, numerator);
        QFETCH(int, denominator);
        QFETCH(bool, readable);
        const music::QuantizedSequence grid{
            .notes = {}, .meters = {{0, 0, numerator, denominator}}, .chords = {}, .keys = {}, .steps = 40};
        ExtractionReport report;
        const auto runs = barRuns(grid, "waltz.mid", report);
        QCOMPARE(runs.has_value(), readable);
        if (readable)
            QVERIFY((*runs == std::vector<BarRun>{{0, 40}}));
        else
            QVERIFY(runs.error().code() == ErrorCode::Unsupported);
    }

    void runsEndWhereTheMeterDoesAndOnlyThere() {
        const music::QuantizedSequence grid{
            .notes = {},
            .meters = {{0, 0, 4, 4}, {32, 2, 2, 4}, {40, 3, 4, 4}, {56, 4, 3, 4}, {80, 6, 4, 4}},
            .chords = {},
            .keys = {},
            .steps = 100};
        ExtractionReport report;
        // Two quarters go on from the bar of four; the next change lies across such a bar.
        QVERIFY((*barRuns(grid, "The piece", report) == std::vector<BarRun>{{0, 40}, {40, 56}, {80, 100}}));
        QCOMPARE(report.drops[DropReason::NotInFour], 1);
    }

    void windowsCoverARunAndTheRestIsPadded_data() {
        QTest::addColumn<int>("steps");
        QTest::addColumn<int>("hop");
        QTest::addColumn<int>("full");
        QTest::addColumn<int>("padded");
        QTest::newRow("a step") << 1 << 1 << 0 << 1;
        QTest::newRow("a window") << 32 << 1 << 1 << 0;
        QTest::newRow("a bar more, every bar") << 48 << 1 << 2 << 0;
        QTest::newRow("a bar more, every second bar") << 48 << 2 << 1 << 1;
        QTest::newRow("a step more") << 33 << 1 << 2 << 0; // the third bar is short, but a bar
        QTest::newRow("a hop longer than a window") << 60 << 3 << 1 << 1;
    }
    void windowsCoverARunAndTheRestIsPadded() {
        QFETCH(int, steps);
        QFETCH(int, hop);
        QFETCH(int, full);
        QFETCH(int, padded);
        const RunWindows windows({16, 16 + steps}, 4, 2, {.hopBars = hop});
        QCOMPARE(windows.count(), full + padded);
        for (int i = 0; i < windows.count(); ++i) {
            QCOMPARE(windows.start(i), 16 + i * hop * 16);
            QCOMPARE(windows.isPadded(i), i >= full);
            QCOMPARE(windows.end(i), std::min(windows.start(i) + 32, 16 + steps));
        }
        QCOMPARE(RunWindows({16, 16 + steps}, 4, 2, {.hopBars = hop, .padShort = false}).count(), full);
    }

    void firstWindowWithAStepIsTheFirstThatEndsAfterIt() {
        for (const int hop : {1, 2, 3}) {
            const RunWindows windows({8, 200}, 4, 2, {.hopBars = hop});
            for (int step = 0; step < 240; ++step)
                for (int from = 0; from <= windows.count(); ++from) {
                    int expected = from;
                    while (expected < windows.count() && windows.start(expected) + 32 <= step)
                        ++expected;
                    QCOMPARE(windows.firstWith(step, from), expected);
                }
        }
    }
};

QTEST_APPLESS_MAIN(TestPieceGrid)
#include "tst_PieceGrid.moc"
