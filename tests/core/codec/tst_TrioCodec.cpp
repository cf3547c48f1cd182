#include "core/codec/TrioCodec.h"

#include "tests/core/codec/PitchedMusic.h"

#include <QTest>

#include <ranges>

using namespace segue;
using namespace segue::codec;
using namespace segue::test;
using music::MelodyEvent;
using music::NoteSequence;

namespace {

const ExtractionOptions kMagenta{.rules = Rules::Magenta};
constexpr int kBass = 33;

/// A note a bar of each part, for so many bars.
NoteSequence trio(int bars) {
    NoteSequence sequence;
    for (int bar = 0; bar < bars; ++bar) {
        sequence.notes.push_back(pitched(60 + bar % 5, bar * 16, bar * 16 + 4, 0));
        sequence.notes.push_back(pitched(62 + bar % 3, bar * 16 + 2, bar * 16 + 6, 1, kBass));
        sequence.notes.push_back(drum(36, bar * 16 + 4));
    }
    return sequence;
}

void leaveOut(NoteSequence& sequence, int instrument, int firstBar, int endBar) {
    std::erase_if(sequence.notes, [&](const music::Note& note) {
        const double bar = note.start.value / (16 * kStep);
        return note.instrument == instrument && bar >= firstBar && bar < endBar;
    });
}

std::vector<int> bars(const TrioExtraction& extraction) {
    std::vector<int> result;
    for (const TrioWindow& window : extraction.windows)
        result.push_back(window.bar);
    return result;
}

TrioPattern randomPattern(int steps, Random& random) {
    TrioPattern pattern;
    bool sounds = false;
    for (music::MelodyPattern* part : {&pattern.melody, &pattern.bass})
        for (int step = 0; step < steps; ++step) {
            MelodyEvent event;
            if (step % 16 == 0 || random.chance(0.2))
                event = MelodyEvent::on(MidiPitch(static_cast<std::uint8_t>(21 + random.below(88))));
            else if (sounds && random.chance(0.3))
                event = MelodyEvent::off();
            sounds = event.kind == MelodyEvent::Kind::Hold ? sounds : event.kind == MelodyEvent::Kind::On;
            part->events.push_back(event);
        }
    for (int step = 0; step < steps; ++step)
        pattern.drums.steps.push_back(random.chance(0.5) || step % 16 == 0 ? random.below(512) : 0);
    return pattern;
}

} // namespace

class TestTrioCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void patternComesBackFromNotesAndTensors() {
        const TrioCodec codec({.bars = 4});
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            Random random(seed);
            const QByteArray where = QByteArray("seed ") + QByteArray::number(static_cast<qulonglong>(seed));
            const TrioPattern pattern = randomPattern(64, random);
            const NoteSequence notes = codec.toNotes(pattern, Bpm(random.uniform(40, 240)));
            for (const Rules rules : {Rules::Segue, Rules::Magenta}) {
                const auto back = codec.extract(notes, {.rules = rules});
                QVERIFY2(back && back->windows.size() == 1 && back->windows.front().pattern == pattern, where);
            }
            std::vector<float> tensor(64 * 692, -7.0F);
            codec.toTensor(pattern, tensor);
            QCOMPARE(std::ranges::count(tensor, 1.0F), 3 * 64);
            QVERIFY2(codec.fromTensor(tensor) == pattern, where);
            QVERIFY2(codec.notesFromOutput(tensor, Bpm(120)) == codec.toNotes(pattern, Bpm(120)), where);
        }
    }

    void partsHaveTheirInstrumentsAndPrograms() {
        const TrioCodec codec({.bars = 1});
        const auto pattern = codec.extract(trio(1))->windows.at(0).pattern;
        const NoteSequence notes = codec.toNotes(pattern, Bpm(120));
        QVERIFY((notes.notes == [] {
            NoteSequence expected;
            expected.notes = {pitched(60, 0, 4, 0, 0), pitched(62, 2, 6, 1, 33), drum(36, 4)};
            for (music::Note& note : expected.notes)
                note.velocity = Velocity(80);
            return expected.notes;
        }()));
        QCOMPARE(notes.instrumentNames.size(), 3U);
    }

    void tensorHoldsMelodyBassAndDrumsInThisOrder() {
        const TrioCodec codec({.bars = 1});
        const auto examples = codec.examples(trio(1), kMagenta);
        QVERIFY(examples);
        const std::vector<float>& tensor = examples->windows.at(0).pattern.output;
        QCOMPARE(tensor.at(0 * 692 + 2 + 60 - 21), 1.0F);
        QCOMPARE(tensor.at(2 * 692 + 90 + 2 + 62 - 21), 1.0F);
        QCOMPARE(tensor.at(4 * 692 + 180 + 1), 1.0F);
        QCOMPARE(tensor.at(5 * 692 + 180), 1.0F);
        QVERIFY(examples->windows.at(0).pattern.input == tensor);
    }

    void magentasPartsMayRestWithinTheGap() {
        const TrioCodec codec({.bars = 4, .gapBars = 2});
        NoteSequence sequence = trio(16);
        QCOMPARE(codec.extract(sequence, kMagenta)->windows.size(), 13U);
        leaveOut(sequence, 1, 6, 10); // two bars on either side
        QCOMPARE(codec.extract(sequence, kMagenta)->windows.size(), 13U);
        leaveOut(sequence, 1, 10, 11);
        const auto extraction = codec.extract(sequence, kMagenta);
        QVERIFY((bars(*extraction) == std::vector{0, 1, 2, 3, 4, 9, 10, 11, 12}));
        QCOMPARE(extraction->report.drops.at(DropReason::PartMissing), 4);
    }

    void magentasPartsMayRestNearTheEnds() {
        NoteSequence sequence = trio(16);
        leaveOut(sequence, 0, 0, 4);
        QCOMPARE(TrioCodec({.bars = 4, .gapBars = 2}).extract(sequence, kMagenta)->windows.size(), 13U);
        leaveOut(sequence, 0, 4, 5);
        QCOMPARE(bars(*TrioCodec({.bars = 4, .gapBars = 2}).extract(sequence, kMagenta)).front(), 3);
    }

    void magentaTakesEveryMelodyWithEveryBass() {
        NoteSequence sequence = trio(4);
        for (int bar = 0; bar < 4; ++bar) {
            sequence.notes.push_back(pitched(70, bar * 16, bar * 16 + 4, 5, 12));
            sequence.notes.push_back(pitched(40, bar * 16, bar * 16 + 4, 6, 39));
        }
        QCOMPARE(TrioCodec({.bars = 4}).extract(sequence, kMagenta)->windows.size(), 4U);
    }

    void magentaLeavesOutInstrumentsOfSeveralParts() {
        NoteSequence sequence = trio(4);
        sequence.notes.push_back(pitched(60, 0, 4, 1, 0)); // the bass plays a piano's note
        const auto extraction = TrioCodec({.bars = 4}).extract(sequence, kMagenta);
        QVERIFY(extraction->windows.empty());
        QCOMPARE(extraction->report.drops.at(DropReason::MixedPrograms), 1);
        QCOMPARE(extraction->report.drops.at(DropReason::PartMissing), 1);
        QCOMPARE(TrioCodec({.bars = 4}).extract(sequence)->windows.size(), 2U);
    }

    void magentaHearsTheEndOfANoteHeldIntoAWindow() {
        NoteSequence sequence = trio(3);
        sequence.notes.push_back(pitched(80, 8, 24, 0)); // cut off by the next bar's note
        leaveOut(sequence, 0, 1, 2);
        const auto extraction = TrioCodec({.bars = 2}).extract(sequence, kMagenta);
        QCOMPARE(text(extraction->windows.at(1).pattern.melody.events).substr(0, 17), "........x.......C");
        const auto ours = TrioCodec({.bars = 2}).extract(sequence);
        QCOMPARE(text(ours->windows.at(1).pattern.melody.events).substr(0, 17), "U.......x.......C");
    }

    void partsThatAreMissingAreSilent_data() {
        QTest::addColumn<int>("instrument");
        QTest::newRow("melody") << 0;
        QTest::newRow("bass") << 1;
        QTest::newRow("drums") << 9;
    }
    void partsThatAreMissingAreSilent() {
        QFETCH(int, instrument);
        NoteSequence sequence = trio(2);
        leaveOut(sequence, instrument, 0, 2);
        const TrioCodec codec({.bars = 2});
        QCOMPARE(codec.extract(sequence, kMagenta)->report.drops.at(DropReason::PartMissing), 1);
        const auto pattern = codec.extract(sequence)->windows.at(0).pattern;
        QCOMPARE(pattern.melody.onsets(), instrument == 0 ? 0 : 2);
        QCOMPARE(pattern.bass.onsets(), instrument == 1 ? 0 : 2);
        QCOMPARE(pattern.drums.hits(), instrument == 9 ? 0 : 2);
    }

    void onlyVoicesThatPlayAreInAWindow() {
        NoteSequence sequence = trio(2);
        leaveOut(sequence, 0, 1, 2);
        sequence.notes.push_back(pitched(70, 16, 20, 5, 60)); // a horn
        const auto extraction = TrioCodec({.bars = 1}).extract(sequence);
        QVERIFY((bars(*extraction) == std::vector{0, 1}));
        QCOMPARE(text(extraction->windows[0].pattern.melody.events), "A...x...........");
        QCOMPARE(text(extraction->windows[1].pattern.melody.events), "K...x...........");
    }

    void shortPieceIsPadded() {
        const auto examples = TrioCodec({.bars = 16}).examples(trio(2), {});
        QVERIFY(examples->windows.at(0).padded);
        QVERIFY(examples->windows.at(0).pattern.lengths == std::vector{32});
        const auto magentas = TrioCodec({.bars = 16}).extract(trio(2), kMagenta);
        QCOMPARE(magentas->report.drops.at(DropReason::TooShort), 1);
    }

    void silenceIsNoMusic() {
        QVERIFY(TrioCodec({}).extract({}).error().code() == ErrorCode::NoMusic);
        NoteSequence waltz = trio(4);
        waltz.timeSignatures = {{Seconds(0), 3, 4}};
        QVERIFY(TrioCodec({}).extract(waltz).error().code() == ErrorCode::Unsupported);
    }

    void anyMusicGivesWindowsOrAReason() {
        for (std::uint64_t seed = 0; seed < 300; ++seed) {
            Random random(seed);
            const NoteSequence sequence = wildSequence(random);
            const TrioCodec codec({.bars = random.chance(0.5) ? 2 : 4, .gapBars = static_cast<int>(random.below(3))});
            const ExtractionOptions options{.rules = random.chance(0.5) ? Rules::Segue : Rules::Magenta,
                                            .hopBars = static_cast<int>(1 + random.below(5)),
                                            .padShort = random.chance(0.8),
                                            .minimumHits = static_cast<int>(random.below(3))};
            const auto extraction = codec.extract(sequence, options);
            const QByteArray where = QByteArray("seed ") + QByteArray::number(static_cast<qulonglong>(seed));
            QVERIFY2(extraction || options.rules == Rules::Segue, where);
            if (!extraction)
                continue;
            QVERIFY2(!extraction->windows.empty() || !extraction->report.drops.empty(), where);
            for (const TrioWindow& window : extraction->windows | std::views::take(5)) {
                std::vector<float> tensor(static_cast<std::size_t>(codec.config().steps()) * 692);
                codec.toTensor(window.pattern, tensor);
                QVERIFY2(codec.fromTensor(tensor) == window.pattern, where);
            }
        }
    }

    void orchestrasCostNoMoreThanTheMostWindows() {
        NoteSequence sequence;
        for (int instrument = 0; instrument < 200; ++instrument)
            for (int bar = 0; bar < 40; ++bar)
                sequence.notes.push_back(
                    pitched(60, bar * 16, bar * 16 + 8, instrument, instrument % 2 == 0 ? 0 : kBass));
        sequence.notes.push_back(drum(36, 0, 300));
        const TrioCodec codec({.bars = 2});
        const auto all = codec.extract(sequence);
        QCOMPARE(all->windows.size(), 20'000U);
        QCOMPARE(all->report.drops.at(DropReason::TooLong), 1);
        QCOMPARE(codec.extract(sequence, kMagenta)->report.drops.at(DropReason::TooManyInstruments), 73);
    }
};

QTEST_APPLESS_MAIN(TestTrioCodec)
#include "tst_TrioCodec.moc"
