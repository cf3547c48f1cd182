#include "core/music/ChordInference.h"

#include "core/base/Random.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <map>

using namespace segue;
using namespace segue::music;

namespace {

Note note(int pitch, double start, double end, int program = 0) {
    return {MidiPitch(static_cast<std::uint8_t>(pitch)), Velocity(80), Seconds(start), Seconds(end), 0, program, false};
}

/// "Am F C G", one chord of the keyboard each half bar of 120 BPM.
NoteSequence progression(const std::vector<std::vector<int>>& chords) {
    NoteSequence piece;
    piece.name = "song.mid";
    for (std::size_t at = 0; at < chords.size(); ++at)
        for (const int pitch : chords[at])
            piece.notes.push_back(note(pitch, static_cast<double>(at), static_cast<double>(at) + 1));
    return piece;
}

std::string figures(const Harmony& harmony) {
    std::string text;
    for (const ChordSymbol& chord : harmony.chords)
        text += (text.empty() ? "" : " ") + chord.figure;
    return text;
}

/// The same model with nothing clever: every state against every other, probabilities as the formulas have them.
struct SlowModel {
    static constexpr int kKinds = 8;
    static constexpr int kChords = 97;
    static constexpr int kStates = 12 * kChords;

    std::vector<std::vector<double>> transition = std::vector(kStates, std::vector<double>(kStates));
    std::vector<std::vector<double>> prior = std::vector(12, std::vector<double>(kChords));

    static std::vector<int> pitches(int chord) {
        static const std::vector<std::vector<int>> kinds{{0, 4, 7},     {0, 3, 7},     {0, 4, 8},     {0, 3, 6},
                                                         {0, 4, 7, 10}, {0, 4, 7, 11}, {0, 3, 7, 10}, {0, 3, 6, 10}};
        std::vector<int> found;
        if (chord > 0)
            for (const int interval : kinds[static_cast<std::size_t>((chord - 1) % kKinds)])
                found.push_back(((chord - 1) / kKinds + interval) % 12);
        return found;
    }

    SlowModel() {
        const std::vector<int> scale{0, 2, 4, 5, 7, 9, 11};
        for (std::size_t key = 0; key < 12; ++key) {
            double sum = 0;
            for (std::size_t chord = 0; chord < kChords; ++chord) {
                double probability = 1;
                for (const int pitch : pitches(static_cast<int>(chord)))
                    probability *=
                        std::ranges::count(scale, (pitch + 12 - static_cast<int>(key)) % 12) > 0 ? 0.99 : 0.01;
                prior[key][chord] = probability;
                sum += probability;
            }
            for (double& probability : prior[key])
                probability /= sum;
        }
        for (std::size_t from = 0; from < kStates; ++from)
            for (std::size_t to = 0; to < kStates; ++to) {
                const std::size_t key = to / kChords;
                double probability = 0.999 * 0.5;
                if (from / kChords != key)
                    probability = 0.001 / 11 * prior[key][to % kChords];
                else if (from != to)
                    probability *= prior[key][to % kChords] + prior[key][from % kChords] / 96;
                transition[from][to] = std::log(probability);
            }
    }

    /// For pieces whose notes each lie within one frame of a second.
    std::vector<int> path(const NoteSequence& piece, std::size_t frames) const {
        std::vector<double> paths(kStates);
        std::vector<std::vector<int>> parents;
        for (std::size_t frame = 0; frame < frames; ++frame) {
            std::vector<double> heard(12);
            for (const Note& sounding : piece.notes)
                if (static_cast<std::size_t>(sounding.start.value) == frame)
                    heard[sounding.pitch.value % 12U] += (sounding.end - sounding.start).value;
            double length = 0;
            for (const double seconds : heard)
                length += seconds * seconds;
            std::vector<double> next(kStates);
            parents.emplace_back(kStates);
            for (std::size_t state = 0; state < kStates; ++state) {
                double emission = 0;
                const auto chord = pitches(static_cast<int>(state % kChords));
                for (const int pitch : chord)
                    if (length > 0)
                        emission += 100 * heard[static_cast<std::size_t>(pitch)] / std::sqrt(length) /
                                    std::sqrt(static_cast<double>(chord.size()));
                double best = frame == 0 ? std::log(prior[state / kChords][state % kChords])
                                         : -std::numeric_limits<double>::infinity();
                for (std::size_t from = 0; from < kStates && frame > 0; ++from)
                    if (paths[from] + transition[from][state] > best + 1e-9) {
                        best = paths[from] + transition[from][state];
                        parents.back()[state] = static_cast<int>(from);
                    }
                next[state] = best + emission;
            }
            paths = next;
        }
        int state = 0;
        for (int other = 0; other < kStates; ++other)
            if (paths[static_cast<std::size_t>(other)] > paths[static_cast<std::size_t>(state)] + 1e-9)
                state = other;
        std::vector<int> path{state};
        for (std::size_t frame = frames - 1; frame > 0; --frame)
            path.insert(path.begin(), state = parents[frame][static_cast<std::size_t>(state)]);
        return path;
    }
};

} // namespace

