#include "app/cli/MidiLoop.h"

#include <QTest>

using namespace segue;
using namespace segue::cli;

namespace {

music::Note drum(double start, int pitch = 36) {
    return {
        MidiPitch(static_cast<std::uint8_t>(pitch)), Velocity(90), Seconds(start), Seconds(start + 0.1), 0, 0, true};
}

/// At MIDI's 120: a sixteenth is an eighth of a second, a bar two seconds.
music::NoteSequence piece(std::initializer_list<double> starts) {
    music::NoteSequence sequence;
    sequence.name = "piece.mid";
    for (const double start : starts)
        sequence.notes.push_back(drum(start));
    return sequence;
}

} // namespace

class TestMidiLoop : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void loopIsAsManyWholeBarsAsThereAreNotes() {
        QCOMPARE(toLoop(piece({0.0, 0.5}))->steps, 16);
        QCOMPARE(toLoop(piece({0.0, 2.0}))->steps, 32);
        QCOMPARE(toLoop(piece({0.0, 1.99}))->steps, 32); // the hit is the next bar's first, played early
    }

    void notesAreWhereTheyWereInSteps() {
        const auto loop = toLoop(piece({0.0, 0.51, 1.0}));
        QVERIFY(loop);
        QCOMPARE(loop->noteCount, 3U);
        QCOMPARE(loop->notes[1].start, 4.08F);
        QCOMPARE(loop->notes[1].length, 0.8F);
        QCOMPARE(loop->notes[1].pitch, std::uint8_t{36});
        QCOMPARE(loop->notes[1].velocity, std::uint8_t{90});
        QCOMPARE(loop->notes[1].channel, std::uint8_t{9});
    }

    void tempoChangesKeepTheBeats() {
        auto sequence = piece({0.0, 1.0, 1.25});
        sequence.tempos = {{Seconds(0), Bpm(60)}, {Seconds(1), Bpm(240)}};
        const auto loop = toLoop(sequence);
        QVERIFY(loop);
        QCOMPARE(loop->notes[1].start, 4.0F);
        QCOMPARE(loop->notes[2].start, 8.0F);
    }

    void barsCanBeChosen() {
        const auto loop = toLoop(piece({0.0, 2.0, 3.99, 4.5, 6.0}), 1, 1);
        QVERIFY(loop);
        QCOMPARE(loop->steps, 16);
        QCOMPARE(loop->noteCount, 1U);
        QCOMPARE(loop->notes[0].start, 0.0F);
        const auto next = toLoop(piece({0.0, 2.0, 3.99, 4.5, 6.0}), 2, 1);
        QCOMPARE(next->noteCount, 2U);
        QVERIFY(next->notes[0].start < 0.0F);
    }

    void otherMetresHaveOtherBars() {
        auto sequence = piece({0.0});
        sequence.timeSignatures = {{Seconds(0), 6, 8}};
        QCOMPARE(toLoop(sequence)->steps, 12);
        sequence.timeSignatures = {{Seconds(0), 1, 32}};
        QVERIFY(toLoop(sequence).error().code() == ErrorCode::Unsupported);
    }

    void whatCannotLoopIsRefused() {
        QVERIFY(toLoop(piece({})).error().code() == ErrorCode::NoMusic);
        QVERIFY(toLoop(piece({0.0}), 3, 1).error().code() == ErrorCode::NoMusic);
        QVERIFY(toLoop(piece({1e9})).error().code() == ErrorCode::Unsupported);
        music::NoteSequence dense;
        for (std::size_t i = 0; i <= playback::LoopPattern::kCapacity; ++i)
            dense.notes.push_back(drum(0.0, static_cast<int>(i % 128)));
        QVERIFY(toLoop(dense).error().code() == ErrorCode::Unsupported);
        dense.notes.pop_back();
        QVERIFY(toLoop(dense));
    }
};

QTEST_APPLESS_MAIN(TestMidiLoop)
#include "tst_MidiLoop.moc"
