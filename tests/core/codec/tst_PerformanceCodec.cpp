#include "core/codec/PerformanceCodec.h"

#include "core/base/Random.h"
#include "core/codec/PerformanceWindows.h"
#include "core/music/Chord.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace segue;
using namespace segue::codec;
using architecture::PerformanceCodecConfig;
using music::NoteSequence;
using Type = PerformanceEvent::Type;

namespace {

constexpr std::size_t kDepth = 490;

/// Up to eight instruments of different programs that play a bar, as the codec itself would say it.
PerformancePattern randomPattern(const PerformanceCodecConfig& config, Random& random) {
    const TrackGrid grid = trackGrid(config);
    PerformancePattern pattern;
    int program = 0;
    for (std::uint64_t i = 1 + random.below(8); i > 0; --i) {
        program += static_cast<int>(1 + random.below(10));
        const bool isDrum = i == 1 && random.chance(0.5);
        std::vector<TrackNote> notes;
        for (std::uint64_t n = 1 + random.below(10); n > 0; --n) {
            const int start = static_cast<int>(random.below(90));
            notes.push_back({start, start + 1 + static_cast<int>(random.below(20)), static_cast<int>(random.below(128)),
                             static_cast<int>(1 + random.below(127))});
        }
        std::ranges::sort(notes, {}, [](const TrackNote& note) { return std::pair(note.start, note.pitch); });
        pattern.tracks.push_back({isDrum ? 0 : program, isDrum, grid.events(notes), {}});
    }
    return pattern;
}

std::size_t hotColumn(const std::vector<float>& tensor, std::size_t row) {
    const auto first = tensor.begin() + static_cast<std::ptrdiff_t>(row * kDepth);
    return static_cast<std::size_t>(std::max_element(first, first + kDepth) - first);
}

} // namespace

class TestPerformanceCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void rowsAreLaidOutAsMagentas() {
        const PerformanceCodec codec({});
        PerformancePattern pattern;
        pattern.tracks = {
            {5, false, {{Type::Velocity, 8}, {Type::NoteOn, 60}, {Type::Shift, 96}, {Type::NoteOff, 60}}, {}},
            {0, true, {{Type::Shift, 1}}, {}}};
        std::vector<float> tensor(512 * kDepth, -7.0F);
        codec.toTensor(pattern, tensor);
        const std::vector<std::size_t> expected{360 + 5, 359, 60, 351, 128 + 60, 489};
        for (std::size_t row = 0; row < expected.size(); ++row)
            QCOMPARE(hotColumn(tensor, row), expected[row]);
        QCOMPARE(hotColumn(tensor, 64), std::size_t{488});
        QCOMPARE(hotColumn(tensor, 65), std::size_t{256});
        QCOMPARE(hotColumn(tensor, 66), std::size_t{489});
        for (std::size_t track = 2; track < 8; ++track)
            QCOMPARE(hotColumn(tensor, track * 64), std::size_t{489});
        QCOMPARE(std::ranges::count(tensor, 1.0F), 6 + 3 + 6);
        QCOMPARE(std::ranges::count(tensor, 0.0F), 512 * 490 - 15);
        QVERIFY((codec.lengths(pattern) == std::vector<int>{6, 3, 1, 1, 1, 1, 1, 1}));
    }

    void tensorOfAPatternGivesThePatternBack() {
        const PerformanceCodec codec({});
        for (std::uint64_t seed = 1; seed <= 50; ++seed) {
            Random random(seed);
            const PerformancePattern pattern = randomPattern(codec.config(), random);
            std::vector<float> tensor(512 * kDepth);
            codec.toTensor(pattern, tensor);
            QVERIFY2(codec.fromTensor(tensor) == pattern, qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
    }

    void notesOfAPatternGiveThePatternBack() {
        const PerformanceCodec codec({});
        for (std::uint64_t seed = 1; seed <= 50; ++seed) {
            Random random(seed);
            const PerformancePattern pattern = randomPattern(codec.config(), random);
            const NoteSequence notes = codec.toNotes(pattern, Bpm(random.uniform(40, 240)));
            const auto back = codec.extract(notes, {.removePhase = false});
            QVERIFY(back && back->windows.size() == 1);
            QVERIFY2(back->windows[0].pattern == pattern, qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
    }

    void anyRowsGiveNotes() {
        // What an untrained model says: several programs, none, no end, ends without beginnings.
        const PerformanceCodec codec({});
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            Random random(seed);
            std::vector<float> tensor(512 * kDepth);
            std::ranges::generate(tensor, [&] { return static_cast<float>(random.uniform()); });
            const PerformancePattern pattern = codec.fromTensor(tensor);
            QVERIFY(codec.fits(pattern)); // also where no track ends
            for (const auto& track : pattern.tracks)
                QVERIFY(track.program >= 0 && track.program < 128);
            for (const auto& note : codec.notesFromOutput(tensor, Bpm(120)).notes)
                QVERIFY(note.start.value >= 0 && note.end > note.start && note.end.value <= 2.0 &&
                        note.velocity.value > 0);
        }
    }

    void firstProgramOfATrackCounts() {
        const PerformanceCodec codec({});
        std::vector<float> tensor(64 * kDepth);
        std::size_t row = 0;
        for (const std::size_t column : {60U, 400U, 488U, 351U, 489U, 61U})
            tensor[row++ * kDepth + column] = 1.0F;
        const PerformancePattern pattern = codec.fromTensor(tensor);
        QCOMPARE(pattern.tracks.size(), 1U);
        QCOMPARE(pattern.tracks[0].program, 40);
        QVERIFY(!pattern.tracks[0].isDrum);
        QVERIFY((pattern.tracks[0].events == std::vector<PerformanceEvent>{{Type::NoteOn, 60}, {Type::Shift, 96}}));
    }

    void examplesHoldTensorsChordsAndLengths() {
        const PerformanceCodec codec(PerformanceCodecConfig{.chords = true});
        PerformancePattern pattern;
        pattern.tracks = {
            {5, false, {{Type::Velocity, 1}, {Type::NoteOn, 60}, {Type::Shift, 96}, {Type::NoteOff, 60}}, {1, 1, 1, 1}},
            {9,
             false,
             {{Type::Velocity, 1}, {Type::NoteOn, 64}, {Type::Shift, 96}, {Type::NoteOff, 64}},
             {1, 1, 1, 1}}};
        const NoteSequence notes = codec.toNotes(pattern, Bpm(100));
        QCOMPARE(notes.chords.size(), 1U);
        QVERIFY(notes.chords[0].figure == music::figureOfTriadClass(1));
        for (const Rules rules : {Rules::Segue, Rules::Magenta}) {
            const auto examples = codec.examples(notes, {.rules = rules});
            QVERIFY(examples && examples->windows.size() == 1);
            const Example& example = examples->windows[0].pattern;
            QVERIFY(example.input == example.output);
            QVERIFY(codec.fromTensor(example.output).tracks.size() == 2);
            QVERIFY((example.lengths == std::vector<int>{6, 6, 1, 1, 1, 1, 1, 1}));
            std::vector<int> chords;
            for (std::size_t row = 0; row < 7; ++row) {
                const auto first = example.control.begin() + static_cast<std::ptrdiff_t>(row * 49);
                const auto hot = std::find(first, first + 49, 1.0F);
                chords.push_back(hot == first + 49 ? -1 : static_cast<int>(hot - first));
            }
            QVERIFY((chords == std::vector<int>{0, 1, 1, 1, 1, 1, -1}));
            QCOMPARE(std::ranges::count(example.control, 1.0F), 6 + 6 + 6);
        }
    }
};

QTEST_APPLESS_MAIN(TestPerformanceCodec)
#include "tst_PerformanceCodec.moc"
