#include "core/playback/PatternLoop.h"

#include "core/base/Random.h"
#include "core/playback/DrumLoop.h"
#include "tests/support/RandomModel.h"

#include <QTest>

#include <algorithm>

using namespace segue;
using namespace segue::playback;
using music::MelodyEvent;

namespace {

std::unique_ptr<const codec::Codec> codecOf(const architecture::CodecConfig& config) {
    return codec::makeCodec(config).value();
}

music::MelodyPattern busyMelody(int steps, int pitch) {
    music::MelodyPattern melody;
    for (int step = 0; step < steps; ++step)
        melody.events.push_back(MelodyEvent::on(MidiPitch(static_cast<std::uint8_t>(pitch + step % 2))));
    return melody;
}

const LoopNote* noteOn(const LoopPattern& loop, int channel) {
    const auto found = std::ranges::find(loop.all(), channel, &LoopNote::channel);
    return found == loop.all().end() ? nullptr : &*found;
}

} // namespace

class TestPatternLoop : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void drumsArePlayedAsADrumLoop() {
        Random random(5);
        const auto pattern = test::randomPattern(32, 0.3, random);
        const auto codec = codecOf(architecture::GrooveCodecConfig{});
        const LoopPattern loop = patternLoop(pattern, *codec);
        const LoopPattern drums = drumLoop(pattern, music::rolandDrumMap());
        QCOMPARE(loop.noteCount, drums.noteCount);
        QVERIFY(std::ranges::equal(loop.all(), drums.all(), {}, &LoopNote::start, &LoopNote::start));
        QVERIFY(std::ranges::count(loop.programs, LoopPattern::kAnyProgram) == 16);
    }

    void melodyIsAPianoOnTheFirstChannel() {
        music::MelodyPattern melody;
        melody.events.resize(32);
        melody.events[4] = MelodyEvent::on(MidiPitch(60));
        melody.events[7] = MelodyEvent::off();
        melody.events[30] = MelodyEvent::on(MidiPitch(64));
        const LoopPattern loop = patternLoop(melody, *codecOf(architecture::MelodyCodecConfig{}));
        QCOMPARE(loop.steps, 32);
        QCOMPARE(loop.stepsPerBeat, 4);
        QCOMPARE(loop.noteCount, 2U);
        QVERIFY(std::abs(loop.notes[0].start - 4.0F) < 1e-4F); // seconds and back
        QVERIFY(std::abs(loop.notes[0].length - 3.0F) < 1e-4F);
        QVERIFY(std::abs(loop.notes[1].length - 2.0F) < 1e-4F); // to the loop's end
        QCOMPARE(int(loop.notes[0].channel), 0);
        QCOMPARE(int(loop.programs[0]), 0);
        QCOMPARE(int(loop.programs[1]), int(LoopPattern::kAnyProgram));
    }

    void aTriosPartsKeepTheirChannelsWhoeverIsSilent() {
        music::TrioPattern trio;
        trio.melody.events.resize(256);
        trio.bass = busyMelody(256, 40);
        trio.drums.steps.resize(256, 0b1);
        const LoopPattern loop = patternLoop(trio, *codecOf(architecture::TrioCodecConfig{}));
        QCOMPARE(loop.steps, 256);
        QVERIFY(!noteOn(loop, 0));
        QVERIFY(noteOn(loop, 1) && noteOn(loop, 9));
        QCOMPARE(int(loop.programs[1]), 33);
        QCOMPARE(int(loop.programs[9]), int(LoopPattern::kAnyProgram));
    }

    void theFullestTrioHasRoom() {
        music::TrioPattern trio;
        trio.melody = busyMelody(256, 70);
        trio.bass = busyMelody(256, 40);
        trio.drums.steps.resize(256, 0b111111111);
        const LoopPattern loop = patternLoop(trio, *codecOf(architecture::TrioCodecConfig{}));
        QCOMPARE(int(loop.noteCount), 256 * (1 + 1 + 9));
    }

    void performersHaveTheirPrograms() {
        using Type = music::PerformanceEvent::Type;
        music::PerformancePattern performance;
        for (const int program : {73, 40}) {
            music::PerformanceTrack track;
            track.program = program;
            track.events = {{Type::Velocity, 5}, {Type::NoteOn, 60 + program % 2}, {Type::Shift, 24}};
            track.events.push_back({Type::NoteOff, 60 + program % 2});
            performance.tracks.push_back(track);
        }
        performance.tracks.push_back({0, true, {{Type::Velocity, 8}, {Type::NoteOn, 36}}, {}});
        const LoopPattern loop = patternLoop(performance, *codecOf(architecture::PerformanceCodecConfig{}));
        QCOMPARE(loop.steps, 96);
        QCOMPARE(loop.stepsPerBeat, 24);
        QCOMPARE(int(loop.programs[0]), 73);
        QCOMPARE(int(loop.programs[1]), 40);
        QVERIFY(noteOn(loop, 9));
        QVERIFY(std::abs(noteOn(loop, 0)->length - 24.0F) < 1e-3F);
    }

    void silenceOfEveryKindIsAPlayableLoop() {
        for (const architecture::CodecConfig& config : std::initializer_list<architecture::CodecConfig>{
                 architecture::GrooveCodecConfig{}, architecture::DrumsCodecConfig{}, architecture::MelodyCodecConfig{},
                 architecture::TrioCodecConfig{}, architecture::PerformanceCodecConfig{}}) {
            const auto codec = codecOf(config);
            const LoopPattern loop = patternLoop(codec->silence(), *codec);
            QVERIFY(loop.steps >= 16);
            QCOMPARE(loop.noteCount, 0U);
        }
    }
};

QTEST_APPLESS_MAIN(TestPatternLoop)
#include "tst_PatternLoop.moc"
