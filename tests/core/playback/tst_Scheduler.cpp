#include "core/playback/Scheduler.h"

#include "core/base/Random.h"
#include "tests/core/playback/VirtualTime.h"

#include <QTest>

#include <algorithm>
#include <tuple>

using namespace segue;
using namespace segue::playback;
using test::TimedMessage;
using test::VirtualTime;

namespace {

constexpr double kStep = 0.125; // seconds, at 120 a minute and four steps a beat

LoopPattern loopOf(int steps, std::initializer_list<LoopNote> notes) {
    LoopPattern pattern;
    pattern.steps = steps;
    for (const LoopNote& note : notes)
        pattern.add(note);
    return pattern;
}

struct RandomNotes {
    double earliest = -0.5; ///< microtiming
    double longest = 3.0;
    int voices = 5;
};

LoopPattern randomLoop(Random& random, int steps, const RandomNotes& options) {
    LoopPattern pattern;
    pattern.steps = steps;
    for (int step = 0; step < steps; ++step)
        for (int voice = 0; voice < options.voices; ++voice)
            for (int again = 0; again < 2; ++again) // now and then twice in a step
                if (random.chance(0.2))
                    pattern.add({static_cast<float>(step + random.uniform(options.earliest, 0.49)),
                                 static_cast<float>(random.uniform(0.1, options.longest)),
                                 static_cast<std::uint8_t>(36 + voice),
                                 static_cast<std::uint8_t>(1 + random.below(127)),
                                 static_cast<std::uint8_t>(voice % 2)});
    return pattern;
}

/// The law that all else rests on, told of each step: what was struck in it.
std::map<std::pair<std::int64_t, int>, int> strikesByStepAndVoice(const std::vector<TimedMessage>& noteOns) {
    std::map<std::pair<std::int64_t, int>, int> strikes;
    for (const TimedMessage& message : noteOns)
        ++strikes[{static_cast<std::int64_t>(std::floor(VirtualTime::seconds(message.due) / kStep + 0.5 + 1e-6)),
                   message.voice()}];
    return strikes;
}

int notesOn(const LoopPattern& pattern, std::int64_t step, int voice) {
    int count = 0;
    for (const LoopNote& note : pattern.all())
        count +=
            note.channel * 128 + note.pitch == voice &&
            (static_cast<std::int64_t>(std::floor(static_cast<double>(note.start) + 0.5)) - step) % pattern.steps == 0;
    return count;
}

} // namespace

class TestScheduler : public QObject {
    Q_OBJECT

    static void compareTimes(const std::vector<TimedMessage>& messages, const std::vector<double>& seconds) {
        QCOMPARE(messages.size(), seconds.size());
        for (std::size_t i = 0; i < seconds.size(); ++i) {
            QVERIFY2(std::abs(VirtualTime::seconds(messages[i].due) - seconds[i]) < 1e-6,
                     qPrintable(QStringLiteral("%1: %2, not %3")
                                    .arg(i)
                                    .arg(VirtualTime::seconds(messages[i].due))
                                    .arg(seconds[i])));
            QVERIFY(messages[i].sent == messages[i].due);
        }
    }

