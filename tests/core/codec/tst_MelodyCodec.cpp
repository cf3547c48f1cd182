#include "core/codec/MelodyCodec.h"

#include "core/files/MidiFile.h"
#include "tests/core/codec/PitchedMusic.h"

#include <QTest>

#include <filesystem>
#include <ranges>

using namespace segue;
using namespace segue::codec;
using namespace segue::test;
using architecture::MelodyCodecConfig;
using music::MelodyEvent;
using music::MelodyPattern;
using music::NoteSequence;

namespace {

const ExtractionOptions kMagenta{.rules = Rules::Magenta};

std::vector<std::string> texts(const MelodyExtraction& extraction) {
    std::vector<std::string> result;
    for (const MelodyWindow& window : extraction.windows)
        result.push_back(text(window.pattern.events));
    return result;
}

std::vector<std::string> magentas(const NoteSequence& sequence, const MelodyCodecConfig& config = {}) {
    return texts(*MelodyCodec(config).extract(sequence, kMagenta));
}

/// Notes, rests and holds; something begins in every bar, and no end comes where nothing sounds.
MelodyPattern randomPattern(const MelodyCodecConfig& config, Random& random) {
    MelodyPattern pattern{config.stepsPerBeat, {}, {}, {}};
    const auto lowest = static_cast<std::uint64_t>(config.lowestPitch);
    const auto pitches = static_cast<std::uint64_t>(config.highestPitch) - lowest + 1;
    bool sounds = false;
    for (int step = 0; step < config.steps(); ++step) {
        MelodyEvent event;
        if (step % (4 * config.stepsPerBeat) == 0 || random.chance(0.3))
            event = MelodyEvent::on(MidiPitch(static_cast<std::uint8_t>(lowest + random.below(pitches))));
        else if (sounds && random.chance(0.3))
            event = MelodyEvent::off();
        if (event.kind != MelodyEvent::Kind::Hold)
            sounds = event.kind == MelodyEvent::Kind::On;
        pattern.events.push_back(event);
    }
    return pattern;
}

} // namespace

class TestMelodyCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void notesOfAPatternGiveThePatternBack_data() {
        QTest::addColumn<int>("bars");
        QTest::addColumn<int>("stepsPerBeat");
        QTest::newRow("two bars") << 2 << 4;
        QTest::newRow("two bars with triplets") << 2 << 12;
        QTest::newRow("sixteen bars") << 16 << 4;
    }
    void notesOfAPatternGiveThePatternBack() {
        QFETCH(int, bars);
        QFETCH(int, stepsPerBeat);
        const MelodyCodec codec({.bars = bars, .stepsPerBeat = stepsPerBeat});
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            Random random(seed);
            const MelodyPattern pattern = randomPattern(codec.config(), random);
            const NoteSequence notes = codec.toNotes(pattern, Bpm(random.uniform(40, 240)));
            for (const Rules rules : {Rules::Segue, Rules::Magenta}) {
                const auto back = codec.extract(notes, {.rules = rules});
                QVERIFY(back);
                QVERIFY2(back->windows.size() == 1 && back->windows.front().pattern == pattern,
                         qPrintable(QStringLiteral("seed %1").arg(seed)));
                QVERIFY(!back->windows.front().padded);
            }
        }
    }

    void tensorOfAPatternGivesThePatternBack() {
        const MelodyCodec codec({.lowestPitch = 40, .highestPitch = 90});
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            Random random(seed);
            const MelodyPattern pattern = randomPattern(codec.config(), random);
            std::vector<float> tensor(32 * 53, -7.0F);
            codec.toTensor(pattern, tensor);
            QCOMPARE(std::ranges::count(tensor, 1.0F), 32);
            QCOMPARE(std::ranges::count(tensor, 0.0F), 32 * 52);
            QVERIFY(codec.fromTensor(tensor) == pattern);
        }
    }

    void tensorIsLaidOutAsMagentas() {
        const MelodyCodec codec({.bars = 1});
        MelodyPattern pattern{4, std::vector<MelodyEvent>(16), {}, {}};
        pattern.events[1] = MelodyEvent::on(MidiPitch(21));
        pattern.events[2] = MelodyEvent::off();
        pattern.events[3] = MelodyEvent::on(MidiPitch(108));
        std::vector<float> tensor(16 * 90);
        codec.toTensor(pattern, tensor);
        QCOMPARE(tensor[0], 1.0F);
        QCOMPARE(tensor[90 + 2], 1.0F);
        QCOMPARE(tensor[180 + 1], 1.0F);
        QCOMPARE(tensor[270 + 89], 1.0F);
        QCOMPARE(tensor[360], 1.0F);
    }

    void outputIsReadByItsGreatestValue() {
        const MelodyCodec codec({.lowestPitch = 60, .highestPitch = 61});
        const std::vector<float> output{0.1F, 0.2F, 0.3F, 0.4F, //
                                        0.2F, 0.4F, 0.1F, 0.4F, // of equals the first
                                        -3.F, -4.F, -2.F, -9.F};
        QCOMPARE(text(codec.fromTensor(output).events), "BxA");
        const NoteSequence notes = codec.notesFromOutput(output, Bpm(60));
        QCOMPARE(notes.notes.size(), 2U);
        QCOMPARE(notes.notes[0].velocity.value, 80);
        QCOMPARE(notes.notes[0].end.value, 0.25);
        QCOMPARE(notes.notes[1].start.value, 0.5);
        QCOMPARE(notes.notes[1].end.value, 0.75); // ended with the pattern
    }

    void magentasWindowsAreFullAndBeginAtEveryBar() {
        NoteSequence sequence;
        sequence.notes = {pitched(60, 2, 6), pitched(61, 20, 24), pitched(62, 32, 33)};
        const auto extraction = MelodyCodec({}).extract(sequence, kMagenta);
        const std::string first = "..A...x.........", second = "....B...x.......", third = "Cx..............";
        QVERIFY((texts(*extraction) == std::vector{first + second, second + third}));
        QCOMPARE(extraction->windows[1].bar, 1);
        QCOMPARE(extraction->report.notes, 3);
    }

    void magentasMelodyShorterThanAWindowIsDropped() {
        NoteSequence sequence; // a note from 2 to 4 seconds fills a bar; one second later it reaches into two
        sequence.notes = {pitched(60, 16, 32)};
        const auto extraction = MelodyCodec({}).extract(sequence, kMagenta);
        QVERIFY(extraction->windows.empty());
        QCOMPARE(extraction->report.drops.at(DropReason::TooShort), 1);
        sequence.notes = {pitched(60, 24, 40)};
        QCOMPARE(magentas(sequence).size(), 1U);
    }

    void magentaLosesANoteThatIsHeldIntoAWindow() {
        NoteSequence sequence;
        sequence.notes = {pitched(60, 0, 20), pitched(61, 30, 40)};
        const std::string first = "A...............", second = "....x.........B.", third = "........x.......";
        QVERIFY((magentas(sequence) == std::vector{first + second, "..............B." + third}));
    }

    void magentaHearsOnlyItsPitchesAndPrograms() {
        NoteSequence sequence;
        sequence.notes = {pitched(60, 0, 32, 0, 31), pitched(61, 0, 32, 1, 32), pitched(20, 0, 32, 2, 0),
                          pitched(109, 0, 32, 3, 0), drum(60, 0)};
        QCOMPARE(magentas(sequence, {.melodyPrograms = true}).size(), 1U);
        QCOMPARE(magentas(sequence).size(), 2U);
        sequence.notes = {pitched(20, 0, 32)};
        QCOMPARE(MelodyCodec({}).extract(sequence, kMagenta)->report.drops.at(DropReason::NoNotes), 1);
    }

    void magentasEqualWindowsCountOnceASegment() {
        NoteSequence sequence;
        for (int bar = 0; bar < 6; ++bar)
            for (int instrument = 0; instrument < 2; ++instrument)
                sequence.notes.push_back(pitched(60, bar * 16, bar * 16 + 8, instrument));
        const auto extraction = MelodyCodec({}).extract(sequence, kMagenta);
        QCOMPARE(extraction->windows.size(), 1U);
        QCOMPARE(extraction->report.drops.at(DropReason::Duplicate), 9);
        sequence.tempos = {{Seconds(0), Bpm(120)}, {Seconds(6), Bpm(120.5)}, {Seconds(6), Bpm(120)}};
        QCOMPARE(magentas(sequence).size(), 2U); // cut after three bars
    }

    void magentasMelodiesEndAfterAHundredBars() {
        NoteSequence sequence;
        for (int bar = 0; bar < 120; ++bar)
            sequence.notes.push_back(pitched(21 + bar % 80, bar * 16, bar * 16 + 8 + bar / 80));
        const auto extraction = MelodyCodec({}).extract(sequence, kMagenta);
        QCOMPARE(extraction->windows.size(), 99U);
        QCOMPARE(extraction->report.drops.at(DropReason::TooLong), 1);
    }

    void wholePieceIsWindowedWhateverItsTimeDoes() {
        NoteSequence sequence;
        sequence.tempos = {{Seconds(0), Bpm(120)}, {Seconds(1), Bpm(60)}, {Seconds(3), Bpm(120)}};
        sequence.notes = {pitched(60, 0, 8),
                          {.pitch = MidiPitch(61),
                           .velocity = Velocity(90),
                           .start = Seconds(1.5),
                           .end = Seconds(3)}}; // from the third beat on, half as fast
        QVERIFY(magentas(sequence).empty());
        const auto extraction = MelodyCodec({}).extract(sequence);
        QCOMPARE(QString::fromStdString(texts(*extraction).front()),
                 QStringLiteral("A.......x.B.....x..............."));
        QVERIFY(extraction->windows.front().padded); // the second note ends with the first bar
        QCOMPARE(extraction->report.tempoChanges, 2);
    }

    void shortPieceIsPaddedAndItsLastNoteEnds() {
        NoteSequence sequence;
        sequence.notes = {pitched(60, 0, 16)};
        const auto extraction = MelodyCodec({}).extract(sequence);
        QVERIFY((texts(*extraction) == std::vector<std::string>{"A...............x..............."}));
        QVERIFY(extraction->windows.front().padded);
        QVERIFY(!MelodyCodec({}).extract(sequence, {.padShort = false}));
    }

    void noteHeldIntoAWindowBeginsAnew() {
        NoteSequence sequence;
        sequence.notes = {pitched(60, 0, 20), pitched(61, 30, 48)};
        const auto windows = texts(*MelodyCodec({}).extract(sequence));
        QVERIFY((windows ==
                 std::vector<std::string>{"A...................x.........B.", "A...x.........B................."}));
    }

    void everyInstrumentOfEveryProgramIsALine() {
        NoteSequence sequence;
        sequence.notes = {pitched(60, 0, 32, 4, 99), pitched(61, 0, 32, 7, 40), pitched(10, 0, 8, 7, 40), drum(60, 0)};
        const auto extraction = MelodyCodec({.melodyPrograms = true}).extract(sequence);
        QCOMPARE(extraction->windows.size(), 2U);
        QCOMPARE(extraction->windows[0].instrument, 4);
        QCOMPARE(extraction->windows[1].instrument, 7);
        QVERIFY((extraction->report.unmappedPitches == std::map<int, int>{{10, 1}}));
    }

    void windowsWithoutEnoughNotesAreLeftOut() {
        NoteSequence sequence;
        sequence.notes = {pitched(60, 0, 4), pitched(61, 4, 8), pitched(62, 160, 162)};
        const MelodyCodec codec({});
        std::vector<int> bars;
        for (const auto& window : codec.extract(sequence)->windows)
            bars.push_back(window.bar);
        QVERIFY((bars == std::vector{0, 9}));
        QCOMPARE(codec.extract(sequence, {.minimumHits = 0})->windows.size(), 10U);
        QCOMPARE(codec.extract(sequence, {.minimumHits = 2})->windows.size(), 1U);
        QCOMPARE(codec.extract(sequence, {.minimumHits = 2})->report.drops.at(DropReason::TooFewHits), 1);
        QVERIFY(codec.extract(sequence, {.minimumHits = 3}).error().code() == ErrorCode::NoMusic);
    }

    void barsOfOtherMetersArePassedOverAndSaid() {
        NoteSequence sequence;
        sequence.timeSignatures = {{Seconds(0), 4, 4}, {Seconds(4), 3, 4}, {Seconds(7), 4, 4}};
        for (int step = 0; step < 88; step += 4)
            sequence.notes.push_back(pitched(60, step, step + 4));
        const auto extraction = MelodyCodec({}).extract(sequence);
        QVERIFY(extraction);
        std::vector<int> bars;
        for (const auto& window : extraction->windows)
            bars.push_back(window.bar);
        QVERIFY((bars == std::vector{0, 4}));
        QCOMPARE(extraction->report.drops.at(DropReason::NotInFour), 1);
        sequence.timeSignatures = {{Seconds(0), 3, 4}};
        QVERIFY(MelodyCodec({}).extract(sequence).error().code() == ErrorCode::Unsupported);
    }

    void musicBesideTheGridIsMovedOntoIt() {
        NoteSequence sequence;
        for (int i = 0; i < 16; ++i)
            sequence.notes.push_back(pitched(60 + i, 2 * i + 0.45, 2 * i + 2.45));
        const auto straight = MelodyCodec({}).extract(sequence);
        QVERIFY(straight->report.phase->removed);
        QCOMPARE(texts(*straight).front(), "A.B.C.D.E.F.G.H.I.J.K.L.M.N.O.P.");
        QVERIFY(!MelodyCodec({}).extract(sequence, {.removePhase = false})->report.phase);
    }

    void chordsOfThePieceAreGivenToTheModel() {
        const MelodyCodec codec({.bars = 1, .chords = true, .key = true});
        NoteSequence sequence;
        sequence.notes = {pitched(60, 0, 16)};
        sequence.chords = {{Seconds(0), "Am7"}, {Seconds(1), "G"}};
        sequence.keySignatures = {{Seconds(0), 7, false}};
        for (const Rules rules : {Rules::Segue, Rules::Magenta}) {
            const auto examples = codec.examples(sequence, {.rules = rules});
            QVERIFY(examples);
            const std::vector<float>& control = examples->windows.at(0).pattern.control;
            QCOMPARE(control.size(), 16U * 61U);
            QCOMPARE(std::ranges::count(control, 1.0F), 32);
            QCOMPARE(control[7 * 61 + 22], 1.0F);
            QCOMPARE(control[8 * 61 + 8], 1.0F);
            QCOMPARE(control[8 * 61 + 49 + 7], 1.0F);
            const auto pattern = codec.extract(sequence, {.rules = rules})->windows.at(0).pattern;
            const NoteSequence back = codec.toNotes(pattern, Bpm(120));
            QVERIFY((back.chords == std::vector<music::ChordSymbol>{{Seconds(0), "Am"}, {Seconds(1), "G"}}));
            QVERIFY((back.keySignatures == std::vector<music::KeySignature>{{Seconds(0), 7, false}}));
        }
    }

    void chordsThatAreMissingAreInferred() {
        const MelodyCodec codec({.bars = 1, .chords = true});
        NoteSequence sequence;
        sequence.notes = {pitched(60, 0, 8),  pitched(64, 0, 8),  pitched(67, 0, 8),
                          pitched(57, 8, 16), pitched(60, 8, 16), pitched(64, 8, 16)};
        for (const Rules rules : {Rules::Segue, Rules::Magenta}) {
            const auto pattern = codec.extract(sequence, {.rules = rules})->windows.at(0).pattern;
            QCOMPARE(pattern.chords.at(0), 1);
            QCOMPARE(pattern.chords.at(8), 22);
        }
    }

    void chordWithoutAClassCostsMagentaTheSegmentAndSegueTheChord() {
        const MelodyCodec codec({.bars = 1, .chords = true});
        NoteSequence sequence;
        sequence.notes = {pitched(60, 0, 16), pitched(61, 16, 32)};
        sequence.chords = {{Seconds(0), "C"}, {Seconds(3), "Gsus4"}};
        const auto magentas = codec.extract(sequence, kMagenta);
        QVERIFY(magentas->windows.empty());
        QCOMPARE(magentas->report.drops.at(DropReason::ChordNotTriad), 1);
        const auto all = codec.extract(sequence);
        QCOMPARE(all->windows.size(), 2U);
        QCOMPARE(all->windows[1].pattern.chords.front(), 1);
        QCOMPARE(all->windows[1].pattern.chords.back(), 0);
        QCOMPARE(all->report.drops.at(DropReason::ChordNotTriad), 1);
    }

    void equalWindowsUnderOtherChordsAreNotTheSame() {
        NoteSequence sequence;
        sequence.notes = {pitched(60, 0, 16), pitched(60, 16, 32)};
        sequence.chords = {{Seconds(0), "C"}, {Seconds(2), "F"}};
        QCOMPARE(magentas(sequence, {.bars = 1, .chords = true}).size(), 2U);
        QCOMPARE(magentas(sequence, {.bars = 1}).size(), 1U);
    }

    void silenceIsNoMusic() {
        QVERIFY(MelodyCodec({}).extract({}).error().code() == ErrorCode::NoMusic);
        NoteSequence sequence;
        sequence.notes = {drum(60, 0)};
        QVERIFY(MelodyCodec({}).extract(sequence).error().code() == ErrorCode::NoMusic);
        QVERIFY(MelodyCodec({}).extract({}, kMagenta)->windows.empty());
    }

    void examplesHoldTheTensorsOfTheWindows() {
        NoteSequence sequence;
        sequence.notes = {pitched(60, 0, 20)};
        const MelodyCodec codec({.bars = 3});
        const auto examples = codec.examples(sequence, {});
        QVERIFY(examples);
        const Example& example = examples->windows.at(0).pattern;
        QVERIFY(codec.fromTensor(example.input) == codec.extract(sequence)->windows.at(0).pattern);
        QVERIFY(example.input == example.output);
        QVERIFY(example.control.empty());
        QVERIFY(example.lengths == std::vector{32}); // the bars that sound
        QVERIFY(std::get<MelodyCodecConfig>(codec.configuration()) == codec.config());
    }

    void anyMusicGivesWindowsOrAReason() {
        for (std::uint64_t seed = 0; seed < 500; ++seed) {
            Random random(seed);
            const NoteSequence sequence = wildSequence(random);
            const MelodyCodec codec({.bars = random.chance(0.5) ? 2 : 4, .stepsPerBeat = random.chance(0.7) ? 4 : 12});
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
            for (const MelodyWindow& window : extraction->windows | std::views::take(50)) {
                QVERIFY2(window.pattern.steps() == codec.config().steps(), where);
                std::vector<float> tensor(window.pattern.events.size() * 90);
                codec.toTensor(window.pattern, tensor);
                QVERIFY2(codec.fromTensor(tensor) == window.pattern, where);
            }
        }
    }

    void hugePiecesTakeLinearTime() {
        NoteSequence sequence;
        for (int i = 0; i < 40'000; ++i)
            sequence.notes.push_back(pitched(30 + i % 60, i % 20'000, i % 20'000 + 0.9, i % 300));
        QVERIFY(MelodyCodec({}).extract(sequence));
        QVERIFY(MelodyCodec({}).extract(sequence, kMagenta));
        sequence.notes.clear(); // many that are held through all the bars there are
        for (int i = 0; i < 3000; ++i)
            sequence.notes.push_back(pitched(60, 0, 150'000, i));
        QCOMPARE(MelodyCodec({}).extract(sequence)->windows.size(), 3000U);
        for (int i = 0; i < 20'000; ++i) // and as many runs of bars
            sequence.timeSignatures.push_back({Seconds(i * 0.5), i % 2 == 0 ? 1 : 3, 4});
        QCOMPARE(MelodyCodec({}).extract(sequence)->windows.size(), 3000U);
    }

    void melodiesOfPop909AreFoundUnlessTheirBarsAreOfThree() {
        const std::filesystem::path folder = std::filesystem::path(SEGUE_SHARED) / "data/pop909";
        if (!std::filesystem::exists(folder))
            QSKIP("POP909 is not here");
        const MelodyCodec codec({});
        int songs = 0;
        for (const auto& file : std::filesystem::directory_iterator(folder)) {
            if (file.path().extension() != ".mid" || ++songs > 60)
                continue;
            const auto sequence = files::readMidiFile(file.path());
            QVERIFY(sequence);
            const auto extraction = codec.extract(*sequence);
            if (!extraction) {
                QVERIFY2(extraction.error().code() == ErrorCode::Unsupported, extraction.error().text().c_str());
                continue;
            }
            std::map<int, int> windows; // the melody, the bridge and the piano
            for (const MelodyWindow& window : extraction->windows)
                ++windows[window.instrument];
            QVERIFY2(windows.size() == 3 && windows[0] > 20, file.path().c_str());
            QVERIFY(extraction->report.phase);
        }
    }
};

QTEST_APPLESS_MAIN(TestMelodyCodec)
#include "tst_MelodyCodec.moc"