class TestChordInference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void plainTriadsAreFoundWithTheirKey() {
        const auto harmony = inferHarmony(progression({{57, 60, 64}, {53, 57, 60}, {48, 52, 55}, {55, 59, 62}}));
        QVERIFY(harmony);
        QCOMPARE(figures(*harmony), std::string("Am F C G"));
        QCOMPARE(harmony->chords[2].time, Seconds(2));
        QCOMPARE(harmony->keys, (std::vector<KeySignature>{{Seconds(0), 0, false}}));
    }

    void everyKindOfChordIsFound_data() {
        QTest::addColumn<QString>("figure");
        QTest::addColumn<QList<int>>("pitches");
        QTest::newRow("major") << "D" << QList<int>{2, 6, 9};
        QTest::newRow("minor") << "Ebm" << QList<int>{3, 6, 10};
        QTest::newRow("augmented") << "C+" << QList<int>{4, 8, 12};
        QTest::newRow("diminished") << "Bdim" << QList<int>{11, 14, 17};
        QTest::newRow("seventh") << "G7" << QList<int>{7, 11, 14, 17};
        QTest::newRow("major seventh") << "Fmaj7" << QList<int>{5, 9, 12, 16};
        QTest::newRow("minor seventh") << "C#m7" << QList<int>{1, 4, 8, 11};
        QTest::newRow("half diminished") << "F#m7b5" << QList<int>{6, 9, 12, 16};
    }
    void everyKindOfChordIsFound() {
        QFETCH(QString, figure);
        QFETCH(QList<int>, pitches);
        const auto harmony = inferHarmony(progression({{pitches.begin(), pitches.end()}}));
        QVERIFY(harmony);
        QCOMPARE(QString::fromStdString(figures(*harmony)), figure);
    }

    void longNotesCountMoreThanPassingOnes() {
        NoteSequence piece = progression({{48, 52, 55}});
        piece.notes.push_back(note(66, 0.5, 0.52));
        QCOMPARE(figures(*inferHarmony(piece)), std::string("C"));
    }

    void aNoteCountsInEveryHalfBarThatItSoundsIn() {
        NoteSequence piece;
        for (const int pitch : {48, 52, 55})
            piece.notes.push_back(note(pitch, 0.25, 3.75));
        piece.notes.push_back(note(58, 2, 3));
        QCOMPARE(figures(*inferHarmony(piece)), std::string("C C7 C"));
    }

    void drumsAndEffectsAreNotHeard() {
        NoteSequence piece = progression({{36, 42, 49}});
        for (Note& drum : piece.notes)
            drum.isDrum = true;
        piece.notes.push_back(note(48, 0, 1, 96));
        piece.notes.push_back(note(52, 0, 1, 127));
        QCOMPARE(figures(*inferHarmony(piece)), std::string("N.C."));
    }

    void aKeyThatIsLeftForGoodIsNoticed() {
        std::vector<std::vector<int>> chords;
        for (int turn = 0; turn < 4; ++turn)
            chords.insert(chords.end(), {{48, 52, 55}, {53, 57, 60}, {55, 59, 62, 65}, {57, 60, 64}});
        for (int turn = 0; turn < 4; ++turn)
            chords.insert(chords.end(), {{54, 58, 61}, {59, 63, 66}, {61, 65, 68, 71}, {63, 66, 70}});
        const auto harmony = inferHarmony(progression(chords));
        QCOMPARE(harmony->keys, (std::vector<KeySignature>{{Seconds(0), 0, false}, {Seconds(16), 6, false}}));
    }

    void halfBarsFollowTheTempoMap() {
        NoteSequence piece;
        piece.tempos = {{Seconds(0), Bpm(120)}, {Seconds(1.5), Bpm(60)}};
        // Half bars from 0, 1 and 2.5 seconds on: the second begins at 120 and ends at 60 beats a minute.
        for (const int pitch : {48, 52, 55})
            piece.notes.push_back(note(pitch, 0, 1));
        for (const int pitch : {53, 57, 60})
            piece.notes.push_back(note(pitch, 1, 2.5));
        for (const int pitch : {55, 59, 62})
            piece.notes.push_back(note(pitch, 2.5, 4.5));
        const auto harmony = inferHarmony(piece);
        QCOMPARE(harmony->chords,
                 (std::vector<ChordSymbol>{{Seconds(0), "C"}, {Seconds(1), "F"}, {Seconds(2.5), "G"}}));
    }

    void theMeterSaysHowOftenAChordMayChange_data() {
        QTest::addColumn<int>("numerator");
        QTest::addColumn<int>("denominator");
        QTest::addColumn<double>("second");
        QTest::newRow("4/4") << 4 << 4 << 1.0;
        QTest::newRow("6/8") << 6 << 8 << 0.75;
        QTest::newRow("3/4") << 3 << 4 << 1.5;
        QTest::newRow("2/4") << 2 << 4 << 1.0;
        QTest::newRow("2/2") << 2 << 2 << 2.0;
    }
    void theMeterSaysHowOftenAChordMayChange() {
        QFETCH(int, numerator);
        QFETCH(int, denominator);
        QFETCH(double, second);
        NoteSequence piece;
        piece.timeSignatures = {{Seconds(0), numerator, denominator}};
        for (const int pitch : {48, 52, 55})
            piece.notes.push_back(note(pitch, 0, second));
        for (const int pitch : {50, 54, 57})
            piece.notes.push_back(note(pitch, second, 2 * second));
        const auto harmony = inferHarmony(piece);
        QVERIFY(harmony);
        QCOMPARE(harmony->chords, (std::vector<ChordSymbol>{{Seconds(0), "C"}, {Seconds(second), "D"}}));
    }

    void thePathIsThatOfTheSlowModel() {
        const SlowModel slow;
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            Random random(seed);
            constexpr std::size_t kFrames = 5;
            NoteSequence piece;
            for (std::size_t frame = 0; frame < kFrames; ++frame)
                for (int at = 0; at < 4; ++at)
                    piece.notes.push_back(note(static_cast<int>(random.below(24)) + 48, static_cast<double>(frame),
                                               static_cast<double>(frame) + 0.1 + 0.9 * random.uniform()));
            piece.notes.back().end = Seconds(kFrames);
            const auto harmony = inferHarmony(piece);
            std::vector<KeySignature> keys;
            std::vector<ChordSymbol> chords;
            const auto path = slow.path(piece, kFrames);
            for (std::size_t frame = 0; frame < kFrames; ++frame) {
                static const std::vector<std::string> kNames{"C",  "C#", "D",  "Eb", "E",  "F",
                                                             "F#", "G",  "Ab", "A",  "Bb", "B"};
                static const std::vector<std::string> kSuffixes{"", "m", "+", "dim", "7", "maj7", "m7", "m7b5"};
                const int key = path[frame] / SlowModel::kChords;
                const auto chord = static_cast<std::size_t>(path[frame] % SlowModel::kChords);
                const std::string figure = chord == 0 ? "N.C." : kNames[(chord - 1) / 8] + kSuffixes[(chord - 1) % 8];
                const Seconds time(static_cast<double>(frame));
                if (keys.empty() || keys.back().tonic != key)
                    keys.push_back({time, key, false});
                if (chords.empty() || chords.back().figure != figure)
                    chords.push_back({time, figure});
            }
            QVERIFY(harmony);
            QCOMPARE(harmony->chords, chords);
            QCOMPARE(harmony->keys, keys);
        }
    }

    void whatCannotBeHeardIsRefused() {
        QCOMPARE(inferHarmony({}).error().code(), ErrorCode::NoMusic);
        NoteSequence waltz = progression({{48, 52, 55}});
        waltz.timeSignatures = {{Seconds(0), 7, 8}};
        QCOMPARE(inferHarmony(waltz).error().code(), ErrorCode::Unsupported);
        NoteSequence broken = progression({{48, 52, 55}});
        broken.notes.front().end = Seconds(std::numeric_limits<double>::quiet_NaN());
        QCOMPARE(inferHarmony(broken).error().code(), ErrorCode::Malformed);
    }

    void lengthIsLimited() {
        NoteSequence piece = progression({{48, 52, 55}});
        piece.notes.push_back(note(48, 0, 1000));
        QVERIFY(inferHarmony(piece, 1000));
        QCOMPARE(inferHarmony(piece, 999).error().code(), ErrorCode::Unsupported);
        piece.notes.push_back(note(48, 0, 1e300));
        QCOMPARE(inferHarmony(piece).error().code(), ErrorCode::Unsupported);
        piece.tempos = {{Seconds(0), Bpm(1e308)}, {Seconds(1), Bpm(1e-308)}};
        QCOMPARE(inferHarmony(piece).error().code(), ErrorCode::Unsupported);
    }

    void manyLongNotesCostNoMoreThanShortOnes() {
        NoteSequence piece;
        for (int at = 0; at < 100'000; ++at)
            piece.notes.push_back(note(at % 128, 0, 200));
        QVERIFY(inferHarmony(piece)); // would be 20 million half bars of notes, one at a time
    }
};

QTEST_APPLESS_MAIN(TestChordInference)
#include "tst_ChordInference.moc"
