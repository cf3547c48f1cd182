#include "core/music/HitPattern.h"

#include <QTest>

using namespace segue::music;

class TestHitPattern : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void hitsBecomeDrumsAndComeBack() {
        const HitPattern hits{12, {0b101, 0, std::uint64_t{1} << 60U}};
        const DrumPattern drums = drumPattern(hits, 61);
        QCOMPARE(drums.steps(), 3);
        QCOMPARE(drums.drums(), 61);
        QCOMPARE(drums.stepsPerBeat(), 12);
        QCOMPARE(drums.hits(), 3);
        QVERIFY(drums.at(0, 2).hit && drums.at(2, 60).hit);
        QCOMPARE(drums.at(0, 2).velocity, 80.0F / 127.0F);
        QVERIFY(hitPattern(drums) == hits);
    }
};

QTEST_APPLESS_MAIN(TestHitPattern)
#include "tst_HitPattern.moc"
