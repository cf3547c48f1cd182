#include "core/playback/SchedulerLoop.h"

#include "core/playback/MemorySink.h"

#include <QTest>

#include <thread>

using namespace segue;
using namespace segue::playback;

namespace {

class RefusingSink : public MidiSink {
public:
    [[nodiscard]] bool send(std::span<const std::uint8_t> /*message*/) noexcept override { return false; }
    [[nodiscard]] std::string name() const override { return "Refusing"; }
};

SinkSet setOf(std::initializer_list<SinkSet::Entry> entries, std::uint64_t generation) {
    SinkSet set;
    for (const SinkSet::Entry& entry : entries)
        set.entries[set.count++] = entry;
    set.generation = generation;
    return set;
}

} // namespace

class TestSchedulerLoop : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void failuresAreCountedByOutputAndKeptWhileItStays() {
        const auto recording = std::make_shared<MidiRecording>();
        MemorySink good(recording);
        RefusingSink bad;
        FanOut fanOut;
        fanOut.setSinks(setOf({{&good, 1}, {&bad, 2}}, 1));
        const std::vector<std::uint8_t> message{0x99, 36, 100};
        fanOut.receive({}, message);
        fanOut.receive({}, message);
        QCOMPARE(recording->messages().size(), std::size_t{2});

        fanOut.setSinks(setOf({{&bad, 2}, {&good, 3}}, 2)); // the good one came back as another
        TransportStatus status;
        fanOut.report(status);
        QCOMPARE(status.sinkGeneration, std::uint64_t{2});
        QVERIFY((status.sinks[0] == SinkStatus{2, 2}));
        QVERIFY((status.sinks[1] == SinkStatus{3, 0}));
        QVERIFY((status.sinks[2] == SinkStatus{}));
    }

    // The whole loop on this thread: what was asked before it starts is done, then it stops.
    void obeysWhatWasAskedAndEndsInSilence() {
        CommandRing commandRing;
        PatternBuffer patternBuffer;
        StatusBuffer statusBuffer;
        WakeUp wakeUp;
        const auto recording = std::make_shared<MidiRecording>();
        MemorySink sink(recording);

        LoopPattern pattern;
        pattern.id = 7;
        pattern.add({0.0F, 8.0F, 36, 100, 9});
        patternBuffer.takeWriter().write(pattern);
        auto commands = commandRing.takeWriter();
        QVERIFY(commands.push({Command::Kind::Sinks, {}, setOf({{&sink, 1}}, 1)}));
        QVERIFY(commands.push({Command::Kind::Tempo, Bpm(90.0), {}}));
        QVERIFY(commands.push({Command::Kind::Play, {}, {}}));

        SchedulerLoop loop(commandRing.takeReader(), patternBuffer.takeReader(), statusBuffer.takeWriter(), wakeUp,
                           Bpm(120.0));
        auto statuses = statusBuffer.takeReader();
        std::jthread thread([&loop](const std::stop_token& stop) { loop.run(stop); });
        const auto sounds = [&statuses] { return statuses.refresh(), statuses.value().soundingNotes == 1; };
        QTRY_VERIFY(sounds());
        QCOMPARE(statuses.value().tempo, Bpm(90.0));
        QCOMPARE(statuses.value().patternId, std::uint64_t{7});
        thread.request_stop();
        wakeUp.ring();
        thread.join();
        const auto messages = recording->messages();
        QCOMPARE(messages.size(), std::size_t{2});
        QVERIFY(messages[0].isNoteOn() && messages[1].isNoteOff());
    }

    void outputThatComesLaterIsToldTheInstruments() {
        CommandRing commandRing;
        PatternBuffer patternBuffer;
        StatusBuffer statusBuffer;
        WakeUp wakeUp;
        const auto recording = std::make_shared<MidiRecording>();
        MemorySink sink(recording);

        LoopPattern pattern;
        pattern.id = 1;
        pattern.programs[2] = 33;
        patternBuffer.takeWriter().write(pattern);
        auto commands = commandRing.takeWriter();
        QVERIFY(commands.push({Command::Kind::Play, {}, {}}));
        SchedulerLoop loop(commandRing.takeReader(), patternBuffer.takeReader(), statusBuffer.takeWriter(), wakeUp,
                           Bpm(120.0));
        auto statuses = statusBuffer.takeReader();
        std::jthread thread([&loop](const std::stop_token& stop) { loop.run(stop); });
        const auto plays = [&statuses] { return statuses.refresh(), statuses.value().patternId == 1; };
        QTRY_VERIFY(plays());
        QVERIFY(commands.push({Command::Kind::Sinks, {}, setOf({{&sink, 1}}, 1)}));
        wakeUp.ring();
        const auto isTold = [&recording] { return !recording->messages().empty(); };
        QTRY_VERIFY(isTold());
        QVERIFY((recording->messages().front().bytes == std::vector<std::uint8_t>{0xC2, 33}));
        thread.request_stop();
        wakeUp.ring();
        thread.join();
    }
};

QTEST_GUILESS_MAIN(TestSchedulerLoop)
#include "tst_SchedulerLoop.moc"
