#include "tests/support/HeardLoop.h"

#include <QTest>

#include <algorithm>

using namespace segue;
using namespace segue::test;

namespace {

constexpr std::chrono::duration<double> kTolerance{0.02};

playback::LoopPattern beat() {
    playback::LoopPattern pattern;
    pattern.steps = 16;
    for (const auto& [start, pitch] : {std::pair(0.0F, 36), {4.1F, 38}, {8.0F, 36}, {8.0F, 42}, {-0.2F, 46}})
        (void)pattern.add({start, 1.0F, static_cast<std::uint8_t>(pitch), 100, 9});
    return pattern;
}

MidiListener::Heard heard(double seconds, int status, int pitch, int velocity) {
    QByteArray bytes;
    for (const int byte : {status, pitch, velocity})
        bytes.append(static_cast<char>(byte));
    return {bytes, std::chrono::steady_clock::time_point(
                       std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds)))};
}

/// Two and a half rounds from the middle of one.
QList<MidiListener::Heard> played(const ExpectedLoop& loop) {
    QList<MidiListener::Heard> messages;
    for (int round = 0; round < 4; ++round)
        for (const LoopHit& hit : loop.hits)
            messages.append(heard(100 + round * loop.period + hit.phase, 0x99, hit.pitch, hit.velocity));
    std::ranges::sort(messages, {}, &MidiListener::Heard::time);
    return messages.mid(loop.hits.size() / 2, loop.hits.size() * 5 / 2);
}

} // namespace

class TestHeardLoop : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void expectedLoopIsInSeconds() {
        const ExpectedLoop loop = expectedLoop(beat(), Bpm(120));
        QCOMPARE(loop.period, 2.0);
        QCOMPARE(loop.hits[2].phase, 1.0);
        QVERIFY(std::abs(loop.hits[4].phase - 1.975) < 1e-6); // early, over the loop's end
    }

    void theLoopItselfIsFoundWhereverItBegan() {
        const ExpectedLoop loop = expectedLoop(beat(), Bpm(120));
        QCOMPARE(differenceFromLoop(played(loop), loop, kTolerance), QString());
    }

    void everyDifferenceIsFound() {
        const ExpectedLoop loop = expectedLoop(beat(), Bpm(120));
        const auto right = played(loop);
        auto missing = right;
        missing.removeAt(5);
        QVERIFY(!differenceFromLoop(missing, loop, kTolerance).isEmpty());
        auto twice = right;
        twice.insert(5, right[5]);
        QVERIFY(!differenceFromLoop(twice, loop, kTolerance).isEmpty());
        auto louder = right;
        louder[5].bytes[2] = 101;
        QVERIFY(!differenceFromLoop(louder, loop, kTolerance).isEmpty());
        auto late = right;
        late[5].time += std::chrono::milliseconds(60);
        QVERIFY(!differenceFromLoop(late, loop, kTolerance).isEmpty());
        QVERIFY(!differenceFromLoop(right.mid(0, 3), loop, kTolerance).isEmpty());
        QVERIFY(!differenceFromLoop({}, loop, kTolerance).isEmpty());
    }

    void jitterWithinTheToleranceIsNoDifference() {
        const ExpectedLoop loop = expectedLoop(beat(), Bpm(120));
        auto jittery = played(loop);
        for (qsizetype i = 0; i < jittery.size(); ++i)
            jittery[i].time += std::chrono::milliseconds(i % 3 * 4);
        QCOMPARE(differenceFromLoop(jittery, loop, kTolerance), QString());
    }

    void hitsThatOnlyOneHasAreCounted() {
        const HitCounts a{{{36, 100}, 2}, {{38, 90}, 1}};
        const HitCounts b{{{36, 100}, 1}, {{38, 91}, 1}};
        QCOMPARE(difference(a, b), 3);
        QCOMPARE(difference(a, a), 0);
    }

    void notesWithoutAnEndAreHanging() {
        QList<MidiListener::Heard> messages{heard(0, 0x99, 36, 100), heard(1, 0x99, 38, 100), heard(2, 0x89, 36, 0)};
        QCOMPARE(hangingNotes(messages), 1);
        messages.append(heard(3, 0x99, 38, 0)); // also an end
        QCOMPARE(hangingNotes(messages), 0);
        messages.append(heard(4, 0xB9, 123, 0));
        QCOMPARE(hangingNotes(messages), 0);
    }
};

QTEST_APPLESS_MAIN(TestHeardLoop)
#include "tst_HeardLoop.moc"
