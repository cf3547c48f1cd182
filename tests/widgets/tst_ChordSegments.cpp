#include "widgets/ChordSegments.h"

#include <QTest>

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

    void noChordsNoSegments() { QVERIFY(chordSegments({}, 16).empty()); }
};

QTEST_APPLESS_MAIN(TestChordSegments)
#include "tst_ChordSegments.moc"
