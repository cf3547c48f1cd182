#include "core/codec/PerformanceWindows.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <map>

using namespace segue;
using namespace segue::codec;
using architecture::PerformanceCodecConfig;
using music::Note;
using music::NoteSequence;
using Type = PerformanceEvent::Type;

namespace {

/// At 120 a beat lasts half a second. Times in beats.
Note note(int instrument, int pitch, double start, double end, int program = 0) {
    return {.pitch = MidiPitch(static_cast<std::uint8_t>(pitch)),
            .velocity = Velocity(100),
            .start = Seconds(start / 2),
            .end = Seconds(end / 2),
            .instrument = instrument,
            .program = program};
}

/// `instruments` parts of one note a beat.
NoteSequence band(int instruments, int beats) {
    NoteSequence sequence;
    sequence.name = "band.mid";
    for (int beat = 0; beat < beats; ++beat)
        for (int i = 0; i < instruments; ++i)
            sequence.notes.push_back(note(i, 60 + i, beat, beat + 1, i));
    return sequence;
}

int count(const PerformanceTrack& track, Type type) {
    return static_cast<int>(std::ranges::count(track.events, type, &PerformanceEvent::type));
}

std::map<DropReason, int> dropsOf(const NoteSequence& sequence, const PerformanceCodecConfig& config = {}) {
    return performanceBetweenTimeChanges(sequence, config)->report.drops;
}

} // namespace

