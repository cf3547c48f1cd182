#include "core/music/Pattern.h"

#include <QTest>

using namespace segue;
using namespace segue::music;

namespace {

MelodyPattern melody() {
    MelodyPattern pattern;
    pattern.events = {MelodyEvent::on(MidiPitch(60)), {}, MelodyEvent::off(), MelodyEvent::on(MidiPitch(62))};
    return pattern;
}

PerformanceTrack track() {
    using Type = PerformanceEvent::Type;
    PerformanceTrack track;
    track.events = {{Type::Velocity, 4}, {Type::NoteOn, 60}, {Type::Shift, 12}, {Type::NoteOff, 60}};
    return track;
}

} // namespace

class TestPattern : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void whatIsNotThereYetIsEmpty() {
        QVERIFY(isEmpty(DrumPattern()));
        QVERIFY(isEmpty(MelodyPattern()));
        QVERIFY(isEmpty(TrioPattern()));
        QVERIFY(isEmpty(PerformancePattern()));
    }

    void silenceIsNotEmpty() {
        QVERIFY(!isEmpty(DrumPattern(16)));
        MelodyPattern melody;
        melody.events.resize(16);
        QVERIFY(!isEmpty(melody));
        TrioPattern trio;
        trio.melody.events.resize(16);
        QVERIFY(!isEmpty(trio));
        QVERIFY(!isEmpty(PerformancePattern{{PerformanceTrack{}}}));
        QCOMPARE(onsets(trio), 0);
    }

    void everyNoteCountsWhereItBegins() {
        DrumPattern drums(8);
        drums.at(0, 0).hit = drums.at(7, 8).hit = true;
        QCOMPARE(onsets(drums), 2);
        QCOMPARE(onsets(melody()), 2);
        TrioPattern trio{melody(), melody(), {4, {0b101, 0, 0b1, 0}}};
        QCOMPARE(onsets(trio), 7);
        QCOMPARE(onsets(PerformancePattern{{track(), track()}}), 2);
    }
};

QTEST_APPLESS_MAIN(TestPattern)
#include "tst_Pattern.moc"
