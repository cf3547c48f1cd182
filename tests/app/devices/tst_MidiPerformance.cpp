#include "app/devices/MidiPerformance.h"

#include <QTest>

#include <set>

using namespace segue;
using namespace segue::devices;

namespace {

music::Note note(int pitch, double start, double end, int instrument = 0, int program = 0, bool isDrum = false) {
    return {MidiPitch(static_cast<std::uint8_t>(pitch)),
            Velocity(100),
            Seconds(start),
            Seconds(end),
            instrument,
            program,
            isDrum};
}

TimedMessage expected(double time, int status, int first, int second, int size) {
    return {Seconds(time),
            {static_cast<std::uint8_t>(status), static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(second)},
            static_cast<std::uint8_t>(size)};
}

} // namespace

class TestMidiPerformance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void drumsGoToChannelTenAndNeedNoProgram() {
        music::NoteSequence sequence;
        sequence.notes = {note(36, 0.5, 0.75, 3, 0, true)};
        const std::vector<TimedMessage> messages{expected(0.5, 0x99, 36, 100, 3), expected(0.75, 0x89, 36, 0, 3)};
        QVERIFY(toMessages(sequence) == messages);
    }

    void repeatedNotesEndBeforeTheyBeginAgain() {
        music::NoteSequence sequence;
        sequence.notes = {note(60, 0.0, 1.0), note(60, 1.0, 2.0)};
        const std::vector<TimedMessage> messages{expected(0, 0xC0, 0, 0, 2), expected(0, 0x90, 60, 100, 3),
                                                 expected(1, 0x80, 60, 0, 3), expected(1, 0x90, 60, 100, 3),
                                                 expected(2, 0x80, 60, 0, 3)};
        QVERIFY(toMessages(sequence) == messages);
    }

    void aNoteOfNoLengthStillEndsAfterItBegins() {
        music::NoteSequence sequence;
        sequence.notes = {note(38, 1.0, 1.0, 0, 0, true)};
        const auto messages = toMessages(sequence);
        QCOMPARE(messages.size(), std::size_t{2});
        QCOMPARE(messages[0].bytes[0], std::uint8_t{0x99});
        QCOMPARE(messages[1].bytes[0], std::uint8_t{0x89});
    }

    void timesBeforeTheBeginningAreMovedToIt() {
        music::NoteSequence sequence;
        sequence.notes = {note(36, -0.02, 0.1, 0, 0, true)};
        QCOMPARE(toMessages(sequence).front().time.value, 0.0);
    }

    void instrumentsTakeEveryChannelButTheDrums() {
        music::NoteSequence sequence;
        for (int i = 0; i < 20; ++i)
            sequence.notes.push_back(note(60, i, i + 1, i, i));
        std::set<int> channels;
        int programs = 0;
        for (const TimedMessage& message : toMessages(sequence)) {
            channels.insert(message.bytes[0] & 0x0F);
            programs += (message.bytes[0] & 0xF0) == 0xC0 ? 1 : 0;
        }
        QCOMPARE(channels.size(), std::size_t{15});
        QVERIFY(!channels.contains(9));
        QCOMPARE(programs, 15); // five share, and keep the first one's
    }

    void everyNoteOnHasItsNoteOff() {
        music::NoteSequence sequence;
        for (int i = 0; i < 500; ++i)
            sequence.notes.push_back(
                note((i * 7) % 128, i % 13 * 0.1, i % 13 * 0.1 + i % 3 * 0.1, i % 4, i % 4, i % 2 == 0));
        int balance = 0;
        int hits = 0;
        Seconds last{0.0};
        for (const TimedMessage& message : toMessages(sequence)) {
            QVERIFY(message.time >= last);
            last = message.time;
            hits += (message.bytes[0] & 0xF0) == 0x90 ? 1 : 0;
            balance += (message.bytes[0] & 0xF0) == 0x90 ? 1 : (message.bytes[0] & 0xF0) == 0x80 ? -1 : 0;
            QVERIFY(balance >= 0);
        }
        QCOMPARE(hits, 500);
        QCOMPARE(balance, 0);
    }
};

QTEST_APPLESS_MAIN(TestMidiPerformance)
#include "tst_MidiPerformance.moc"
