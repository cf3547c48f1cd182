#include "widgets/ChordSegments.h"

#include <QTest>

using namespace segue;
using namespace segue::widgets;

class TestChordSegments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyBarIsASegmentOfItsOwn() {
        const std::vector<std::uint8_t> chords(12, 1);
        const std::vector<ChordSegment> expected{{0, 4, 1}, {4, 8, 1}, {8, 12, 1}};
        QVERIFY(chordSegments(chords, 4) == expected);
    }

    void changeWithinABarBeginsOne() {
        const std::vector<std::uint8_t> chords{1, 1, 22, 22, 22, 22, 0, 22};
        const std::vector<ChordSegment> expected{{0, 2, 1}, {2, 4, 22}, {4, 6, 22}, {6, 7, 0}, {7, 8, 22}};
        QVERIFY(chordSegments(chords, 4) == expected);
    }

    void barThatIsCutShortCounts() {
        const std::vector<std::uint8_t> chords(6, 3);
        const std::vector<ChordSegment> expected{{0, 4, 3}, {4, 6, 3}};
        QVERIFY(chordSegments(chords, 4) == expected);
    }

    void chordsOfAPerformanceLastAsLongAsTheirShifts() {
        using enum music::PerformanceEvent::Type;
        music::PerformancePattern performance;
        performance.tracks.push_back({0, false, {{NoteOn, 60}}, {5}});
        performance.tracks.push_back({1, false, {{NoteOn, 60}, {Shift, 2}, {Shift, 1}, {Shift, 9}}, {1, 1, 22, 3}});
        const std::vector<std::uint8_t> expected{1, 1, 22, 3, 3, 3};
        QCOMPARE(stepChords(performance, 6), expected);
        QCOMPARE(stepChords({}, 2), (std::vector<std::uint8_t>{0, 0}));
    }

    void noChordsNoSegments() { QVERIFY(chordSegments({}, 16).empty()); }
};

QTEST_APPLESS_MAIN(TestChordSegments)
#include "tst_ChordSegments.moc"
