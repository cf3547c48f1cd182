#include "core/codec/DrumsCodec.h"

#include "tests/core/codec/PitchedMusic.h"

#include <QTest>

#include <ranges>

using namespace segue;
using namespace segue::codec;
using namespace segue::test;
using architecture::DrumsCodecConfig;
using music::HitPattern;
using music::NoteSequence;

namespace {

const ExtractionOptions kMagenta{.rules = Rules::Magenta};

/// Any sets of drums; one at least in the last bar.
HitPattern randomPattern(const DrumsCodecConfig& config, Random& random) {
    HitPattern pattern{config.stepsPerBeat, std::vector<std::uint64_t>(static_cast<std::size_t>(config.steps()))};
    for (std::uint64_t& drums : pattern.steps)
        if (random.chance(0.4))
            drums = std::uint64_t{1} << random.below(static_cast<std::uint64_t>(config.drumMap.size())) |
                    std::uint64_t{1} << random.below(static_cast<std::uint64_t>(config.drumMap.size()));
    pattern.steps.front() |= 1;
    pattern.steps[pattern.steps.size() - 3] |= 2;
    return pattern;
}

} // namespace

class TestDrumsCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void patternComesBackFromNotesAndTensors_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("one-hot") << 0;
        QTest::newRow("roll of all pitches") << 1;
        QTest::newRow("one-hot with triplets") << 2;
    }
    void patternComesBackFromNotesAndTensors() {
        QFETCH(int, kind);
        using Output = DrumsCodecConfig::Output;
        const DrumsCodec codec(kind == 0   ? DrumsCodecConfig{}
                               : kind == 1 ? DrumsCodecConfig{.output = Output::Roll, .drumMap = music::fullDrumMap()}
                                           : DrumsCodecConfig{.bars = 1, .stepsPerBeat = 12});
        const auto shape = architecture::tensorShape(codec.configuration());
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            Random random(seed);
            const QByteArray where = QByteArray("seed ") + QByteArray::number(static_cast<qulonglong>(seed));
            const HitPattern pattern = randomPattern(codec.config(), random);
            const NoteSequence notes = codec.toNotes(pattern, Bpm(random.uniform(40, 240)));
            for (const Rules rules : {Rules::Segue, Rules::Magenta}) {
                const auto back = codec.extract(notes, {.rules = rules});
                QVERIFY2(back && back->windows.size() == 1 && back->windows.front().pattern == pattern, where);
            }
            std::vector<float> tensor(pattern.steps.size() * static_cast<std::size_t>(shape.output), -7.0F);
            codec.toTensor(pattern, tensor);
            QVERIFY2(codec.fromTensor(tensor) == pattern, where);
            QVERIFY2(codec.notesFromOutput(tensor, Bpm(120)) == codec.toNotes(pattern, Bpm(120)), where);
        }
    }

    void tensorsAreLaidOutAsMagentas() {
        const DrumsCodec codec({.bars = 1});
        HitPattern pattern{4, std::vector<std::uint64_t>(16)};
        pattern.steps[1] = 0b101; // kick and closed hat
        std::vector<float> input(16 * 10);
        codec.toInput(pattern, input);
        QCOMPARE(input[9], 1.0F); // silence
        QVERIFY(
            (std::vector(input.begin() + 10, input.begin() + 20) == std::vector<float>{1, 0, 1, 0, 0, 0, 0, 0, 0, 0}));
        std::vector<float> output(16 * 512);
        codec.toTensor(pattern, output);
        QCOMPARE(output[0], 1.0F);
        QCOMPARE(output[512 + 5], 1.0F);
        QCOMPARE(std::ranges::count(output, 1.0F), 16);
    }

    void notesAreOfTheFirstPitchOfEachDrum() {
        const DrumsCodec codec({.bars = 1});
        const NoteSequence notes = codec.toNotes({4, {0, 0b1000'0010}}, Bpm(60));
        QCOMPARE(notes.notes.size(), 2U);
        QCOMPARE(notes.notes[0].pitch.value, 38);
        QCOMPARE(notes.notes[1].pitch.value, 49);
        QCOMPARE(notes.notes[0].velocity.value, 80);
        QCOMPARE(notes.notes[0].instrument, 9);
        QVERIFY(notes.notes[0].isDrum);
        QCOMPARE(notes.notes[0].start.value, 0.25);
        QCOMPARE(notes.notes[0].end.value, 0.5);
    }

    void bothVersionsOfMagentasMapCanBeUsed() {
        // Before April 2019 43 was a high tom and 52 a ride.
        music::DrumMap old = music::generalMidiDrumMap();
        std::erase(old.classes[4].pitches, MidiPitch(43));
        old.classes[6].pitches.emplace_back(43);
        NoteSequence sequence;
        sequence.notes = {drum(43, 0)};
        const auto drumsOf = [&](const music::DrumMap& map) {
            return DrumsCodec({.drumMap = map}).extract(sequence)->windows.at(0).pattern.steps.at(0);
        };
        QCOMPARE(drumsOf(music::generalMidiDrumMap()), 1U << 4);
        QCOMPARE(drumsOf(old), 1U << 6);
    }

    void magentasTracksEndBeforeABarOfSilence_data() {
        QTest::addColumn<int>("next");
        QTest::addColumn<int>("windows");
        QTest::addColumn<int>("short");
        QTest::newRow("fifteen empty steps") << 16 + 16 << 2 << 0;
        QTest::newRow("sixteen") << 16 + 17 << 1 << 1;
    }
    void magentasTracksEndBeforeABarOfSilence() {
        QFETCH(int, next);
        QFETCH(int, windows);
        NoteSequence sequence;
        sequence.notes = {drum(36, 0), drum(38, 16), drum(36, next)};
        const auto extraction = DrumsCodec({}).extract(sequence, kMagenta);
        QCOMPARE(static_cast<int>(extraction->windows.size()), windows);
        QTEST(extraction->report.drops.contains(DropReason::TooShort) ? 1 : 0, "short");
    }

    void magentaReadsTheDrumChannelAndItsOwnPitchesOnly() {
        NoteSequence sequence;
        sequence.notes = {drum(36, 0), pitched(38, 4, 5), drum(2, 8), drum(36, 16)};
        const auto extraction = DrumsCodec({}).extract(sequence, kMagenta);
        QCOMPARE(extraction->windows.at(0).pattern.hits(), 2);
        QVERIFY((extraction->report.unmappedPitches == std::map<int, int>{{2, 1}}));
        sequence.notes = {pitched(36, 0, 1)};
        QCOMPARE(DrumsCodec({}).extract(sequence, kMagenta)->report.drops.at(DropReason::NoNotes), 1);
    }

    void magentasEqualWindowsCountOnceAndAHundredBarsAtMost() {
        NoteSequence sequence;
        for (int bar = 0; bar < 120; ++bar)
            sequence.notes.push_back(drum(36, bar * 16));
        const auto extraction = DrumsCodec({}).extract(sequence, kMagenta);
        QCOMPARE(extraction->windows.size(), 1U);
        QCOMPARE(extraction->report.drops.at(DropReason::Duplicate), 98);
        QCOMPARE(extraction->report.drops.at(DropReason::TooLong), 1);
    }

    void shortPieceIsPaddedAndAHugeGapIsSteppedOver() {
        NoteSequence sequence;
        sequence.notes = {drum(36, 0), drum(38, 16 * 5000)};
        const DrumsCodec codec({});
        const auto extraction = codec.extract(sequence);
        std::vector<int> bars;
        for (const HitWindow& window : extraction->windows)
            bars.push_back(window.bar);
        QVERIFY((bars == std::vector{0, 4999}));
        sequence.notes.resize(1);
        const auto padded = codec.examples(sequence, {});
        QVERIFY(padded->windows.at(0).padded);
        QVERIFY(padded->windows.at(0).pattern.lengths == std::vector{16});
        QVERIFY(codec.extract(sequence, {.minimumHits = 2}).error().code() == ErrorCode::NoMusic);
    }

    void otherChannelsCountOnlyWhereTheDrumChannelIsEmpty() {
        NoteSequence sequence;
        sequence.notes = {pitched(36, 0, 1), pitched(5, 0, 1), pitched(38, 4, 5)};
        const DrumsCodec codec({});
        QCOMPARE(codec.extract(sequence)->report.notes, 2);
        QVERIFY(codec.extract(sequence, {.acceptAnyChannel = false}).error().code() == ErrorCode::NoMusic);
        sequence.notes.push_back(drum(42, 8));
        QCOMPARE(codec.extract(sequence)->report.notes, 1);
    }

    void silenceIsNoMusic() {
        QVERIFY(DrumsCodec({}).extract({}).error().code() == ErrorCode::NoMusic);
        NoteSequence sequence;
        sequence.notes = {drum(2, 0)};
        QVERIFY(DrumsCodec({}).extract(sequence).error().code() == ErrorCode::NoMusic);
        sequence.notes = {drum(36, 0)};
        sequence.timeSignatures = {{Seconds(0), 5, 4}};
        QVERIFY(DrumsCodec({}).extract(sequence).error().code() == ErrorCode::Unsupported);
    }

    void anyMusicGivesWindowsOrAReason() {
        for (std::uint64_t seed = 0; seed < 500; ++seed) {
            Random random(seed);
            const NoteSequence sequence = wildSequence(random);
            const DrumsCodec codec({.stepsPerBeat = random.chance(0.7) ? 4 : 12});
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
            for (const HitWindow& window : extraction->windows | std::views::take(20)) {
                std::vector<float> tensor(static_cast<std::size_t>(codec.config().steps()) * 512);
                codec.toTensor(window.pattern, tensor);
                QVERIFY2(codec.fromTensor(tensor) == window.pattern, where);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestDrumsCodec)
#include "tst_DrumsCodec.moc"