class TestPerformanceWindows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyBarIsAWindow() {
        for (const bool magenta : {false, true}) {
            const auto extraction = magenta ? performanceBetweenTimeChanges(band(2, 10), {})
                                            : performanceAlongTempoMap(band(2, 10), {}, {});
            QVERIFY(extraction);
            QCOMPARE(extraction->windows.size(), 3U);
            QCOMPARE(extraction->report.notes, 20);
            for (int bar = 0; bar < 3; ++bar) {
                const auto& window = extraction->windows[static_cast<std::size_t>(bar)];
                QCOMPARE(window.bar, bar);
                QCOMPARE(window.pattern.tracks.size(), 2U);
                QCOMPARE(count(window.pattern.tracks[0], Type::NoteOn), bar < 2 ? 4 : 2);
            }
        }
    }

    void tracksAreInTheOrderOfProgramsDrumsLast() {
        NoteSequence sequence;
        sequence.notes = {note(0, 36, 0, 1), note(1, 60, 0, 1, 40), note(2, 62, 0, 1, 3), note(3, 64, 0, 1, 3)};
        sequence.notes[0].isDrum = true;
        const auto extraction = performanceAlongTempoMap(sequence, {}, {});
        QVERIFY(extraction);
        std::vector<std::pair<int, int>> tracks;
        for (const auto& track : extraction->windows.at(0).pattern.tracks)
            tracks.emplace_back(track.program, track.events.at(1).value);
        QVERIFY((tracks == std::vector<std::pair<int, int>>{{3, 62}, {3, 64}, {40, 60}, {0, 36}}));
        QVERIFY(extraction->windows[0].pattern.tracks.back().isDrum);
    }

    void noteEndsWithItsWindow() {
        NoteSequence sequence = band(2, 1);
        sequence.notes.push_back(note(0, 72, 3, 7));
        const auto extraction = performanceAlongTempoMap(sequence, {}, {});
        QVERIFY(extraction);
        QCOMPARE(extraction->windows.size(), 1U); // what is held over the bar line is no beginning
        QVERIFY((extraction->windows[0].pattern.tracks[0].events.back() == PerformanceEvent{Type::NoteOff, 72}));
    }

    void pedalIsHeard() {
        NoteSequence sequence = band(2, 1);
        sequence.controlChanges = {
            {.time = Seconds(0.1), .controller = 64, .value = 127, .instrument = 1, .program = 1},
            {.time = Seconds(1.5), .controller = 64, .value = 0, .instrument = 1, .program = 1}};
        for (const bool magenta : {false, true}) {
            sequence.notes.push_back(note(0, 70, 2, 3));
            sequence.notes.push_back(note(0, 71, 2, 3));
            const auto extraction =
                magenta ? performanceBetweenTimeChanges(sequence, {}) : performanceAlongTempoMap(sequence, {}, {});
            QVERIFY(extraction && extraction->windows.size() == 1);
            const auto& held = extraction->windows[0].pattern.tracks[1].events;
            QVERIFY((held == std::vector<PerformanceEvent>{{Type::Velocity, 7},
                                                           {Type::NoteOn, 61},
                                                           {Type::Shift, 72},
                                                           {Type::NoteOff, 61},
                                                           {Type::Shift, 24}}));
        }
    }

    void busiestInstrumentsStay() {
        NoteSequence sequence = band(10, 4);
        for (int i = 0; i < 10; ++i)
            if (i != 4 && i != 7)
                sequence.notes.push_back(note(i, 80, 0.5, 1, i));
        const auto extraction = performanceAlongTempoMap(sequence, {}, {});
        QVERIFY(extraction);
        const auto& tracks = extraction->windows.at(0).pattern.tracks;
        QCOMPARE(tracks.size(), 8U);
        for (const auto& track : tracks)
            QVERIFY(track.program != 4 && track.program != 7);
        QVERIFY((extraction->report.drops == std::map<DropReason, int>{{DropReason::TooManyInstruments, 2}}));
        QVERIFY((dropsOf(sequence) == std::map<DropReason, int>{{DropReason::TooManyInstruments, 1}}));
    }

    void trackOfTooManyEventsEndsWithTheLastNoteThatFits() {
        NoteSequence sequence = band(2, 1);
        for (int i = 0; i < 48; ++i)
            sequence.notes.push_back(note(0, 70 + i % 2, i / 12.0, (i + 1) / 12.0));
        const auto extraction = performanceAlongTempoMap(sequence, {}, {});
        QVERIFY(extraction);
        const auto& track = extraction->windows.at(0).pattern.tracks.at(0);
        QVERIFY(track.events.size() <= 62 && track.events.size() > 58);
        QCOMPARE(count(track, Type::NoteOn), count(track, Type::NoteOff));
        QVERIFY((extraction->report.drops == std::map<DropReason, int>{{DropReason::TooManyEvents, 1}}));
        QVERIFY((dropsOf(sequence) == std::map<DropReason, int>{{DropReason::TooManyEvents, 1}}));
    }

    void magentaDropsWhatIsTooLittle() {
        QVERIFY((dropsOf(band(1, 4)) == std::map<DropReason, int>{{DropReason::TooFewInstruments, 1}}));
        NoteSequence thin;
        thin.notes = {note(0, 60, 0, 4), note(1, 62, 0, 4)}; // velocity, on, shift and off, twice: eight
        QVERIFY(dropsOf(thin).empty());
        thin.notes = {note(0, 60, 0, 4), note(1, 62, 4.0 - 1.0 / 50, 4)}; // the second begins when all is over
        QVERIFY((dropsOf(thin) == std::map<DropReason, int>{{DropReason::TooFewHits, 1}}));
        QVERIFY((dropsOf({}) == std::map<DropReason, int>{{DropReason::NoNotes, 1}}));
        NoteSequence waltz = band(2, 6);
        waltz.timeSignatures = {{Seconds(0), 3, 4}};
        QVERIFY((dropsOf(waltz) == std::map<DropReason, int>{{DropReason::NotInFour, 1}}));
    }

    void magentaCutsAtEveryChangeOfTempo() {
        NoteSequence sequence = band(2, 8);
        sequence.tempos = {{Seconds(0), Bpm(120)}, {Seconds(1.5), Bpm(60)}};
        const auto extraction = performanceBetweenTimeChanges(sequence, {});
        QVERIFY(extraction);
        QCOMPARE(extraction->windows.size(), 2U);
        QCOMPARE(extraction->windows[0].bar, 0);
        QCOMPARE(extraction->windows[1].bar, 1);
        QCOMPARE(count(extraction->windows[0].pattern.tracks[0], Type::NoteOn), 3);
        const auto whole = performanceAlongTempoMap(sequence, {}, {});
        QVERIFY(whole);
        QCOMPARE(count(whole->windows.at(0).pattern.tracks[0], Type::NoteOn), 5); // the tempo halves: eighths
    }

    void chordsLieUnderTheEvents() {
        NoteSequence sequence = band(2, 4);
        sequence.chords = {{Seconds(0), "C"}, {Seconds(1), "Am7"}};
        const PerformanceCodecConfig config{.chords = true};
        for (const bool magenta : {false, true}) {
            const auto extraction = magenta ? performanceBetweenTimeChanges(sequence, config)
                                            : performanceAlongTempoMap(sequence, config, {});
            QVERIFY(extraction && extraction->windows.size() == 1);
            const auto& [program, isDrum, events, triads] = extraction->windows[0].pattern.tracks[0];
            QCOMPARE(events.size(), triads.size());
            int now = 0;
            for (std::size_t i = 0; i < events.size(); ++i) {
                QCOMPARE(triads[i], now < 48 ? 1 : 1 + 12 + 9);
                now += events[i].type == Type::Shift ? events[i].value : 0;
            }
        }
    }

    void chordWithoutAClassIsCounted() {
        NoteSequence sequence = band(2, 4);
        sequence.chords = {{Seconds(0), "Csus4"}};
        const PerformanceCodecConfig config{.chords = true};
        QVERIFY((dropsOf(sequence, config) == std::map<DropReason, int>{{DropReason::ChordNotTriad, 1}}));
        const auto extraction = performanceAlongTempoMap(sequence, config, {});
        QVERIFY(extraction);
        QVERIFY((extraction->report.drops == std::map<DropReason, int>{{DropReason::ChordNotTriad, 1}}));
        QCOMPARE(extraction->windows.at(0).pattern.tracks[0].triads.front(), 0);
        QVERIFY(dropsOf(sequence).empty()); // nobody asks
    }

    void whatCannotBeReadIsAnError() {
        const auto code = [](const NoteSequence& sequence) {
            return performanceAlongTempoMap(sequence, {}, {}).error().code();
        };
        QVERIFY(code({}) == ErrorCode::NoMusic);
        NoteSequence waltz = band(2, 6);
        waltz.timeSignatures = {{Seconds(0), 3, 4}};
        QVERIFY(code(waltz) == ErrorCode::Unsupported);
        NoteSequence broken = band(2, 6);
        broken.notes[3].end = Seconds(std::numeric_limits<double>::quiet_NaN());
        QVERIFY(code(broken) == ErrorCode::Malformed);
        QVERIFY((dropsOf(broken) == std::map<DropReason, int>{{DropReason::BadTimes, 1}}));
        NoteSequence far = band(2, 6);
        far.notes.push_back(note(0, 60, 1e9, 1e9 + 1));
        QVERIFY(code(far) == ErrorCode::Unsupported);
        QVERIFY(!performanceBetweenTimeChanges(far, {})->windows.empty() || !dropsOf(far).empty());
    }
};

QTEST_APPLESS_MAIN(TestPerformanceWindows)
#include "tst_PerformanceWindows.moc"
