#include "core/codec/GrooveCodec.h"

#include "core/base/Random.h"
#include "core/files/MidiFile.h"

#include <QTest>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <memory>
#include <sstream>

using namespace segue;
using namespace segue::codec;
using music::DrumPattern;
using music::kDrumClasses;
using music::NoteSequence;

namespace {

architecture::GrooveCodecConfig bars(int count) {
    architecture::GrooveCodecConfig config;
    config.bars = count;
    return config;
}

music::Note drum(int pitch, double start, int velocity = 100) {
    return {.pitch = MidiPitch(static_cast<std::uint8_t>(pitch)),
            .velocity = Velocity(static_cast<std::uint8_t>(velocity)),
            .start = Seconds(start),
            .end = Seconds(start + 0.1),
            .isDrum = true};
}

/// At 120 a sixteenth lasts an eighth of a second.
constexpr double kStep = 0.125;

/// A kick at the beginning of each of `count` bars.
NoteSequence kicks(int count) {
    NoteSequence sequence;
    sequence.name = "kicks.mid";
    for (int bar = 0; bar < count; ++bar)
        sequence.notes.push_back(drum(36, bar * 16 * kStep));
    return sequence;
}

/// Some hits with velocities of MIDI and microtimings that toNotes() writes unchanged; at least one in the last bar.
DrumPattern randomPattern(int steps, Random& random) {
    DrumPattern pattern(steps);
    for (int step = 0; step < steps; ++step) {
        for (int drum = 0; drum < kDrumClasses; ++drum) {
            if (!random.chance(0.15) && !(step == steps - 1 && drum == 0))
                continue;
            const auto velocity = static_cast<float>(1 + random.below(127)) / 127.0F;
            const double earliest = step == 0 ? 0.0 : -0.49; // nothing sounds before time 0
            pattern.at(step, drum) = {true, 1.0F, velocity, static_cast<float>(random.uniform(earliest, 0.49))};
        }
    }
    return pattern;
}

bool nearlyEqual(const DrumPattern& a, const DrumPattern& b, float tolerance) {
    if (a.steps() != b.steps())
        return false;
    for (int step = 0; step < a.steps(); ++step)
        for (int drum = 0; drum < kDrumClasses; ++drum) {
            const auto& x = a.at(step, drum);
            const auto& y = b.at(step, drum);
            if (x.hit != y.hit || std::abs(x.probability - y.probability) > tolerance ||
                std::abs(x.velocity - y.velocity) > tolerance || std::abs(x.microtiming - y.microtiming) > tolerance)
                return false;
        }
    return true;
}

} // namespace

class TestGrooveCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void notesOfAPatternGiveThePatternBack_data() {
        QTest::addColumn<double>("tempo");
        QTest::addColumn<int>("length");
        QTest::newRow("two bars at 120") << 120.0 << 2;
        QTest::newRow("four bars, slow") << 47.3 << 4;
        QTest::newRow("one bar, fast") << 291.0 << 1;
    }
    void notesOfAPatternGiveThePatternBack() {
        QFETCH(double, tempo);
        QFETCH(int, length);
        const GrooveCodec codec(bars(length));
        Random random(17); // the seed of every pattern below
        for (int i = 0; i < 200; ++i) {
            const DrumPattern pattern = randomPattern(length * 16, random);
            const auto back = codec.extract(codec.toNotes(pattern, Bpm(tempo)));
            QVERIFY(back);
            QCOMPARE(back->windows.size(), 1U);
            QVERIFY(!back->windows.front().padded);
            QCOMPARE(back->report.shadowed, 0);
            QVERIFY(nearlyEqual(back->windows.front().pattern, pattern, 1e-5F));
        }
    }

    void midiFileOfAPatternGivesThePatternBack() {
        const GrooveCodec codec(bars(2));
        Random random(19);
        for (int i = 0; i < 100; ++i) {
            const DrumPattern pattern = randomPattern(32, random);
            const auto read = files::readMidi(files::writeMidi(codec.toNotes(pattern, Bpm(random.uniform(40, 240)))));
            QVERIFY(read);
            const auto back = codec.extract(*read);
            QVERIFY(back);
            QCOMPARE(back->windows.size(), 1U);
            // A tick is 1/120 of a step, and the tempo is rounded to a microsecond a beat.
            QVERIFY(nearlyEqual(back->windows.front().pattern, pattern, 0.006F));
        }
    }

    void tensorOfAPatternGivesThePatternBack() {
        const GrooveCodec codec(bars(2));
        Random random(18);
        for (int i = 0; i < 100; ++i) {
            const DrumPattern pattern = randomPattern(32, random);
            std::vector<float> tensor(32 * 27, -7.0F);
            codec.toTensor(pattern, tensor);
            QVERIFY(codec.fromTensor(tensor) == pattern);
        }
    }

    void tensorIsLaidOutAsMagentas() {
        const GrooveCodec codec(bars(1));
        DrumPattern pattern(16);
        pattern.at(3, 1) = {true, 1.0F, 0.5F, 0.25F}; // a late snare
        pattern.at(4, 2) = {false, 0.3F, 0.9F, 0.1F}; // what a model says of a hit that is none
        std::vector<float> tensor(16 * 27);
        codec.toTensor(pattern, tensor);
        QCOMPARE(tensor[3 * 27 + 1], 1.0F);
        QCOMPARE(tensor[3 * 27 + 9 + 1], 0.5F);
        QCOMPARE(tensor[3 * 27 + 18 + 1], -0.5F); // positive is early
        QCOMPARE(std::ranges::count(tensor, 0.0F), 16 * 27 - 3);
    }

    void hitsBeforeTheBeginningAreMovedToIt() {
        const GrooveCodec codec(bars(1));
        DrumPattern pattern(16);
        pattern.at(0, 0) = {true, 1.0F, 1.0F, -0.4F};
        const auto notes = codec.toNotes(pattern, Bpm(120));
        QCOMPARE(notes.notes.size(), 1U);
        QCOMPARE(notes.notes[0].start.value, 0.0);
        QCOMPARE(notes.notes[0].end.value, kStep);
        QVERIFY(notes.notes[0].isDrum);
    }

    void velocityNeverBecomesSilence() {
        const GrooveCodec codec(bars(1));
        DrumPattern pattern(16);
        pattern.at(0, 0) = {true, 1.0F, 0.0F, 0.0F};
        pattern.at(1, 0) = {true, 1.0F, 1.0F, 0.0F};
        const auto notes = codec.toNotes(pattern, Bpm(120)).notes;
        QCOMPARE(int{notes.at(0).velocity.value}, 1);
        QCOMPARE(int{notes.at(1).velocity.value}, 127);
    }

    void noteThatIsAlmostInTheNextBarBelongsToIt() {
        NoteSequence sequence = kicks(1);
        sequence.notes.push_back(drum(38, 15.6 * kStep));
        const auto one = GrooveCodec(bars(1)).extract(sequence);
        QVERIFY(one);
        QCOMPARE(one->windows.size(), 2U);
        const auto& snare = one->windows[1].pattern.at(0, 1);
        QVERIFY(snare.hit);
        QVERIFY(std::abs(snare.microtiming + 0.4F) < 1e-5F);
    }

    void loudestNoteOfAStepWinsAndTheOthersAreCounted() {
        NoteSequence sequence;
        sequence.notes = {drum(38, 0.0, 40), drum(40, 0.01, 90), drum(37, 0.02, 60), drum(36, 0.0, 10)};
        const auto extraction = GrooveCodec(bars(1)).extract(sequence);
        QVERIFY(extraction);
        QCOMPARE(extraction->report.notes, 2);
        QCOMPARE(extraction->report.shadowed, 2);
        const auto& snare = extraction->windows.at(0).pattern.at(0, 1);
        QCOMPARE(snare.velocity, 90.0F / 127.0F);
        QVERIFY(std::abs(snare.microtiming - 0.08F) < 1e-5F);
    }

    void gridFollowsTheTempoMap() {
        // Half a bar at 120, then at 60, then at 240: a kick on every beat.
        NoteSequence sequence;
        sequence.tempos = {{Seconds(0), Bpm(120)}, {Seconds(1), Bpm(60)}, {Seconds(3), Bpm(240)}};
        for (const double time : {0.0, 0.5, 1.0, 2.0, 3.0, 3.25, 3.5, 3.75})
            sequence.notes.push_back(drum(36, time));
        const auto extraction = GrooveCodec(bars(2)).extract(sequence);
        QVERIFY(extraction);
        QCOMPARE(extraction->report.tempoChanges, 2);
        QCOMPARE(extraction->windows.size(), 1U);
        for (int step = 0; step < 32; ++step) {
            const auto& kick = extraction->windows[0].pattern.at(step, 0);
            QCOMPARE(kick.hit, step % 4 == 0);
            QVERIFY(std::abs(kick.microtiming) < 1e-6F);
        }
    }

    void windowsCoverThePiece_data() {
        QTest::addColumn<int>("length"); // of the piece in bars
        QTest::addColumn<int>("window");
        QTest::addColumn<int>("hop");
        QTest::addColumn<bool>("padShort");
        QTest::addColumn<QList<int>>("starts");
        QTest::addColumn<bool>("lastPadded");
        QTest::newRow("hop of a bar") << 4 << 2 << 1 << true << QList<int>{0, 1, 2} << false;
        QTest::newRow("exactly one") << 2 << 2 << 1 << true << QList<int>{0} << false;
        QTest::newRow("short") << 1 << 2 << 1 << true << QList<int>{0} << true;
        QTest::newRow("no overlap, with a rest") << 5 << 2 << 2 << true << QList<int>{0, 2, 4} << true;
        QTest::newRow("no overlap, rest dropped") << 5 << 2 << 2 << false << QList<int>{0, 2} << false;
        QTest::newRow("overlapping rest") << 5 << 4 << 2 << true << QList<int>{0, 2} << true;
        QTest::newRow("one rest is enough") << 11 << 8 << 4 << true << QList<int>{0, 4} << true;
        QTest::newRow("hop beyond the window") << 4 << 1 << 3 << true << QList<int>{0, 3} << false;
    }
    void windowsCoverThePiece() {
        QFETCH(int, length);
        QFETCH(int, window);
        QFETCH(int, hop);
        QFETCH(bool, padShort);
        QFETCH(QList<int>, starts);
        QFETCH(bool, lastPadded);
        const auto extraction =
            GrooveCodec(bars(window)).extract(kicks(length), {.hopBars = hop, .padShort = padShort});
        QVERIFY(extraction);
        QList<int> found;
        for (const Window& each : extraction->windows) {
            found.append(each.bar);
            QCOMPARE(each.pattern.steps(), window * 16);
            QCOMPARE(each.padded, lastPadded && &each == &extraction->windows.back());
        }
        QCOMPARE(found, starts);
    }

    void shortPieceIsRefusedOnlyWhenAskedTo() {
        const auto extraction = GrooveCodec(bars(2)).extract(kicks(1), {.padShort = false});
        QVERIFY(extraction.error().code() == ErrorCode::NoMusic);
    }

    void silentWindowsAreLeftOutUnlessWanted() {
        NoteSequence sequence = kicks(1);
        sequence.notes.push_back(drum(36, 5 * 16 * kStep));
        QCOMPARE(GrooveCodec(bars(1)).extract(sequence)->windows.size(), 2U);
        QCOMPARE(GrooveCodec(bars(1)).extract(sequence, {.minimumHits = 0})->windows.size(), 6U);
        const auto none = GrooveCodec(bars(1)).extract(sequence, {.minimumHits = 3});
        QVERIFY(none.error().code() == ErrorCode::NoMusic);
        QVERIFY(none.error().text().find("kicks.mid") != std::string::npos);
    }

    void timeSignatureDecidesWhetherItCanBeRead_data() {
        QTest::addColumn<int>("numerator");
        QTest::addColumn<int>("denominator");
        QTest::addColumn<bool>("readable");
        QTest::newRow("4/4") << 4 << 4 << true;
        QTest::newRow("2/2") << 2 << 2 << true;
        QTest::newRow("8/8") << 8 << 8 << true;
        QTest::newRow("3/4") << 3 << 4 << false;
        QTest::newRow("6/8") << 6 << 8 << false;
        QTest::newRow("5/4") << 5 << 4 << false;
    }
    void timeSignatureDecidesWhetherItCanBeRead() {
        QFETCH(int, numerator);
        QFETCH(int, denominator);
        QFETCH(bool, readable);
        const GrooveCodec codec(bars(2));
        NoteSequence sequence = kicks(4);
        sequence.timeSignatures = {{Seconds(0), numerator, denominator}};
        const auto extraction = codec.extract(sequence);
        QCOMPARE(extraction.has_value(), readable);
        if (!readable)
            QVERIFY(extraction.error().code() == ErrorCode::Unsupported);
        sequence.timeSignatures = {{Seconds(0), 4, 4}, {Seconds(2), numerator, denominator}};
        QCOMPARE(codec.extract(sequence).has_value(), readable);
        sequence.timeSignatures = {{Seconds(0), numerator, denominator}, {Seconds(0), 4, 4}};
        QVERIFY(codec.extract(sequence)); // replaced at once
        sequence.timeSignatures = {{Seconds(0), 4, 4}, {Seconds(100), numerator, denominator}};
        QVERIFY(codec.extract(sequence)); // after the last note
    }

    void modelsMapGoesBeforeGeneralMidi() {
        NoteSequence sequence;
        // 45 is a mid tom of the Roland map, a low tom in General MIDI; 56, a cowbell, only General MIDI knows.
        sequence.notes = {drum(45, 0.0), drum(56, kStep), drum(2, 2 * kStep), drum(2, 3 * kStep)};
        const auto extraction = GrooveCodec(bars(1)).extract(sequence);
        QVERIFY(extraction);
        const DrumPattern& pattern = extraction->windows.at(0).pattern;
        QVERIFY(pattern.at(0, 5).hit);
        QVERIFY(pattern.at(1, 1).hit);
        QCOMPARE(extraction->report.notes, 2);
        QVERIFY((extraction->report.unmappedPitches == std::map<int, int>{{2, 2}}));
    }

    void aReadingMapStandsInForBothMaps() {
        auto map = std::make_shared<music::DrumMap>(music::rolandDrumMap());
        map->classes[7].pitches.emplace_back(std::uint8_t{2}); // a crash on this kit
        map->classes[8].pitches = {MidiPitch(36)};
        NoteSequence sequence;
        sequence.notes = {drum(2, 0.0), drum(36, kStep), drum(56, 2 * kStep)};
        ExtractionOptions options;
        options.readingMap = map;
        const auto extraction = GrooveCodec(bars(1)).extract(sequence, options);
        QVERIFY(extraction);
        const DrumPattern& pattern = extraction->windows.at(0).pattern;
        QVERIFY(pattern.at(0, 7).hit);
        QVERIFY(pattern.at(1, 0).hit); // of two rows that claim a pitch the lower one has it
        QVERIFY((extraction->report.unmappedPitches == std::map<int, int>{{56, 1}}));
    }

    void otherChannelsCountOnlyWhereTheDrumChannelIsEmpty() {
        NoteSequence sequence = kicks(2);
        sequence.notes.push_back(drum(38, kStep));
        sequence.notes.back().isDrum = false;
        const GrooveCodec codec(bars(2));
        QCOMPARE(codec.extract(sequence)->report.notes, 2);
        for (auto& note : sequence.notes)
            note.isDrum = false;
        QCOMPARE(codec.extract(sequence)->report.notes, 3);
        QVERIFY(codec.extract(sequence, {.acceptAnyChannel = false}).error().code() == ErrorCode::NoMusic);
    }

    void brokenTimesCostAnErrorNotMemory_data() {
        QTest::addColumn<double>("time");
        QTest::newRow("far away") << 1e12;
        QTest::newRow("infinite") << std::numeric_limits<double>::infinity();
        QTest::newRow("no number") << std::numeric_limits<double>::quiet_NaN();
        QTest::newRow("before the beginning") << -1e12;
    }
    void brokenTimesCostAnErrorNotMemory() {
        QFETCH(double, time);
        NoteSequence sequence = kicks(1);
        sequence.notes.push_back(drum(36, time));
        const auto extraction = GrooveCodec(bars(2)).extract(sequence);
        QVERIFY(!extraction);
        QVERIFY(extraction.error().code() == (std::isfinite(time) ? ErrorCode::Unsupported : ErrorCode::Malformed));
    }

    /// The figures were counted independently, with another reader.
    void windowsOfTheGrooveDatasetAreAllFound() {
        const std::filesystem::path folder = std::filesystem::path(SEGUE_SHARED) / "data/groove";
        std::ifstream table(folder / "info.csv");
        if (!table)
            QSKIP("the Groove MIDI Dataset is not here");
        const GrooveCodec codec(bars(2));
        std::map<std::string, int> windows;
        int notes = 0, shadowed = 0, unmapped = 0, padded = 0, refused = 0;
        std::string line;
        std::getline(table, line); // the heading
        while (std::getline(table, line)) {
            std::vector<std::string> fields;
            std::istringstream fieldStream(line);
            for (std::string field; std::getline(fieldStream, field, ',');)
                fields.push_back(field);
            const auto sequence = files::readMidiFile(folder / fields.at(7));
            QVERIFY2(sequence, fields.at(7).c_str());
            const auto extraction = codec.extract(*sequence, {.minimumHits = 0});
            QCOMPARE(extraction.has_value(), fields.at(6) == "4-4");
            if (!extraction) {
                ++refused;
                continue;
            }
            windows[fields.at(10)] += static_cast<int>(extraction->windows.size());
            notes += extraction->report.notes + extraction->report.shadowed;
            shadowed += extraction->report.shadowed;
            unmapped += static_cast<int>(extraction->report.unmappedPitches.size());
            padded += extraction->windows.front().padded ? 1 : 0;
        }
        QCOMPARE(unmapped, 0);
        QCOMPARE(refused, 12);
        QCOMPARE(notes, 433605);
        QCOMPARE(shadowed, 30357);
        QCOMPARE(padded, 498);
        QCOMPARE(windows["train"], 16940);
        QCOMPARE(windows["validation"], 2110);
        QCOMPARE(windows["test"], 2124);
    }

    void tripletsSurviveAsFarAsAMidiFile() {
        architecture::GrooveCodecConfig config = bars(2);
        config.stepsPerBeat = 12;
        const GrooveCodec codec(config);
        Random random(23);
        for (int i = 0; i < 50; ++i) {
            DrumPattern pattern(96, 12);
            for (int step = 0; step < 96; ++step)
                for (int drum = 0; drum < kDrumClasses; ++drum)
                    if (random.chance(0.1) || (step == 95 && drum == 0))
                        pattern.at(step, drum) = {true, 1.0F, static_cast<float>(1 + random.below(127)) / 127.0F,
                                                  static_cast<float>(random.uniform(step == 0 ? 0.0 : -0.48, 0.48))};
            const auto read = files::readMidi(files::writeMidi(codec.toNotes(pattern, Bpm(random.uniform(40, 240)))));
            QVERIFY(read);
            const auto back = codec.extract(*read);
            QVERIFY(back);
            QCOMPARE(back->windows.size(), 1U);
            QCOMPARE(back->windows.front().pattern.stepsPerBeat(), 12);
            // A tick is a fortieth of a step.
            QVERIFY(nearlyEqual(back->windows.front().pattern, pattern, 0.014F));
            std::vector<float> tensor(96 * 27);
            codec.toTensor(back->windows.front().pattern, tensor);
            QVERIFY(codec.fromTensor(tensor) == back->windows.front().pattern);
        }
    }

    void onlyFullWindowsSideBySideByMagentasRules_data() {
        QTest::addColumn<int>("length");
        QTest::addColumn<QList<int>>("starts");
        QTest::addColumn<bool>("restDropped");
        QTest::newRow("short") << 1 << QList<int>{} << true;
        QTest::newRow("exactly one") << 2 << QList<int>{0} << false;
        QTest::newRow("a rest") << 5 << QList<int>{0, 2} << true;
        QTest::newRow("two") << 4 << QList<int>{0, 2} << false;
    }
    void onlyFullWindowsSideBySideByMagentasRules() {
        QFETCH(int, length);
        QFETCH(QList<int>, starts);
        QFETCH(bool, restDropped);
        const auto extraction = GrooveCodec(bars(2)).extract(kicks(length), {.rules = Rules::Magenta});
        QVERIFY(extraction);
        QList<int> found;
        for (const Window& window : extraction->windows) {
            found.append(window.bar);
            QVERIFY(!window.padded);
        }
        QCOMPARE(found, starts);
        QCOMPARE(extraction->report.drops.contains(DropReason::TooShort), restDropped);
    }

    void silentWindowsCountByMagentasRules() {
        NoteSequence sequence = kicks(1);
        sequence.notes.push_back(drum(36, 3 * 16 * kStep));
        QCOMPARE(GrooveCodec(bars(1)).extract(sequence, {.rules = Rules::Magenta})->windows.size(), 4U);
    }

    void examplesHoldWhatAModelSees() {
        architecture::GrooveCodecConfig config = bars(2);
        config.tapify = true;
        config.hitsAsControls = true;
        const GrooveCodec codec(config);
        const auto examples = codec.examples(kicks(3), {.hopBars = 2});
        const auto patterns = codec.extract(kicks(3), {.hopBars = 2});
        QVERIFY(examples && patterns);
        QCOMPARE(examples->windows.size(), 2U);
        QVERIFY(examples->report == patterns->report);
        for (std::size_t i = 0; i < 2; ++i) {
            const auto& [example, bar, instrument, padded] = examples->windows[i];
            std::vector<float> input(32 * 27), output(32 * 27), control(32 * 9);
            codec.toInput(patterns->windows[i].pattern, input);
            codec.toTensor(patterns->windows[i].pattern, output);
            codec.toControl(patterns->windows[i].pattern, control);
            QVERIFY(example.input == input && example.output == output && example.control == control);
            QVERIFY(example.input != example.output);
            QCOMPARE(bar, static_cast<int>(i) * 2);
            QCOMPARE(padded, i == 1);
            QVERIFY(example.lengths == std::vector{i == 0 ? 32 : 16}); // the third bar alone
        }
        QVERIFY(codec.notesFromOutput(examples->windows[0].pattern.output, Bpm(90)) ==
                codec.toNotes(patterns->windows[0].pattern, Bpm(90)));
    }

    void notesAreLeftOutOfExamplesOnlyForLearning() {
        architecture::GrooveCodecConfig config = bars(1);
        config.noteDropout = 1.0F;
        const GrooveCodec codec(config);
        const auto hits = [](const Examples& examples) {
            std::vector<float> first;
            for (const auto& window : examples.windows)
                first.push_back(window.pattern.input[0]);
            return first;
        };
        NoteSequence sequence = kicks(40);
        for (auto& note : sequence.notes)
            note.velocity = Velocity(1);
        QCOMPARE(std::ranges::count(hits(*codec.examples(sequence, {})), 1.0F), 40);
        const auto learned = hits(*codec.examples(sequence, {.dropoutSeed = 4}));
        QVERIFY(std::ranges::count(learned, 1.0F) > 5 && std::ranges::count(learned, 1.0F) < 35);
        QVERIFY(learned == hits(*codec.examples(sequence, {.dropoutSeed = 4})));
        QVERIFY(learned != hits(*codec.examples(sequence, {.dropoutSeed = 5})));
    }

    void silenceIsNoMusic() {
        QVERIFY(GrooveCodec(bars(2)).extract({}).error().code() == ErrorCode::NoMusic);
        NoteSequence sequence;
        sequence.notes = {drum(36, 0.0, 0)};
        QVERIFY(GrooveCodec(bars(2)).extract(sequence).error().code() == ErrorCode::NoMusic);
        sequence.notes = {drum(2, 0.0)};
        QVERIFY(GrooveCodec(bars(2)).extract(sequence).error().code() == ErrorCode::NoMusic);
    }
};

QTEST_APPLESS_MAIN(TestGrooveCodec)
#include "tst_GrooveCodec.moc"
