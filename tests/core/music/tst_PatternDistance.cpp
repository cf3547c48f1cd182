#include "core/music/PatternDistance.h"

#include <QTest>

using namespace segue;
using namespace segue::music;

class TestPatternDistance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void drumsDifferInTheirHits() {
        DrumPattern a(16);
        DrumPattern b(16);
        a.at(0, 0) = {true, 1.0F, 0.9F, 0.0F};
        b.at(0, 0) = {true, 1.0F, 0.1F, 0.4F}; // softer and later, but the same hit
        QCOMPARE(distance(a, b), 0);
        b.at(1, 0).hit = a.at(2, 8).hit = true;
        QCOMPARE(distance(a, b), 2);
        QCOMPARE(distance(a, DrumPattern()), 2);
    }

    void melodiesDifferInTheirEvents() {
        MelodyPattern a;
        a.events = {MelodyEvent::on(MidiPitch(60)), {}, MelodyEvent::off(), {}};
        MelodyPattern b = a;
        QCOMPARE(distance(a, b), 0);
        b.events[0] = MelodyEvent::on(MidiPitch(61));
        b.events[2] = {};
        QCOMPARE(distance(a, b), 2);
        b.events.resize(2);
        QCOMPARE(distance(a, b), 2); // what is not there holds on
    }

    void triosDifferInAllParts() {
        MelodyPattern melody;
        melody.events = {MelodyEvent::on(MidiPitch(60)), {}};
        MelodyPattern rest;
        rest.events.resize(2);
        const TrioPattern a{melody, melody, {4, {0b1, 0b11}}};
        const TrioPattern b{melody, rest, {4, {0b1, 0b100}}};
        QCOMPARE(distance(a, b), 4);
    }

    void performancesDifferInTheirStreams() {
        using Type = PerformanceEvent::Type;
        PerformancePattern a;
        a.tracks = {{0, false, {{Type::NoteOn, 60}, {Type::Shift, 4}}, {}}};
        PerformancePattern b = a;
        QCOMPARE(distance(a, b), 0);
        b.tracks[0].events[1].value = 3;
        b.tracks.push_back({0, true, {{Type::NoteOn, 36}}, {}});
        QCOMPARE(distance(a, b), 2);
    }
};

QTEST_APPLESS_MAIN(TestPatternDistance)
#include "tst_PatternDistance.moc"