    static void compareTimesOf(const VirtualTime& time, const std::vector<double>& seconds) {
        const auto noteOns = time.noteOns();
        QCOMPARE(noteOns.size(), seconds.size());
        for (std::size_t i = 0; i < seconds.size(); ++i)
            QVERIFY(std::abs(VirtualTime::seconds(noteOns[i].due) - seconds[i]) < 1e-6);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void silentUntilPlayed() {
        VirtualTime time;
        time.publish(loopOf(16, {{0.0F, 1.0F, 36, 100, 9}}));
        QVERIFY(!time.scheduler.nextWakeUp());
        time.runTo(5.0);
        QVERIFY(time.messages.empty());
    }

    void playsOnTheGridWithMicrotimingAroundTheLoop() {
        VirtualTime time;
        time.publish(loopOf(4, {{0.0F, 1.0F, 36, 100, 9}, {1.25F, 1.0F, 38, 90, 9}, {2.75F, 0.5F, 42, 80, 9}}));
        time.scheduler.play(time.now());
        time.runTo(7.9 * kStep);
        compareTimes(time.noteOns(), {0.0, 1.25 * kStep, 2.75 * kStep, 4 * kStep, 5.25 * kStep, 6.75 * kStep});
        QVERIFY((time.messages.front().bytes == std::vector<std::uint8_t>{0x99, 36, 100}));
    }

    void earlyNoteOfTheFirstStepSoundsBeforeTheLoopTurns_data() {
        QTest::addColumn<float>("start");
        QTest::newRow("under nought") << -0.25F;
        QTest::newRow("under the length") << 3.75F;
    }
    void earlyNoteOfTheFirstStepSoundsBeforeTheLoopTurns() {
        QFETCH(float, start);
        VirtualTime time;
        time.publish(loopOf(4, {{start, 0.5F, 36, 100, 9}}));
        time.scheduler.play(time.now());
        time.runTo(8.0 * kStep);
        // At the very beginning its moment has passed: it sounds at once.
        compareTimes(time.noteOns(), {0.0, 3.75 * kStep, 7.75 * kStep});
    }

    void noteOffComesFirstWhereAPitchIsStruckAgain() {
        VirtualTime time;
        time.publish(loopOf(4, {{0.0F, 4.0F, 36, 100, 9}, {1.0F, 1.0F, 36, 100, 9}, {2.5F, 9.0F, 36, 100, 9}}));
        time.scheduler.play(time.now());
        time.runTo(8.2 * kStep);
        QCOMPARE(time.hanging(), 1);
        std::vector<double> offs;
        for (const TimedMessage& message : time.messages)
            if (message.isNoteOff())
                offs.push_back(VirtualTime::seconds(message.due) / kStep);
        QCOMPARE(offs, (std::vector<double>{1.0, 2.0, 4.0, 5.0, 6.0, 8.0}));
    }

    void newPatternTakesEffectAtTheNextStep_data() {
        QTest::addColumn<double>("published");
        QTest::addColumn<int>("firstNewStep");
        QTest::newRow("just after a step") << 4.01 << 5;
        QTest::newRow("in the middle") << 4.5 << 5;
        QTest::newRow("just before the next") << 4.99 << 5;
        QTest::newRow("on the step") << 5.0 << 6; // which has been decided
    }
    void newPatternTakesEffectAtTheNextStep() {
        QFETCH(double, published);
        QFETCH(int, firstNewStep);
        VirtualTime time;
        LoopPattern kicks;
        LoopPattern snares;
        kicks.steps = snares.steps = 16;
        for (int step = 0; step < 16; ++step) {
            kicks.add({static_cast<float>(step), 0.5F, 36, 100, 9});
            snares.add({static_cast<float>(step), 0.5F, 38, 100, 9});
        }
        time.publish(kicks);
        time.scheduler.play(time.now());
        time.runTo(published * kStep);
        time.publish(snares);
        time.wake();
        time.runTo(10.5 * kStep);
        const auto noteOns = time.noteOns();
        QCOMPARE(noteOns.size(), std::size_t{11});
        for (int step = 0; step <= 10; ++step) {
            const TimedMessage& message = noteOns[static_cast<std::size_t>(step)];
            QCOMPARE(int(message.bytes[1]), step < firstNewStep ? 36 : 38);
            QVERIFY(std::abs(VirtualTime::seconds(message.due) - step * kStep) < 1e-6);
        }
        QCOMPARE(time.scheduler.status().patternId, std::uint64_t{2});
    }

    void swapBeforeTheStepNeitherLosesNorDoublesItsEarlyNotes() {
        // Step 2's hit lies a quarter early; a pattern that has it anywhere comes in the quarter between.
        for (const float start : {1.6F, 1.75F, 1.9F, 2.0F, 2.3F}) {
            VirtualTime time;
            time.publish(loopOf(8, {{1.75F, 1.0F, 36, 100, 9}}));
            time.scheduler.play(time.now());
            time.runTo(1.85 * kStep);
            time.publish(loopOf(8, {{start, 1.0F, 36, 100, 9}}));
            time.wake();
            time.runTo(7.0 * kStep);
            compareTimes(time.noteOns(), {1.75 * kStep}); // as the old one had it
        }
        for (const float start : {1.6F, 1.75F, 1.9F, 2.0F, 2.3F}) {
            VirtualTime time;
            time.publish(loopOf(8, {{2.25F, 1.0F, 36, 100, 9}}));
            time.scheduler.play(time.now());
            time.runTo(1.85 * kStep);
            time.publish(loopOf(8, {{start, 1.0F, 36, 100, 9}}));
            time.wake();
            time.runTo(7.0 * kStep);
            compareTimes(time.noteOns(), {std::max(1.85, static_cast<double>(start)) * kStep}); // as the new one has it
        }
    }

    void swapEndsNotesThatTheNewPatternDoesNotHold() {
        VirtualTime time;
        time.publish(loopOf(16, {{0.0F, 12.0F, 60, 100, 0}, {0.0F, 12.0F, 64, 100, 0}}));
        time.scheduler.play(time.now());
        time.runTo(3.3 * kStep);
        time.publish(loopOf(16, {{0.0F, 6.0F, 60, 100, 0}, {8.0F, 1.0F, 64, 100, 0}}));
        time.wake();
        time.runTo(7.0 * kStep);
        QCOMPARE(time.messages.size(), std::size_t{4});
        QCOMPARE(int(time.messages[2].bytes[1]), 64);
        QVERIFY(std::abs(VirtualTime::seconds(time.messages[2].due) - 4 * kStep) < 1e-6);
        QCOMPARE(int(time.messages[3].bytes[1]), 60);
        QVERIFY(std::abs(VirtualTime::seconds(time.messages[3].due) - 6 * kStep) < 1e-6);
    }

    void tempoChangeKeepsThePosition() {
        VirtualTime time;
        time.publish(loopOf(16, {{4.0F, 2.0F, 36, 100, 9}, {8.0F, 1.0F, 36, 100, 9}}));
        time.scheduler.play(time.now());
        time.runTo(5 * kStep);
        const double before = time.scheduler.status().positionAt(time.now());
        time.scheduler.setTempo(time.now(), Bpm(60.0));
        QCOMPARE(time.scheduler.status().positionAt(time.now()), before);
        time.runTo(20 * kStep);
        compareTimes(time.noteOns(), {4 * kStep, 5 * kStep + 3 * 2 * kStep});
        QVERIFY(std::abs(VirtualTime::seconds(time.messages[1].due) - 7 * kStep) <
                1e-6); // one step left, twice as slow
    }

    void anotherGridKeepsThePlace() {
        VirtualTime time;
        time.publish(loopOf(16, {{0.0F, 4.0F, 60, 100, 0}}));
        time.scheduler.play(time.now());
        time.runTo(1.2 * kStep);
        LoopPattern fine = loopOf(96, {{0.0F, 24.0F, 60, 100, 0}, {8.0F, 1.0F, 62, 100, 0}, {12.0F, 1.0F, 64, 100, 0}});
        fine.stepsPerBeat = 24;
        time.publish(fine);
        time.wake();
        time.runTo(15 * kStep);
        // 24 steps a beat: step 8 is where 1 1/3 was, 12 where 2 was; the held note holds to 24, where 4 was.
        compareTimes(time.noteOns(), {0.0, 8.0 / 6.0 * kStep, 12.0 / 6.0 * kStep});
        QVERIFY(std::abs(VirtualTime::seconds(time.messages.back().due) - 4 * kStep) < 1e-6);
        QCOMPARE(time.hanging(), 0);
    }

    void stopSilencesAndPlayBeginsAgain() {
        VirtualTime time;
        time.publish(loopOf(4, {{0.0F, 8.0F, 36, 100, 9}, {1.0F, 8.0F, 38, 100, 9}}));
        time.scheduler.play(time.now());
        time.runTo(2.5 * kStep);
        QCOMPARE(time.hanging(), 2);
        time.scheduler.stop(time.now(), time);
        QCOMPARE(time.hanging(), 0);
        QCOMPARE(time.scheduler.status().soundingNotes, 0U);
        QVERIFY(!time.scheduler.nextWakeUp());
        time.runTo(3.0);
        time.messages.clear();
        time.scheduler.play(time.now());
        time.runTo(3.0 + 0.5 * kStep);
        compareTimes(time.messages, {3.0});
    }

    void channelGetsItsProgramBeforeItsFirstNoteAndOnce() {
        VirtualTime time;
        LoopPattern bass = loopOf(4, {{0.0F, 1.0F, 40, 100, 1}, {2.0F, 1.0F, 40, 100, 9}});
        bass.programs[1] = 33;
        time.publish(bass);
        time.scheduler.play(time.now());
        time.runTo(9 * kStep);
        QVERIFY((time.messages.front().bytes == std::vector<std::uint8_t>{0xC1, 33}));
        QVERIFY((time.messages[1].bytes == std::vector<std::uint8_t>{0x91, 40, 100}));
        time.publish(bass);
        time.runTo(18 * kStep);
        const auto isProgram = [](const TimedMessage& message) { return (message.bytes[0] & 0xF0) == 0xC0; };
        QCOMPARE(std::ranges::count_if(time.messages, isProgram), std::ptrdiff_t{1});
    }

    void anotherPatternsProgramComesWithItsFirstStep() {
        VirtualTime time;
        LoopPattern pattern = loopOf(4, {{0.0F, 0.5F, 60, 100, 0}, {2.0F, 0.5F, 60, 100, 0}});
        pattern.programs[0] = 0;
        time.publish(pattern);
        time.scheduler.play(time.now());
        time.runTo(0.5 * kStep);
        pattern.programs[0] = 73;
        time.publish(pattern);
        time.messages.clear();
        time.runTo(2.5 * kStep);
        QVERIFY((time.messages.front().bytes == std::vector<std::uint8_t>{0xC0, 73}));
        QVERIFY(std::abs(VirtualTime::seconds(time.messages.front().due) - kStep) < 1e-6);
    }

    void panicSilencesEveryChannel() {
        VirtualTime time;
        time.publish(loopOf(4, {{0.0F, 8.0F, 36, 100, 9}}));
        time.scheduler.play(time.now());
        time.runTo(kStep);
        time.scheduler.panic(time.now(), time);
        QVERIFY((time.messages.at(1).bytes == std::vector<std::uint8_t>{0x89, 36, 64}));
        for (std::uint8_t channel = 0; channel < 16; ++channel)
            for (const std::uint8_t control : std::initializer_list<std::uint8_t>{120, 123})
                QCOMPARE(
                    std::ranges::count(time.messages,
                                       std::vector<std::uint8_t>{static_cast<std::uint8_t>(0xB0 | channel), control, 0},
                                       &TimedMessage::bytes),
                    1);
        QVERIFY(!time.scheduler.status().playing);
    }

    void lateWakeUpMakesNoBurstAndLosesNoNoteOff() {
        VirtualTime time;
        LoopPattern busy;
        busy.steps = 16;
        for (int step = 0; step < 16; ++step)
            busy.add({static_cast<float>(step), 0.5F, 36, 100, 9});
        time.publish(busy);
        time.scheduler.play(time.now());
        time.runTo(2.2 * kStep);
        const std::size_t before = time.noteOns().size();
        time.sleepThrough(8.1 * kStep); // steps 3 to 7 are long past, step 8 a tenth of a step
        QCOMPARE(time.noteOns().size(), before + 1);
        QCOMPARE(time.scheduler.status().dropped, std::uint64_t{5});
        QCOMPARE(time.scheduler.status().late, std::uint64_t{1});
        QCOMPARE(time.hanging(), 1);
        time.runTo(9.9 * kStep);
        QCOMPARE(time.noteOns().size(), before + 2);
        QCOMPARE(time.hanging(), 0);
    }

    void anHourOfSuspensionIsSkippedAtOnceAndCounted() {
        VirtualTime time;
        LoopPattern busy;
        busy.steps = 16;
        for (int step = 0; step < 16; ++step)
            busy.add({static_cast<float>(step) - 0.2F, 3.0F, static_cast<std::uint8_t>(36 + step), 100, 9});
        time.publish(busy);
        time.scheduler.play(time.now());
        time.runTo(10.0);
        time.sleepThrough(3610.0);
        QVERIFY(time.noteOns().size() < 100);
        time.runTo(3611.0);
        const TransportStatus& status = time.scheduler.status();
        const auto seconds = static_cast<std::uint64_t>(3611.0 / kStep) + 1; // notes due by then, the one at 0 included
        QCOMPARE(status.noteOns + status.dropped, seconds);
        time.scheduler.stop(time.now(), time);
        QCOMPARE(time.hanging(), 0);
    }

    void republishingTheSameNotesChangesNothing() {
        for (std::uint64_t seed = 50; seed < 70; ++seed) {
            Random random(seed);
            const LoopPattern pattern = randomLoop(random, 16, {});
            VirtualTime steady;
            VirtualTime nervous;
            for (VirtualTime* time : {&steady, &nervous}) {
                time->publish(pattern);
                time->scheduler.play(time->now());
            }
            // After a while: early notes of the very first step are moved to the beginning, and not told apart.
            for (double now = 1.0; now < 6.0; now += random.uniform(0.001, 0.2)) {
                nervous.runTo(now);
                nervous.publish(pattern);
                nervous.wake();
            }
            for (VirtualTime* time : {&steady, &nervous})
                time->runTo(6.0);
            const auto key = [](const TimedMessage& message) {
                return std::tuple(std::llround(VirtualTime::seconds(message.due) * 1e6), message.bytes);
            };
            QVERIFY2(std::ranges::equal(steady.messages, nervous.messages, {}, key, key),
                     qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
    }

    // The naive model: the whole performance unrolled in a list, for patterns without early notes, where the rule is
    // simply "step N is the newest pattern's when it begins".
    void equalsTheNaiveModel() {
        for (std::uint64_t seed = 100; seed < 130; ++seed) {
            Random random(seed);
            VirtualTime time;
            std::vector<std::pair<double, LoopPattern>> published; // position from which it is the newest
            const auto publish = [&](double position) {
                const int steps = 4 + static_cast<int>(random.below(3)) * 4;
                published.emplace_back(position, randomLoop(random, steps, {0.0, 6.0, 5}));
                time.publish(published.back().second);
            };
            publish(-1.0);
            time.scheduler.play(time.now());
            std::vector<std::pair<double, double>> tempos{{0.0, 0.0}}; // position, its time
            std::vector<double> speeds{8.0};
            double now = 0.0;
            for (int change = 0; change < 40; ++change) {
                now += random.uniform(0.01, 0.5);
                time.runTo(now);
                const double position = time.scheduler.status().positionAt(time.now());
                if (random.chance(0.6)) {
                    publish(position);
                    time.wake();
                } else {
                    const Bpm tempo(random.uniform(50.0, 300.0));
                    time.scheduler.setTempo(time.now(), tempo);
                    tempos.emplace_back(position, now);
                    speeds.push_back(tempo.value / 15.0);
                }
            }
            const double end = time.scheduler.status().positionAt(time.now());
            time.scheduler.stop(time.now(), time);

            const auto newestAt = [&](double position) -> std::size_t {
                std::size_t newest = 0;
                for (std::size_t i = 0; i < published.size(); ++i)
                    if (published[i].first < position)
                        newest = i;
                return newest;
            };
            const auto timeOf = [&](double position) {
                std::size_t part = 0;
                while (part + 1 < tempos.size() && tempos[part + 1].first < position)
                    ++part;
                return tempos[part].second + (position - tempos[part].first) / speeds[part];
            };
            struct Played {
                double start;
                double end;
                int voice;
                std::uint8_t velocity;
            };
            std::vector<Played> expected;
            for (int step = 0; step <= end; ++step) {
                const LoopPattern& pattern = published[newestAt(step)].second;
                for (const LoopNote& note : pattern.all()) {
                    const double start = static_cast<double>(note.start);
                    if ((static_cast<int>(std::floor(start)) - step) % pattern.steps == 0)
                        expected.push_back(
                            {step + start - std::floor(start), 0.0, note.channel * 128 + note.pitch, note.velocity});
                    if (expected.size() > 0 && expected.back().end == 0.0)
                        expected.back().end = expected.back().start + static_cast<double>(note.length);
                }
            }
            std::erase_if(expected, [end](const Played& note) { return note.start > end; });
            std::ranges::sort(expected, {}, &Played::start);
            for (std::size_t i = 0; i < expected.size(); ++i) {
                Played& note = expected[i];
                for (int step = static_cast<int>(note.start) + 1; step <= std::min(note.end, end); ++step) {
                    if (newestAt(step) == newestAt(step - 1))
                        continue;
                    const LoopPattern& pattern = published[newestAt(step)].second;
                    double newest = -1e9;
                    double held = step;
                    for (const LoopNote& holder : pattern.all())
                        for (double start = static_cast<double>(holder.start) - 40.0 * pattern.steps; start < step;
                             start += pattern.steps)
                            if (holder.channel * 128 + holder.pitch == note.voice && start > newest) {
                                newest = start;
                                held = std::max<double>(step, start + static_cast<double>(holder.length));
                            }
                    note.end = held;
                }
                for (std::size_t later = i + 1; later < expected.size(); ++later)
                    if (expected[later].voice == note.voice) {
                        note.end = std::min(note.end, expected[later].start);
                        break;
                    }
                note.end = std::min(note.end, end);
            }

            using Event = std::tuple<int, bool, double, int>; // voice, is on, seconds, velocity
            std::vector<Event> wanted;
            std::vector<Event> heard;
            for (const Played& note : expected) {
                wanted.emplace_back(note.voice, true, timeOf(note.start), note.velocity);
                wanted.emplace_back(note.voice, false, timeOf(note.end), 64);
            }
            for (const TimedMessage& message : time.messages)
                heard.emplace_back(message.voice(), message.isNoteOn(), VirtualTime::seconds(message.due),
                                   message.bytes[2]);
            std::ranges::sort(wanted);
            std::ranges::sort(heard);
            const std::string where = "seed " + std::to_string(seed);
            QVERIFY2(wanted.size() == heard.size(), where.c_str());
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                QVERIFY2(std::get<0>(wanted[i]) == std::get<0>(heard[i]), where.c_str());
                QVERIFY2(std::get<1>(wanted[i]) == std::get<1>(heard[i]), where.c_str());
                QVERIFY2(std::abs(std::get<2>(wanted[i]) - std::get<2>(heard[i])) < 1e-5, where.c_str());
                QVERIFY2(std::get<3>(wanted[i]) == std::get<3>(heard[i]), where.c_str());
            }
            QVERIFY2(time.hanging() == 0, where.c_str());
        }
    }

    // With early notes and swaps at any moment: every step strikes every voice as often as the pattern that was newest
    // when it began says, or as often as an older one already had.
    void everyStepIsPlayedOnceWhateverComesWhen() {
        for (std::uint64_t seed = 200; seed < 240; ++seed) {
            Random random(seed);
            VirtualTime time;
            std::vector<std::pair<double, LoopPattern>> published;
            const auto publish = [&](double position) {
                published.emplace_back(position, randomLoop(random, 16, {}));
                time.publish(published.back().second);
                time.wake();
            };
            publish(-1.0);
            time.scheduler.play(time.now());
            double now = 0.0;
            for (int change = 0; change < 60; ++change) {
                now += random.uniform(0.005, 0.2);
                time.runTo(now);
                publish(now / kStep);
            }
            const auto lastStep = static_cast<std::int64_t>(now / kStep) - 1;
            time.runTo(now + 1.0);
            time.scheduler.stop(time.now(), time);
            QVERIFY(time.hanging() == 0);
            QCOMPARE(time.scheduler.status().dropped, std::uint64_t{0});
            QCOMPARE(time.scheduler.status().late, std::uint64_t{0});

            auto strikes = strikesByStepAndVoice(time.noteOns());
            for (std::int64_t step = 0; step < lastStep; ++step)
                for (int voice = 0; voice < 5; ++voice) {
                    const int key = voice % 2 * 128 + 36 + voice;
                    int decided = 0; // by the pattern that was newest when the step began
                    int most = 0; // of those that were newest while it could have early notes
                    for (std::size_t i = 0; i < published.size(); ++i) {
                        const double until = i + 1 < published.size() ? published[i + 1].first : 1e9;
                        if (published[i].first >= static_cast<double>(step) || until <= static_cast<double>(step) - 0.5)
                            continue;
                        decided = notesOn(published[i].second, step, key);
                        most = std::max(most, decided);
                    }
                    const int struck = strikes[{step, key}];
                    QVERIFY2(struck >= decided && struck <= most,
                             qPrintable(QStringLiteral("seed %1, step %2").arg(seed).arg(step)));
                }
        }
    }

    void nothingHangsWhateverIsAsked() {
        for (std::uint64_t seed = 300; seed < 340; ++seed) {
            Random random(seed);
            VirtualTime time;
            double now = 0.0;
            for (int round = 0; round < 200; ++round) {
                switch (random.below(8)) {
                case 0: time.scheduler.play(time.now()); break;
                case 1: time.scheduler.stop(time.now(), time); break;
                case 2: time.scheduler.setTempo(time.now(), Bpm(random.uniform(20.0, 500.0))); break;
                case 3: {
                    LoopPattern pattern = randomLoop(random, 1 + static_cast<int>(random.below(20)), {-0.5, 30.0, 5});
                    pattern.stepsPerBeat = 1 + static_cast<std::int32_t>(random.below(6));
                    time.publish(pattern);
                    break;
                }
                case 4: time.sleepThrough(now += random.uniform(0.0, 30.0)); break;
                default: time.runTo(now += random.uniform(0.0, 0.7)); break;
                }
                const std::string where = "seed " + std::to_string(seed) + ", round " + std::to_string(round);
                QVERIFY2(time.hanging() == static_cast<int>(time.scheduler.status().soundingNotes), where.c_str());
                for (const TimedMessage& message : time.messages)
                    QVERIFY2(!message.isNoteOn() || message.sent - message.due <= Scheduler::kDropAfter, where.c_str());
            }
            time.scheduler.stop(time.now(), time);
            QCOMPARE(time.hanging(), 0);
        }
    }

    void lateSwapMakesNoBurstEither() {
        VirtualTime time;
        time.publish(loopOf(16, {{3.75F, 1.0F, 36, 100, 9}}));
        time.scheduler.play(time.now());
        time.runTo(3.6 * kStep); // step 4 is open, its hit not due yet
        time.publish(loopOf(16, {{3.7F, 1.0F, 36, 100, 9}, {4.0F, 1.0F, 38, 100, 9}, {8.9F, 1.0F, 42, 100, 9}}));
        time.sleepThrough(9.0 * kStep);
        compareTimesOf(time, {8.9 * kStep});
        QCOMPARE(time.scheduler.status().dropped, std::uint64_t{2});
    }

    void fullPatternsOnChangingGridsStayWithinBounds() {
        VirtualTime time;
        time.scheduler.play(time.now());
        for (int round = 0; round < 50; ++round) {
            LoopPattern full;
            full.steps = 1;
            full.stepsPerBeat = round % 2 == 0 ? 4 : 96;
            while (full.add({0.49F, 0.9F, static_cast<std::uint8_t>(full.noteCount % 128), 100,
                             static_cast<std::uint8_t>(full.noteCount / 128 + 8 * (round % 2))})) {
            }
            time.publish(full);
            time.runTo(round * 0.004);
        }
        time.scheduler.stop(time.now(), time);
        QCOMPARE(time.hanging(), 0);
    }

    void fullestPatternPlaysWhole() {
        VirtualTime time;
        LoopPattern full;
        full.steps = 1;
        for (std::size_t index = 0; index < LoopPattern::kCapacity; ++index)
            QVERIFY(full.add({index % 2 == 0 ? 0.0F : 0.45F, 0.9F, static_cast<std::uint8_t>(index % 128), 100,
                              static_cast<std::uint8_t>(index / 128)}));
        QVERIFY(!full.add({}));
        time.publish(full);
        time.scheduler.play(time.now());
        time.runTo(1.49 * kStep);
        QCOMPARE(time.noteOns().size(), std::size_t{2 * LoopPattern::kCapacity});
        time.scheduler.stop(time.now(), time);
        QCOMPARE(time.hanging(), 0);
    }
};

QTEST_APPLESS_MAIN(TestScheduler)
#include "tst_Scheduler.moc"
