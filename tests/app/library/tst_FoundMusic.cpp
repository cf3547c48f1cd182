#include "app/library/FoundMusic.h"

#include "tests/support/RandomModel.h"

#include <QTest>

using namespace segue;
using library::StoredPattern;

class TestFoundMusic : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aStoredPatternIsThePattern() {
        Random random(3);
        for (const int steps : {16, 32, 64, 96}) {
            const auto pattern = test::randomPattern(steps, 0.2, random);
            const StoredPattern stored(pattern);
            QVERIFY(stored.pattern() == music::Pattern(pattern));
            QVERIFY(stored.isDrums());
            QCOMPARE(stored.onsets(), pattern.hits());
        }
    }

    void tripletsStayTriplets() {
        music::DrumPattern pattern(48, 12);
        pattern.at(47, 8) = {true, 0.5F, 0.25F, -0.5F};
        QVERIFY(StoredPattern(pattern).pattern() == music::Pattern(pattern));
        QVERIFY(music::isEmpty(StoredPattern().pattern()));
    }

    void aBigKitKeepsAllItsDrums() {
        music::DrumPattern pattern(16, 4, 61);
        pattern.at(3, 60) = {true, 1.0F, 0.5F, 0.0F};
        QVERIFY(StoredPattern(pattern).pattern() == music::Pattern(pattern));
    }

    void otherKindsAreKeptWhole() {
        music::MelodyPattern melody;
        melody.events = {music::MelodyEvent::on(MidiPitch(60)), {}, music::MelodyEvent::off()};
        const StoredPattern stored(melody);
        QVERIFY(stored.pattern() == music::Pattern(melody));
        QVERIFY(!stored.isDrums());
        QCOMPARE(stored.onsets(), 1);
    }
};

QTEST_APPLESS_MAIN(TestFoundMusic)
#include "tst_FoundMusic.moc"
