#include "core/codec/SegmentLengths.h"

#include <QTest>

#include <vector>

using namespace segue::codec;

class TestSegmentLengths : public QObject {
    Q_OBJECT

    static std::vector<std::size_t> split(const std::vector<int>& lengths, std::size_t segments, std::size_t steps) {
        std::vector<std::size_t> result;
        for (std::size_t segment = 0; segment < segments; ++segment)
            result.push_back(segmentLength(lengths, segment, segments, steps));
        return result;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void wholeWindowFillsItsSegmentsFromTheFront() {
        QCOMPARE(split({16}, 4, 4), (std::vector<std::size_t>{4, 4, 4, 4}));
        QCOMPARE(split({9}, 4, 4), (std::vector<std::size_t>{4, 4, 1, 0}));
        QCOMPARE(split({0}, 4, 4), (std::vector<std::size_t>{0, 0, 0, 0}));
    }
    void oneLengthForEachSegmentIsTaken() {
        QCOMPARE(split({3, 0, 4, 1}, 4, 4), (std::vector<std::size_t>{3, 0, 4, 1}));
    }
    void partsAreSplitFurther() { QCOMPARE(split({3, 8}, 4, 4), (std::vector<std::size_t>{3, 0, 4, 4})); }
    void segmentOfSeveralPartsEndsWithTheLastThatCounts() {
        QCOMPARE(split({4, 1, 2, 0}, 2, 8), (std::vector<std::size_t>{5, 2}));
        QCOMPARE(split({4, 1, 2, 0}, 1, 16), (std::vector<std::size_t>{10}));
    }
};

QTEST_APPLESS_MAIN(TestSegmentLengths)
#include "tst_SegmentLengths.moc"
