#include "core/codec/TrackGrid.h"

#include "core/base/Random.h"

#include <QTest>

#include <algorithm>
#include <tuple>

using namespace segue;
using namespace segue::codec;
using Type = PerformanceEvent::Type;

namespace {

std::vector<TrackNote> sorted(std::vector<TrackNote> notes) {
    std::ranges::sort(
        notes, {}, [](const TrackNote& note) { return std::tuple(note.start, note.pitch, note.end, note.velocity); });
    return notes;
}

} // namespace

class TestTrackGrid : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void notesAreSpelledOut() {
        // Two at once, the second one louder; velocities 1 to 16 are class 1.
        const std::vector<TrackNote> notes{{0, 24, 60, 16}, {0, 12, 64, 17}, {24, 96, 60, 17}};
        const std::vector<PerformanceEvent> expected{{Type::Velocity, 1}, {Type::NoteOn, 60},  {Type::Velocity, 2},
                                                     {Type::NoteOn, 64},  {Type::Shift, 12},   {Type::NoteOff, 64},
                                                     {Type::Shift, 12},   {Type::NoteOff, 60}, {Type::NoteOn, 60},
                                                     {Type::Shift, 72},   {Type::NoteOff, 60}};
        QVERIFY(TrackGrid{}.events(notes) == expected);
    }

    void restIsOneShift() {
        QVERIFY((TrackGrid{}.events({}) == std::vector<PerformanceEvent>{{Type::Shift, 96}}));
        QVERIFY(TrackGrid{}.notes({{Type::Shift, 96}}).empty());
    }

    void velocitiesAreTheLowestOfTheirClass_data() {
        QTest::addColumn<int>("velocity");
        QTest::addColumn<int>("bins");
        QTest::addColumn<int>("bin");
        QTest::addColumn<int>("back");
        QTest::newRow("softest") << 1 << 8 << 1 << 1;
        QTest::newRow("edge") << 16 << 8 << 1 << 1;
        QTest::newRow("next") << 17 << 8 << 2 << 17;
        QTest::newRow("loudest") << 127 << 8 << 8 << 113;
        QTest::newRow("every one") << 99 << 127 << 99 << 99;
    }
    void velocitiesAreTheLowestOfTheirClass() {
        QFETCH(int, velocity);
        QFETCH(int, bins);
        QFETCH(int, bin);
        QFETCH(int, back);
        const TrackGrid grid{.velocityBins = bins};
        const auto events = grid.events({{0, 96, 60, velocity}});
        QVERIFY((events.front() == PerformanceEvent{Type::Velocity, bin}));
        QCOMPARE(grid.notes(events).at(0).velocity, back);
    }

    void notesBeyondTheTrackAreCut() {
        const TrackGrid grid;
        QVERIFY((sorted(grid.notes(grid.events({{90, 120, 60, 1}, {96, 97, 62, 1}}))) ==
                 std::vector<TrackNote>{{90, 96, 60, 1}}));
    }

    void brokenEventsGiveWhatCanBeHeard() {
        const TrackGrid grid;
        // An end without a beginning, a note without length, one without an end, and time beyond the track.
        const auto notes = grid.notes({{Type::NoteOff, 60},
                                       {Type::NoteOn, 61},
                                       {Type::NoteOff, 61},
                                       {Type::NoteOn, 62},
                                       {Type::Shift, 90},
                                       {Type::NoteOn, 63},
                                       {Type::Shift, 90},
                                       {Type::NoteOff, 63},
                                       {Type::NoteOn, 64},
                                       {Type::Shift, 96}});
        QVERIFY((notes == std::vector<TrackNote>{{90, 96, 63, 100}, {0, 96, 62, 100}}));
    }

    void firstStruckEndsFirst() {
        const TrackGrid grid;
        QVERIFY((sorted(grid.notes(grid.events({{0, 50, 60, 1}, {10, 20, 60, 1}}))) ==
                 std::vector<TrackNote>{{0, 20, 60, 1}, {10, 50, 60, 1}}));
    }

    void eventsOfNotesOfEventsAreTheSame() {
        for (std::uint64_t seed = 1; seed <= 300; ++seed) {
            Random random(seed);
            const TrackGrid grid{.steps = 96 * static_cast<int>(1 + random.below(2)),
                                 .velocityBins = static_cast<int>(1 + random.below(127))};
            std::vector<TrackNote> notes;
            for (std::uint64_t i = random.below(40); i > 0; --i) {
                const int start = static_cast<int>(random.below(100));
                notes.push_back({start, start + 1 + static_cast<int>(random.below(60)),
                                 static_cast<int>(60 + random.below(5)), static_cast<int>(1 + random.below(127))});
            }
            std::ranges::sort(notes, {}, [](const TrackNote& note) { return std::pair(note.start, note.pitch); });
            const auto events = grid.events(notes);
            auto back = grid.notes(events);
            std::ranges::stable_sort(back, {}, [](const TrackNote& note) { return std::pair(note.start, note.pitch); });
            QVERIFY2(grid.events(back) == events, qPrintable(QStringLiteral("seed %1").arg(seed)));
            int steps = 0;
            for (const auto& event : events)
                steps += event.type == Type::Shift ? event.value : 0;
            QCOMPARE(steps, grid.steps);
        }
    }
};

QTEST_APPLESS_MAIN(TestTrackGrid)
#include "tst_TrackGrid.moc"
